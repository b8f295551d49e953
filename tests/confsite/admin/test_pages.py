"""What staff type and what an address suggests: texts, notes, titles."""

from unittest.mock import ANY

import pytest
from django.contrib import admin
from django.urls import reverse

from agenda.models import Conference
from tests.admin_pages import errors_on, filled_in, form_on, office
from tests.confsite.admin.test_admin import make_everything
from tests.factories import (
    make_conference,
    make_room,
    make_session,
    make_staff,
)

__all__ = ["office"]  # a fixture, used by its name


def page_of(row, page="change") -> str:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}"
    return reverse(name, args=None if page == "add" else [row.pk])


@pytest.mark.parametrize("column", ["name_en", "about_zh"])
@pytest.mark.parametrize("letter", ["\u202e", "\x07", "\ufffe"])
def test_a_conference_takes_no_letter_that_cannot_be_printed(office, column, letter):
    response = filled_in(
        office, page_of(make_conference()), **{column: f"Nan{letter}jing"}
    )

    assert list(errors_on(response)) == [column]


def test_texts_of_a_conference_are_kept_in_one_form(office):
    conference = make_conference()
    rows = {
        "country_names-TOTAL_FORMS": "1",
        "country_names-0-country": "FR",
        "country_names-0-name_en": "Que\u0301bec",
    }

    filled_in(office, page_of(conference), venue_en="Cafe\u0301", **rows)

    assert Conference.objects.get().venue_en == "Caf\u00e9"
    assert conference.country_names.get().name_en == "Qu\u00e9bec"


def test_a_note_takes_no_letter_that_cannot_be_printed(office):
    conference = make_conference(published=False)
    url = reverse("admin:agenda_conference_publish", args=[conference.pk])

    response = filled_in(office, url, note="New\u202e")

    assert "cannot be printed" in response.content.decode()
    assert not conference.releases.exists()


def test_a_text_that_is_too_long_is_an_error_at_its_field(office):
    response = filled_in(office, page_of(make_session()), abstract_en="x" * 20_001)

    assert errors_on(response) == {"abstract_en": [ANY]}


def test_more_than_is_read_at_once_is_said_plainly(office):
    response = filled_in(office, page_of(make_session()), abstract_en="x" * 1_100_000)

    assert response.status_code == 413
    assert "nothing was saved" in response.content.decode()


# -- Addresses -------------------------------------------------------------------------


JUNK = ("abc", "", "0", "-1", "9" * 40, "<b>", "2030-13-99", "0001-01-01", "٣")


@pytest.mark.parametrize(
    "model", admin.site._registry, ids=lambda m: m._meta.label_lower
)
def test_junk_in_the_address_of_an_add_page_is_ignored(office, model):
    make_everything()
    names = [*(field.name for field in model._meta.get_fields()), "nonsense"]

    for junk in JUNK:
        page = office.get(page_of(model, "add"), dict.fromkeys(names, junk))
        assert page.status_code in (200, 403)


def test_what_the_address_suggests_is_taken(office):
    conference = make_conference()
    suggested = {
        "conference": conference.pk,
        "title_en": "Tea",
        "kind": "break",
        "is_interpreted": "1",
    }

    fields = form_on(office.get(reverse("admin:agenda_session_add"), suggested))

    assert fields["conference"] == str(conference.pk)
    assert (fields["title_en"], fields["kind"]) == ("Tea", "break")
    assert fields["is_interpreted"] == "on"


def test_signing_in_leads_to_the_admin(client):
    staff = make_staff()
    staff.set_password("unusual-enough-9")
    staff.save()

    answer = client.post(
        "/admin/login/", {"username": staff.email, "password": "unusual-enough-9"}
    )

    assert (answer.status_code, answer["Location"]) == (302, "/admin/")


def test_the_title_of_a_page_is_plain_text(office):
    room = make_room(name_en="Side Room", name_zh="")
    office.cookies["django_language"] = "zh-hans"

    for kind in ("change", "history", "delete"):
        page = office.get(page_of(room, kind)).content.decode()
        title = page.partition("<title>")[2].partition("</title>")[0]
        assert "span" not in title
    assert "Side Room" in office.get(page_of(room)).content.decode()


def test_a_list_that_is_filtered_by_nonsense_leads_to_a_new_row(office):
    make_conference()
    filters = {"_changelist_filters": "conference__id__exact=abc", "_popup": "1"}

    for page in ("session", "speaker", "room", "track"):
        answer = office.get(reverse(f"admin:agenda_{page}_add"), filters)
        assert answer.status_code == 200
