"""Adding and correcting delegates by hand, by the rules of the public form."""

import re

import pytest
from django.urls import reverse

from registration import enrolment
from registration.models import Delegate, Quota
from registration.states import DelegateState
from tests.admin_pages import errors_on, filled_in, form_on, messages_of, office
from tests.cast import make_cast
from tests.factories import (
    make_category,
    make_conference,
    make_delegate,
    make_registration_settings,
)

__all__ = ["office"]  # a fixture, used by its name

ADD = "/admin/registration/delegate/add/"


def page_of(delegate):
    return reverse("admin:registration_delegate_change", args=[delegate.pk])


def new_delegate(category, /, **changes):
    return {
        "category": str(category.pk),
        "attendance": "onsite",
        "family_name": "Novak",
        "given_name": "Hana",
        "email": "hana@example.org",
        "language": "en",
        "mailing": "now",
    } | changes


def test_who_is_added_takes_a_place_and_gets_a_letter(office):
    category = make_category(places=1)

    for number in (1, 2):
        email = f"hana{number}@example.org"
        filled_in(office, ADD, **new_delegate(category, email=email))

    first, second = Delegate.objects.order_by("pk")
    assert (first.state, second.state) == ("confirmed", "waiting")
    assert [first.letters.get().kind, second.letters.get().kind] == [
        "confirmed",
        "waiting",
    ]
    assert Quota.objects.get().taken == 1


def test_who_is_added_awaits_no_approval(office):
    category = make_category(needs_approval=True)

    filled_in(office, ADD, **new_delegate(category))

    assert Delegate.objects.get().state == DelegateState.CONFIRMED


def test_a_known_address_is_a_clear_error_and_sends_nothing(office):
    cast = make_cast()
    olga = cast.olga

    response = filled_in(
        office, ADD, **new_delegate(cast.category, email="OLGA@example.org")
    )

    assert errors_on(response) == {"email": ["This address is registered already."]}
    assert (Delegate.objects.count(), olga.letters.count()) == (1, 1)


def test_an_address_that_registers_in_the_same_moment_adds_nobody(office, monkeypatch):
    cast = make_cast()
    assert cast.olga
    monkeypatch.setattr(
        Delegate, "validate_constraints", lambda self, exclude=None: None
    )

    response = office.post(
        ADD, new_delegate(cast.category, email="olga@example.org"), follow=True
    )

    assert Delegate.objects.count() == 1
    assert messages_of(response)[0].startswith("This address has been registered")


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("family_name", "A\x00B", "cannot be printed"),
        ("family_name", "\u202egpj.exe", "cannot be printed"),
        ("email", "hana@", "Enter an e-mail address"),
        ("phone", "12", "Enter a telephone number"),
        ("attendance", "moon", "valid choice"),
        ("category", "0", "valid choice"),
    ],
)
def test_staff_are_held_to_the_rules_of_the_public_form(office, field, value, error):
    fields = new_delegate(make_category(), **{field: value})

    response = filled_in(office, ADD, **fields)

    assert error in errors_on(response)[field][0]
    assert not Delegate.objects.exists()


def test_a_category_is_attended_only_as_it_allows(office):
    category = make_category(allows_online=False)

    response = filled_in(office, ADD, **new_delegate(category, attendance="online"))

    assert list(errors_on(response)) == ["attendance"]


def test_somebody_without_a_name_is_an_error(office):
    nameless = new_delegate(make_category(), family_name="", given_name="")

    response = filled_in(office, ADD, **nameless)

    assert errors_on(response)["family_name"] == [
        "Give the name in at least one script."
    ]


def test_only_conferences_with_settings_are_offered(office):
    ready = make_category(name_en="Ready")
    make_category(make_conference(), name_en="Without settings")

    page = office.get(ADD).content.decode()

    assert f'<optgroup label="{ready.conference}">' in page
    assert "Ready" in page
    assert "Without settings" not in page


def test_before_publishing_letters_can_only_follow_later(office):
    hidden = make_conference(published=False)
    make_registration_settings(hidden)
    fields = new_delegate(make_category(hidden))

    refused = filled_in(office, ADD, **fields)
    filled_in(office, ADD, **fields | {"mailing": "later"})

    assert "has not been published" in errors_on(refused)["mailing"][0]
    delegate = Delegate.objects.get()
    assert (delegate.mailing, delegate.letters.count()) == ("later", 0)


def test_the_same_form_sent_twice_adds_one_person(office):
    form = form_on(office.get(ADD)) | new_delegate(make_category(), email="")

    for _time in range(2):
        office.post(ADD, form)

    assert Delegate.objects.count() == 1


def test_without_an_address_it_is_said_that_no_letter_can_come(office):
    form = form_on(office.get(ADD)) | new_delegate(make_category(), email="")

    response = office.post(ADD, form, follow=True)

    assert any("No letter can reach" in words for words in messages_of(response))


def test_a_full_category_can_take_somebody_beyond_the_limit_with_a_reason(office):
    fields = new_delegate(make_category(places=0), beyond="1")

    refused = filled_in(office, ADD, **fields)
    page = filled_in(office, ADD, **fields, reason="The minister asks")

    assert list(errors_on(refused)) == ["reason"]
    assert page.status_code == 302
    assert Delegate.objects.get().state == DelegateState.CONFIRMED
    assert Quota.objects.get().beyond == 1


def test_facts_can_be_corrected(office):
    olga = make_cast().olga

    filled_in(
        office,
        page_of(olga),
        email="Olga.P@EXAMPLE.org",
        phone="+86 138 0013 8000",
        native_name="奥尔加",
        country="CN",
    )

    olga.refresh_from_db()
    assert olga.email == "Olga.P@example.org"
    assert (olga.phone, olga.native_name) == ("+8613800138000", "奥尔加")
    assert olga.country.code == "CN"


def compact(response) -> str:
    return re.sub(r"\s*([<>])\s*", r"\1", response.content.decode())


def test_a_number_is_shown_as_it_is_dialled_there_and_stays_until_it_is_changed(
    office,
):
    olga = make_delegate(phone="+8613800138000", country="CN")
    assert ">138 0013 8000<" in compact(office.get(page_of(olga)))

    filled_in(office, page_of(olga), country="FR")

    olga.refresh_from_db()
    assert (olga.phone, olga.country.code) == ("+8613800138000", "FR")

    filled_in(office, page_of(olga), phone="06 12 34 56 78")

    olga.refresh_from_db()
    assert olga.phone == "+33612345678"


def test_a_number_of_somebody_new_is_read_in_their_country(office):
    columns = new_delegate(make_category(), phone="06 12 34 56 78")

    refused = filled_in(office, ADD, **columns, country="CN")
    filled_in(office, ADD, **columns, country="FR")

    assert list(errors_on(refused)) == ["phone"]
    assert Delegate.objects.get().phone == "+33612345678"


def test_an_address_of_somebody_else_is_an_error(office):
    cast = make_cast()

    response = filled_in(office, page_of(cast.deng), email=cast.olga.email)

    assert errors_on(response) == {"email": ["This address is registered already."]}


def test_an_address_of_somebody_who_cancelled_is_free(office):
    cast = make_cast()
    enrolment.cancel(cast.olga)

    filled_in(office, page_of(cast.deng), email=cast.olga.email)

    cast.deng.refresh_from_db()
    assert cast.deng.email == cast.olga.email


def test_an_address_taken_in_the_same_moment_is_no_500(office, monkeypatch):
    cast = make_cast()
    url = page_of(cast.deng)
    fields = form_on(office.get(url)) | {"email": cast.olga.email}
    monkeypatch.setattr(
        Delegate, "validate_constraints", lambda self, exclude=None: None
    )

    response = office.post(url, fields)

    assert errors_on(response) == {"email": ["This address is registered already."]}
    assert Delegate.objects.get(pk=cast.deng.pk).email == "deng@example.org"


def test_countries_are_named_as_the_conference_names_them(office):
    olga = make_cast().olga
    olga.conference.country_names.create(country="TW", name_en="Taiwan, China")

    page = office.get(page_of(olga)).content.decode()

    assert '<option value="TW">Taiwan, China</option>' in page
