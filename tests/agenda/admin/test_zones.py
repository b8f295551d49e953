"""The clock of a conference on the pages of staff, and its zone when it is wrong."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from tests.admin_pages import errors_on, filled_in, form_on, messages_of, office
from tests.factories import STARTS_AT, make_conference, make_session, publish

__all__ = ["office"]  # a fixture, used by its name


def test_the_zone_of_a_conference_can_be_changed_together_with_its_times(office):
    conference = make_conference(time_zone="Asia/Shanghai")

    response = filled_in(
        office,
        reverse("admin:agenda_conference_change", args=[conference.pk]),
        time_zone="Europe/London",
        starts_at_0="2030-07-09",
        starts_at_1="09:00",
        ends_at_0="2030-07-09",
        ends_at_1="17:00",
    )

    conference.refresh_from_db()
    assert response.status_code == 302
    assert conference.starts_at == datetime(2030, 7, 9, 8, tzinfo=UTC)


@pytest.mark.parametrize("model", ["conference", "session"])
def test_no_clock_is_named_while_it_may_still_be_another(office, model):
    make_conference(time_zone="Asia/Shanghai")

    page = office.get(reverse(f"admin:agenda_{model}_add")).content.decode()

    assert "Times are in the conference's own clock.<" in re.sub(r"\s+<", "<", page)
    assert "UTC" not in page


def test_a_zone_that_alone_is_corrected_keeps_every_time_of_day(office):
    conference = make_conference(time_zone="Asia/Shanghai")
    session = make_session(conference)
    url = reverse("admin:agenda_conference_change", args=[conference.pk])

    answer = filled_in(office, url, time_zone="Europe/London", city_en="London")
    page = office.get(url)

    conference.refresh_from_db()
    session.refresh_from_db()
    assert answer.status_code == 302
    assert (conference.time_zone, conference.city_en) == ("Europe/London", "London")
    # In July the clocks are seven hours apart.
    assert session.starts_at == STARTS_AT + timedelta(hours=7)
    assert session.starts.time == conference.starts.time == "14:00"
    assert form_on(page)["starts_at_1"] == "14:00:00"
    assert "The clock is that of Europe/London now." in messages_of(page)[0]


def test_a_zone_with_other_times_moves_no_session(office):
    """Whoever types both means these moments, and hears what would lie outside."""
    conference = make_conference(time_zone="Asia/Shanghai")
    session = make_session(conference)
    url = reverse("admin:agenda_conference_change", args=[conference.pk])

    refused = filled_in(
        office, url, time_zone="Europe/London", starts_at_1="10:00", ends_at_1="12:00"
    )
    taken = filled_in(
        office, url, time_zone="Europe/London", starts_at_1="07:00", ends_at_1="12:00"
    )

    session.refresh_from_db()
    assert "would lie outside" in str(errors_on(refused))
    assert taken.status_code == 302
    assert (session.starts_at, session.starts.time) == (STARTS_AT, "07:00")


def test_a_zone_that_is_none_is_an_error_at_its_field(office):
    conference = make_conference()

    response = filled_in(
        office,
        reverse("admin:agenda_conference_change", args=[conference.pk]),
        time_zone="Asia/Nanking",
    )

    assert list(errors_on(response)) == ["time_zone"]


@pytest.mark.parametrize("field", ["time_zone", "second_time_zone"])
def test_a_zone_that_is_none_and_an_end_too_early_are_an_error(office, field):
    session = make_session()
    publish(session.conference)
    url = reverse("admin:agenda_conference_change", args=[session.conference_id])

    response = filled_in(office, url, **{field: "Asia/Nanking", "ends_at_1": "00:01"})

    assert response.status_code == 200
    assert field in errors_on(response)


@pytest.mark.parametrize(("field", "year"), [("starts_at", 2099), ("ends_at", 2001)])
def test_a_time_that_shuts_a_session_out_is_an_error_at_its_field(office, field, year):
    session = make_session()
    url = reverse("admin:agenda_conference_change", args=[session.conference_id])

    response = filled_in(office, url, **{f"{field}_0": f"{year}-01-01"})

    assert "would lie outside" in errors_on(response)[field][0]


def options_of(page, name: str) -> dict[str, str]:
    select = re.search(f'<select name="{name}".*?</select>', page, re.DOTALL)
    assert select
    return dict(re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)<', select[0]))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", {"Europe/London": "Europe/London · London · United Kingdom Time"}),
        ("zh-hans", {"Europe/London": "Europe/London · 伦敦 · 英国时间"}),
    ],
)
def test_a_zone_is_looked_for_in_a_list(office, language, words):
    office.cookies["django_language"] = language

    page = office.get(reverse("admin:agenda_conference_add")).content.decode()

    for name in ("time_zone", "second_time_zone"):
        zones = options_of(page, name)
        assert zones.items() >= words.items()
        assert zones[""] == "–"
        assert "北京时间" in zones["Asia/Shanghai"]


def test_a_zone_under_an_old_name_stays(office):
    conference = make_conference(time_zone="PRC")
    url = reverse("admin:agenda_conference_change", args=[conference.pk])

    assert options_of(office.get(url).content.decode(), "time_zone")["PRC"] == "PRC"
    filled_in(office, url, city_en="Nanking")

    conference.refresh_from_db()
    assert (conference.time_zone, conference.city_en) == ("PRC", "Nanking")
