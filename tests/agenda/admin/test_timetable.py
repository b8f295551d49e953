"""The day as a timetable for staff, and what it warns of."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from agenda.choices import Kind
from tests.admin_pages import office
from tests.factories import (
    STARTS_AT,
    make_agreement,
    make_conference,
    make_participation,
    make_room,
    make_run_item,
    make_session,
    make_speaker,
    make_staff,
    make_track,
    publish,
)

__all__ = ["office"]  # a fixture, used by its name

HOUR = timedelta(hours=1)


@pytest.fixture
def conference():
    return make_conference(published=False)


def address(conference, query: str = "") -> str:
    url = reverse("admin:agenda_conference_timetable", args=[conference.pk])
    return f"{url}?{query}"


def page_of(client, conference, query: str = "") -> str:
    response = client.get(address(conference, query))
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_programme_says_what_to_do_first(office, conference):
    page = page_of(office, conference)

    assert "There are no sessions yet. Add the rooms" in page
    assert "No warnings" in page


def test_rooms_stand_side_by_side_with_what_is_not_published(office, conference):
    publish(conference)
    for name in ("Hall", "Annex"):
        make_session(
            conference, room=make_room(conference, name_en=name), title_en=f"In {name}"
        )

    page = page_of(office, conference)

    assert '<th scope="col">Hall</th>' in page
    assert "In Hall" in page
    assert "In Annex" in page


def test_a_session_leads_to_its_page_with_its_warnings_beside_it(office, conference):
    speaker = make_speaker(conference)
    for title in ("First", "Second"):
        make_participation(make_session(conference, title_en=title), speaker)

    page = page_of(office, conference)

    second = conference.sessions.get(title_en="Second")
    assert reverse("admin:agenda_session_change", args=[second.pk]) in page
    # Once in the list and once in place.
    assert page.count("is also in “First” at the same time") == 2


def test_each_day_has_a_link_and_a_day_that_is_none_shows_the_first(office, conference):
    make_session(conference, title_en="Early")
    make_session(conference, title_en="Late", starts_at=STARTS_AT + timedelta(days=1))
    second = f"day={STARTS_AT + timedelta(days=1):%Y-%m-%d}"

    first_day, second_day = (
        page_of(office, conference),
        page_of(office, conference, second),
    )
    broken = page_of(office, conference, "day=%27yesterday")

    assert second in first_day
    grids = [
        page.partition('class="timetable-list"')[2] for page in (first_day, broken)
    ]
    assert all("Early" in grid and "Late" not in grid for grid in grids)
    grid = second_day.partition('class="timetable-list"')[2]
    assert "Late" in grid
    assert "Early" not in grid


def test_a_session_says_when_it_ends_on_the_next_day(office, conference):
    night = STARTS_AT + 9 * HOUR
    make_session(conference, starts_at=night, ends_at=night + 2.5 * HOUR)

    page = page_of(office, conference)

    assert "9 July 23:00 – 10 July 01:30" in page


def test_a_session_is_warned_of_on_its_own_page(office, conference):
    session = make_session(conference)
    make_session(conference, title_zh="")
    url = reverse("admin:agenda_session_change", args=[session.pk])

    page = office.get(url).content.decode()

    assert page.count("Nobody is named here yet.") == 1
    assert "Still to be written" not in page


@pytest.mark.parametrize("sessions", [1, 3])
def test_the_page_costs_the_same_for_any_number(
    office, conference, sessions, django_assert_num_queries
):
    for _ in range(sessions):
        session = make_session(conference, room=make_room(conference), kind=Kind.TALK)
        make_participation(session)
    url = address(conference)

    # Session, user, those to choose from, conference; the programme in one statement,
    # and the run sheets.
    with django_assert_num_queries(6):
        page = office.get(url)
    assert page.content.count(b'class="timetable-slot') == sessions


def test_it_is_for_those_who_may_see_the_conference(client, conference):
    client.force_login(make_staff(is_superuser=False))

    assert client.get(address(conference)).status_code == 403


def test_agreements_are_for_those_who_may_see_them(client, conference):
    ceremony = make_session(conference, kind=Kind.SIGNING)
    make_participation(ceremony)
    make_agreement(ceremony, title_en="Secret pact")
    pages = []
    for codenames in (["view_conference"], ["view_conference", "view_agreement"]):
        staff = make_staff(is_superuser=False)
        staff.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client.force_login(staff)
        pages.append(page_of(client, conference))

    assert ["Secret pact" in page for page in pages] == [False, True]


def test_links_lead_only_where_one_may_go(client, conference):
    session = make_session(conference, title_en="Talk", room=make_room(conference))
    track = make_track(conference)
    type(session).objects.update(track=track)
    pages = {}
    for right in ("view_session", "view_track", "view_room"):
        staff = make_staff(is_superuser=False)
        rights = Permission.objects.filter(codename__in=["view_conference", right])
        staff.user_permissions.set(rights)
        client.force_login(staff)
        pages[right] = page_of(client, conference)

    for row in (session, track, session.room):
        name = row._meta.model_name
        url = reverse(f"admin:agenda_{name}_change", args=[row.pk])
        linked = [right for right, page in pages.items() if f'href="{url}"' in page]
        assert linked == [f"view_{name}"]
    assert all("Talk" in page for page in pages.values())


def test_a_run_sheet_that_is_too_long_is_told_on_both_pages(office, conference):
    session = make_session(conference)
    make_run_item(session, minute=90)
    url = reverse("admin:agenda_session_change", args=[session.pk])

    for page in (page_of(office, conference), office.get(url).content.decode()):
        assert "The last item of the run sheet begins in minute 90" in page


def test_a_clock_that_has_no_name_leaves_no_blanks(office):
    conference = make_conference(
        published=False, clock_en="", clock_zh="", second_time_zone=""
    )
    speaker = make_speaker(conference)
    for _ in range(2):
        make_participation(make_session(conference), speaker)

    page = page_of(office, conference)

    assert f"9 July {STARTS_AT.year}, 14:00 Shanghai." in page


def test_names_that_are_markup_stay_text(office, conference):
    make_session(conference, title_en="<script>alert(1)</script>")

    assert "<script>alert(1)" not in page_of(office, conference)
