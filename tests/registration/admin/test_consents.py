"""What staff ask people to agree to, and what they see of it."""

import pytest
from django.urls import reverse

from confsite.bilingual import Pair
from registration.consents import services as consents
from registration.models import ConsentRequest, TrialSignUp
from registration.participants import people
from registration.states import ConsentPurpose
from tests.admin_pages import errors_on, filled_in, office
from tests.factories import (
    make_category,
    make_open_conference,
    register_someone,
)
from tests.registration.consents.asking import make_consent_request

pytestmark = pytest.mark.server

__all__ = ["office"]  # a fixture, used by its name

LIST = "/admin/registration/consentrequest/"
DELEGATES = "/admin/registration/delegate/"


@pytest.fixture
def request_():
    """Two agree, one of whom a test; one has withdrawn."""
    category = make_category()
    asked = make_consent_request(category.conference)
    people = [register_someone(category, consents={"listed": 1}) for _ in range(3)]
    consents.withdraw(people[1], "listed")
    TrialSignUp.with_tests.filter(pk=people[2].pk).update(is_test=True, email="")
    return asked


def page_of(row):
    model = row._meta.model_name
    return reverse(f"admin:registration_{model}_change", args=[row.pk])


@pytest.mark.parametrize("purpose", ConsentPurpose.values)
def test_a_new_one_begins_with_our_text_and_is_not_asked_yet(office, purpose):
    conference = make_open_conference(
        organiser_en="The Institute", contact_email="office@example.org"
    )

    filled_in(office, f"{LIST}add/", conference=str(conference.pk), purpose=purpose)

    request = conference.consent_requests.get()
    assert request.purpose == purpose
    assert not request.is_asked
    assert "personal page" in request.text_en
    assert "个人页面" in request.text_zh
    assert "{" not in request.text_en + request.text_zh
    if purpose != "listed":
        assert "The Institute" in request.text_en
        assert "主办单位" in request.text_zh
    if purpose == "abroad":
        for word in ("Recipients", "Purpose", "Data", "office@example.org"):
            assert word in request.text_en
        # Who the recipients are they have to say first.
        page = filled_in(office, page_of(request), is_asked="on")
        assert set(errors_on(page)) == {"text_en", "text_zh"}


def test_what_is_typed_stays_and_one_language_is_not_enough(office):
    conference = make_open_conference()
    typed = {"text_en": "List me.", "is_asked": "on", "purpose": "listed"}

    page = filled_in(office, f"{LIST}add/", conference=str(conference.pk), **typed)

    assert "in both languages" in str(errors_on(page))
    assert not ConsentRequest.objects.exists()


def test_a_changed_text_is_asked_about_before_it_is_saved(office, request_):
    page = filled_in(office, page_of(request_), text_en="Something else.")

    [words] = errors_on(page)["new_version"]
    assert words.startswith("1 person agreed to the text as it was (up to version 1).")
    request_.refresh_from_db()
    assert request_.text_en == "I agree to listed."

    url = page_of(request_)
    filled_in(office, url, text_en="Something else.", new_version="on")

    assert request_.texts.first().version == 2
    assert "Something else." in office.get(url).content.decode()


def test_nobody_is_asked_about_a_text_that_nobody_agreed_to(office):
    request = make_consent_request()

    filled_in(office, page_of(request), text_en="Something else.")

    assert request.texts.first().text_en == "Something else."


def test_staff_see_how_many_agree_to_each_version(office, request_):
    ConsentRequest.objects.update(text_zh="另一段文字。")

    page = office.get(page_of(request_))

    rows = [text for text, _since in page.context["original"].history]
    assert [(row.version, row.agree, row.withdrew) for row in rows] == [
        (2, 0, 0),
        (1, 1, 1),
    ]
    assert "Asked since" in page.content.decode()


def test_the_page_of_a_delegate_tells_what_they_agreed_to(office, request_):
    agrees, withdrew = request_.conference.delegates.order_by("pk")
    people.name_as(agrees, Pair("Zoe & co", ""))

    page, other = (
        " ".join(office.get(page_of(one)).content.decode().split())
        for one in (agrees, withdrew)
    )

    assert "Being listed among the participants</span> · version 1 in English" in page
    assert "on the form" in page
    assert "Named in the list of participants as Zoe &amp; co" in page
    assert "withdrawn" not in page
    assert "withdrawn" in other


@pytest.mark.parametrize(("asked", "found"), [("listed", 1), ("news", 0), ("x", 2)])
def test_the_list_shows_who_agrees(office, request_, asked, found):
    query = {"agrees": asked, "conference__id__exact": request_.conference_id}

    response = office.get(DELEGATES, query)

    assert len(response.context["cl"].result_list) == found


def test_the_file_says_since_when_they_agree(office, request_):
    address = (
        f"{DELEGATES}export/?conference__id__exact={request_.conference_id}&o=signed_up"
    )

    response = office.post(address, {"columns": ["consent_listed"], "csv": ""})

    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].strip('"') == "Being listed among the participants"
    assert sorted(bool(line.strip('"')) for line in lines[1:]) == [False, True]
