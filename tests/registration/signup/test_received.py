"""The page after signing up corrects a mistyped address, and tells nobody anything."""

import pytest
from django.test import Client

from registration import correspondence, enrolment, links
from registration.errors import TooManyLetters
from registration.letters import kinds
from registration.models import Delegate, RefusedSignUp
from registration.signup import limits
from tests.factories import make_category, register_someone
from tests.pages import Page, answers, sign_up_address
from tests.registration.seats import letters_of


def received_address(category, language="en") -> str:
    return f"{sign_up_address(category, language)}received/"


def sign_up(visitor, category, email, **changes):
    form = answers(category, email=email, **changes)
    return visitor.post(sign_up_address(category), form)


def correct(visitor, category, email, language="en"):
    return visitor.post(received_address(category, language), {"email": email})


def test_the_registration_moves_to_the_right_address(client, category):
    sign_up(client, category, "anna@exmaple.org")
    delegate = Delegate.objects.get()
    token = links.token("my", delegate)

    response = correct(client, category, "anna@example.org")

    delegate.refresh_from_db()
    assert response.status_code == 302
    assert "a…a@example.org" in client.get(response["Location"]).content.decode()
    assert delegate.email == "anna@example.org"
    assert letters_of(delegate)[-2:] == [kinds.CONFIRMED, kinds.ADDRESS_CHANGED]
    with pytest.raises(links.BadLink):
        links.delegate_of("my", token)


def test_it_takes_no_second_place(client):
    category = make_category(places=1)
    sign_up(client, category, "anna@exmaple.org")

    correct(client, category, "anna@example.org")

    assert category.quotas.get().taken == Delegate.objects.count() == 1


@pytest.mark.parametrize("is_settled", [True, False])
def test_what_was_not_taken_is_taken_under_its_own_address(
    client, category, is_settled
):
    """Whether or not the worker has told the owner of the other one by then."""
    owner = register_someone(category, email="office@example.org")
    sign_up(client, category, "office@example.org", family_name="Byron")
    if is_settled:
        enrolment.settle_all()

    correct(client, category, "byron@example.org")

    byron = Delegate.objects.get(email="byron@example.org")
    assert (byron.family_name, byron.state) == ("Byron", "confirmed")
    assert (kinds.ANOTHER_NAME in letters_of(owner)) is is_settled
    assert not RefusedSignUp.objects.exists()


def test_an_address_that_is_registered_is_told_and_keeps_what_it_has(client, category):
    owner = register_someone(category, email="owner@example.org")
    sign_up(client, category, "anna@exmaple.org")

    response = correct(client, category, "owner@example.org")
    enrolment.settle_all()

    assert response.status_code == 302
    assert letters_of(owner) == [kinds.CONFIRMED, kinds.ANOTHER_NAME]
    assert owner.refused_sign_ups.count() == 1
    assert Delegate.objects.filter(email="anna@exmaple.org").exists()


def test_the_answer_is_the_same_for_all_three(category):
    register_someone(category, email="known@example.org")
    answers_ = []
    for first, second in [
        ("anna@example.org", "anne@example.org"),
        ("known@example.org", "alma@example.org"),
        ("ella@example.org", "known@example.org"),
    ]:
        visitor = Client()
        sign_up(visitor, category, first)
        response = correct(visitor, category, second)
        answers_.append((response.status_code, dict(response.headers)))

    assert answers_[0] == answers_[1] == answers_[2]


def test_from_one_known_address_to_another_both_are_told(client, category):
    """By the form itself, sent again after *Back*: each address has its letter."""
    owners = [register_someone(category, email=f"{n}@example.org") for n in "ab"]
    form = answers(category, email="a@example.org")

    for email in ("a@example.org", "b@example.org"):
        client.post(sign_up_address(category), form | {"email": email})
        enrolment.settle_all()

    assert [letters_of(owner)[1:] for owner in owners] == [[kinds.ANOTHER_NAME]] * 2


def test_the_form_itself_sent_again_with_another_address_moves_it_too(client, category):
    form = answers(category, email="anna@exmaple.org")
    client.post(sign_up_address(category), form)

    client.post(sign_up_address(category), form | {"email": "anna@example.org"})

    assert Delegate.objects.get().email == "anna@example.org"


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Error: "), ("zh-hans", "错误：")],
)
def test_a_bad_address_is_an_error_at_its_field(client, category, language, words):
    sign_up(client, category, "anna@example.org")

    response = correct(client, category, "anna@example", language)

    page = Page(response.content.decode())
    assert response.status_code == 200
    assert words in page.html
    assert page.answers["email"] == "anna@example"
    assert Delegate.objects.get().email == "anna@example.org"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_too_late_it_says_so_and_keeps_what_was_typed(client, category, language):
    sign_up(client, category, "anna@exmaple.org")
    client.cookies.clear()

    response = correct(client, category, "anna@example.org", language)

    page = Page(response.content.decode())
    title = {"en": "The address has not been changed", "zh-hans": "邮箱未更改"}
    assert title[language] in page.words
    assert "anna@example.org" not in Delegate.objects.values_list("email", flat=True)


def test_the_right_mailbox_has_its_letters_before_it(client, category):
    """Those to the address before are not counted, nor those that staff caused."""
    sign_up(client, category, "anna@exmaple.org")
    correct(client, category, "anna@example.org")
    delegate = Delegate.objects.get()

    for _time in range(2):
        correspondence.send_again(delegate)

    with pytest.raises(TooManyLetters):
        correspondence.send_again(delegate)


def test_nobody_else_corrects_anything(client, category):
    sign_up(client, category, "anna@example.org")
    stranger = Client()
    stranger.cookies["received"] = "made-up"

    assert correct(stranger, category, "eve@example.org").status_code == 200

    assert Delegate.objects.get().email == "anna@example.org"
    assert "eve@example.org" not in Delegate.objects.values_list("email", flat=True)


def test_a_forged_form_does_nothing_and_says_so(client, category):
    sign_up(client, category, "anna@example.org")
    client.handler.enforce_csrf_checks = True

    response = correct(client, category, "eve@example.org")

    assert response.status_code == 403
    assert Page(response.content.decode()).answers["email"] == "eve@example.org"


def test_corrections_count_as_sign_ups_do(client, category, monkeypatch):
    monkeypatch.setitem(limits.LIMITS, limits.SIGN_UPS, 1)
    sign_up(client, category, "anna@example.org")

    response = correct(client, category, "anne@example.org")

    page = Page(response.content.decode())
    assert (response.status_code, "Retry-After" in response) == (429, True)
    assert page.answers["email"] == "anne@example.org"


def test_a_correction_to_the_same_address_is_none(client, category):
    sign_up(client, category, "anna@example.org")

    correct(client, category, "anna@example.org")

    delegate = Delegate.objects.get()
    assert (delegate.link_version, letters_of(delegate)) == (1, [kinds.CONFIRMED])


def test_what_has_left_is_not_undone_by_it(client, category):
    """Somebody who has cancelled stays so, wherever their letters go."""
    sign_up(client, category, "anna@exmaple.org")
    enrolment.cancel(Delegate.objects.get())

    correct(client, category, "anna@example.org")

    assert Delegate.objects.get().state == "cancelled"
