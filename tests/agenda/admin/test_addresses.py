"""Another address for a conference, from its page in the admin."""

import pytest
from django.urls import reverse

from agenda.models import Conference
from tests.admin_pages import filled_in, form_on, messages_of, office
from tests.agenda.rows import page_of, sign_in
from tests.factories import make_conference, make_session, make_speaker

__all__ = ["office"]  # a fixture, used by its name


def address_page(conference: Conference) -> str:
    return reverse("admin:agenda_conference_change_address", args=[conference.pk])


@pytest.fixture
def conference() -> Conference:
    return make_conference(slug="founding")


def test_the_form_of_a_conference_leaves_its_address_alone(office, conference):
    page = office.get(page_of(conference))
    assert "slug" not in form_on(page)
    assert address_page(conference) in page.content.decode()

    filled_in(office, page_of(conference), slug="other", name_en="Renamed")

    conference.refresh_from_db()
    assert (conference.slug, conference.name_en) == ("founding", "Renamed")


def test_a_new_conference_is_given_one(office):
    assert "slug" in form_on(office.get(reverse("admin:agenda_conference_add")))


def test_the_page_says_what_becomes_of_the_old_address(office, conference):
    Conference.objects.update(slug="second")

    html = office.get(address_page(conference)).content.decode()

    assert "/en/second/ and below it" in html
    assert "the links in letters that have left" in html
    assert "Earlier addresses that lead here: founding" in html


def test_it_is_changed_and_the_old_one_leads_on(office, client, conference):
    client.get("/en/founding/")

    answer = filled_in(office, address_page(conference), slug="china-uk")

    assert answer["Location"] == page_of(conference)
    assert "new address now" in messages_of(office.get(page_of(conference)))[0]
    assert [f.slug for f in conference.former_slugs.all()] == ["founding"]


@pytest.mark.parametrize(
    ("slug", "complaint"),
    [
        ("founding", "This is the address that it has."),
        ("taken", "Another conference has this address."),
        ("a b", "Write an address in letters"),
        ("", "This field is required."),
    ],
)
def test_what_is_no_other_address_is_refused(office, conference, slug, complaint):
    make_conference(slug="taken")

    response = office.post(address_page(conference), {"slug": slug})

    (error,) = response.context["form"].errors["slug"]
    assert complaint in error
    conference.refresh_from_db()
    assert conference.slug == "founding"


def test_who_was_faster_is_told_of(office, conference, monkeypatch):
    make_conference(slug="taken")
    monkeypatch.setattr(
        "agenda.admin.addresses.AddressForm.clean_slug",
        lambda form: form.cleaned_data["slug"],
    )

    answer = office.post(address_page(conference), {"slug": "taken"}, follow=True)

    assert messages_of(answer) == ["Another conference has this address."]


def test_it_takes_the_right_to_change_a_conference(client, conference):
    sign_in(client, "view_conference")

    assert client.post(address_page(conference), {"slug": "x"}).status_code == 403


@pytest.mark.parametrize("make", [make_session, make_speaker])
def test_of_other_rows_it_says_that_the_old_address_leads_on(office, conference, make):
    html = office.get(page_of(make(conference))).content.decode()

    assert "the old address leads to the new one" in html
