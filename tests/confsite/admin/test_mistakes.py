"""A long form that comes back names on top what is wrong in it, and leads there."""

import pytest
from django.urls import reverse

from tests.admin_pages import errors_on, filled_in, form_on, office
from tests.factories import (
    make_conference,
    make_delegate,
    make_participation,
    make_registration_settings,
    make_room,
    make_session,
)
from tests.pages import Page

__all__ = ["office"]  # a fixture, used by its name


def led_to(response) -> list[str]:
    """The elements that links of the page lead to, all of which are there."""
    page = Page(response.content.decode())
    ids = {element.get("id") for element in page.elements}
    links = [link.get("href") or "" for link in page.all("a")]
    targets = [link[1:] for link in links if link[:1] == "#" and len(link) > 1]
    assert set(targets) <= ids
    return targets


def test_a_form_names_its_fields_and_those_of_the_rows_below(office):
    session = make_session()
    make_participation(session)
    url = reverse("admin:agenda_session_change", args=[session.pk])

    response = filled_in(
        office, url, kind="", starts_at_0="9 o'clock", **{"participations-0-role": ""}
    )

    html = response.content.decode()
    targets = led_to(response)
    assert {"id_kind", "id_starts_at_0", "id_participations-0-role"} <= set(targets)
    assert "To be put right:" in html
    assert 'id="mistakes"' in html
    assert "$el.focus()" in html


def two_sessions():
    room = make_room()
    make_session(room.conference, room=room, slug="first")
    return make_session(room.conference, slug="second")


def two_delegates():
    conference = make_conference()
    make_delegate(conference, email="ada@example.org")
    return make_delegate(conference, email="grace@example.org")


@pytest.mark.parametrize(
    ("make_row", "typed", "field"),
    [
        (two_delegates, {"email": "ADA@example.org"}, "email"),
        (make_delegate, {"family_name": "", "given_name": ""}, "family_name"),
        (two_sessions, {"slug": "first"}, "slug"),
        (two_sessions, {"title_en": "", "title_zh": ""}, "title_en"),
        (two_sessions, {"ends_at_0": "2001-01-01"}, "ends_at"),
        (make_conference, {"ends_at_0": "2001-01-01"}, "ends_at"),
        (make_registration_settings, {"closes_at_0": "2001-01-01"}, "closes_at"),
    ],
)
def test_what_a_rule_of_the_database_says_leads_to_its_field(
    office, make_row, typed, field
):
    row = make_row()
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"

    response = filled_in(office, reverse(name, args=[row.pk]), **typed)

    assert list(errors_on(response)) == [field]
    part = "_0" if f"{field}_0" in typed else ""
    assert led_to(response).count(f"id_{field}{part}") == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("first one", "letters without accents, digits, hyphens"),
        ("taken", "Another conference has this address."),
    ],
)
def test_an_address_that_cannot_be_is_refused_in_plain_words(office, typed, words):
    make_conference(slug="taken")

    response = filled_in(office, reverse("admin:agenda_conference_add"), slug=typed)

    [error] = errors_on(response)["slug"]
    assert words in error


def test_what_is_said_of_no_field_says_on_top_that_nothing_has_been_saved(office):
    conference = make_conference()
    url = reverse("admin:agenda_conference_change", args=[conference.pk])
    opened = form_on(office.get(url))
    filled_in(office, url, city_en="York")

    response = office.post(url, opened | {"city_en": "Leeds"})

    html = response.content.decode()
    assert list(errors_on(response)) == ["__all__"]
    assert html.index("Nothing has been saved yet. To be") < html.index("Somebody has")
    assert "Please correct the error" not in html


def test_a_form_that_is_opened_names_nothing(office):
    url = reverse("admin:agenda_session_change", args=[make_session().pk])

    assert 'id="mistakes"' not in office.get(url).content.decode()


@pytest.mark.parametrize("typed", ["03/07/2027", "7-9-2027", "27.03.2027", "27"])
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Write a day that exists as year-month-day, like 2027-07-09."),
        ("zh-hans", "请按“年-月-日”填写存在的日期，例如：2027-07-09。"),
    ],
)
def test_a_date_in_another_order_is_refused_with_the_one_that_is_wanted(
    office, typed, language, words
):
    office.cookies["django_language"] = language
    url = reverse("admin:agenda_conference_change", args=[make_conference().pk])

    response = filled_in(office, url, starts_at_0=typed)

    assert errors_on(response)["starts_at"] == [words]


@pytest.mark.parametrize(
    "typed", ["2030-07-09", "2030/7/9", "2030.07.09", "2030年7月9日", "9 July 2030"]
)
def test_a_date_with_the_year_first_or_the_month_in_letters_is_plain(office, typed):
    conference = make_conference()
    url = reverse("admin:agenda_conference_change", args=[conference.pk])
    changes = {"ends_at_0": "2030-07-09", "ends_at_1": "23:00"}

    response = filled_in(office, url, starts_at_0=typed, **changes)

    conference.refresh_from_db()
    assert response.status_code == 302
    assert conference.starts.local.date().isoformat() == "2030-07-09"
