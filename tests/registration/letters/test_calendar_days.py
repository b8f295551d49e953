"""A conference of several days in a calendar: an entry a day, as programs read it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rrulestr
from django.utils import timezone, translation

from agenda.models import Conference, Session
from agenda.release.programme import latest
from registration.letters import calendar, kinds, render
from registration.letters.kinds import CalendarMethod
from registration.models import Delegate
from registration.states import Attendance, DelegateState
from tests.factories import (
    make_category,
    make_conference,
    make_delegate,
    make_letter,
    make_registration_settings,
    make_session,
    publish,
)

NANJING = ZoneInfo("Asia/Shanghai")
FIRST = date(2031, 7, 9)
Times = list[tuple[str, str]]
THREE_DAYS = [("14:00", "18:00"), ("09:00", "17:30"), ("08:30", "12:00")]


def moment(day: date, time: str, zone: ZoneInfo = NANJING) -> datetime:
    hour, minute = map(int, time.split(":"))
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    return (midnight.replace(hour=hour, minute=minute)).astimezone(UTC)


def make_guest(
    days: Times, *, first: date = FIRST, zone: str = "Asia/Shanghai", **own
) -> Delegate:
    """Of a conference with two sessions a day: the first half hour, and the last."""
    clock, half_hour = ZoneInfo(zone), timedelta(minutes=30)
    spans = [
        (moment(day, start, clock), moment(day, end, clock))
        for n, (start, end) in enumerate(days)
        for day in [first + timedelta(days=n)]
    ]
    conference = make_conference(
        published=False,
        starts_at=spans[0][0],
        ends_at=spans[-1][1],
        time_zone=zone,
        venue_en="Conference Centre",
    )
    for starts_at, ends_at in spans:
        make_session(conference, starts_at=starts_at, ends_at=starts_at + half_hour)
        make_session(conference, starts_at=ends_at - half_hour, ends_at=ends_at)
    publish(conference)
    make_registration_settings(conference=conference)
    return make_delegate(category=make_category(conference), **own)


def file_for(delegate: Delegate, method=CalendarMethod.REQUEST) -> icalendar.Calendar:
    delegate.refresh_from_db()
    published = latest(delegate.conference.slug)
    whole = icalendar.Calendar.from_ical(
        calendar.entry(delegate, published, method).data
    )
    assert [part.errors for part in whole.walk("VEVENT")] == [[]] * len(whole.events)
    return whole


def occurrences(whole: icalendar.Calendar) -> list[tuple[object, object, str]]:
    """What a calendar makes of the file: from when, to when, busy or not."""
    first, *others = whole.events
    start = first["DTSTART"].dt
    if "RRULE" not in first:
        slots = [start]
    else:
        rule = rrulestr(first["RRULE"].to_ical().decode(), dtstart=naive(start))
        slots = [as_of(start, slot) for slot in rule]
    left_out = [day.dt for day in first["EXDATE"].dts] if "EXDATE" in first else []
    instead = {event["RECURRENCE-ID"].dt: event for event in others}
    assert set(instead) <= set(slots)
    found = []
    for slot in slots:
        event = instead.get(slot, first)
        shift = timedelta() if slot in instead else slot - start
        if slot not in left_out:
            starts, ends = (event[n].dt + shift for n in ("DTSTART", "DTEND"))
            found.append((starts, ends, str(event["TRANSP"])))
    return found


def naive(start):
    if isinstance(start, datetime):
        return start.replace(tzinfo=None)
    return datetime(start.year, start.month, start.day)


def as_of(start, slot: datetime):
    if isinstance(start, datetime):
        return slot.replace(tzinfo=start.tzinfo)
    return slot.date()


def on(days: Times, first: date = FIRST, zone: ZoneInfo = NANJING):
    return [
        (
            *(moment(first + timedelta(days=n), time, zone) for time in times),
            "OPAQUE",
        )
        for n, times in enumerate(days)
    ]


def sequence(delegate: Delegate) -> int:
    numbers = {event["SEQUENCE"] for event in file_for(delegate).events}
    (number,) = numbers
    return number


def test_each_day_lasts_from_its_first_to_its_last_session():
    whole = file_for(make_guest(THREE_DAYS))

    assert len(whole.events) == 3
    assert occurrences(whole) == on(THREE_DAYS)


def test_it_is_one_event_because_a_request_has_one_uid():
    delegate = make_guest(THREE_DAYS)

    whole = file_for(delegate)

    assert {event["UID"] for event in whole.events} == {
        f"{delegate.uid}.event@confsite.example"
    }
    assert ["RECURRENCE-ID" in event for event in whole.events] == [False, True, True]
    assert [event["METHOD"] for event in (whole,)] == ["REQUEST"]
    assert len(whole.walk("VTIMEZONE")) == 1
    for event in whole.events:
        assert event["ORGANIZER"] == "mailto:registration@example.org"
        assert event["ATTENDEE"] == f"mailto:{delegate.email}"


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Europe/London", date(2031, 3, 29)),  # the clocks go forward on the 30th
        ("Europe/London", date(2031, 10, 25)),  # … and back on the 26th
        ("America/Los_Angeles", date(2031, 7, 9)),  # in UTC two begin on one day
        ("Asia/Kathmandu", date(2031, 12, 31)),
        ("Pacific/Kiritimati", date(2031, 2, 27)),
    ],
)
def test_days_keep_the_clock_on_the_wall(zone, first):
    days = [("17:00", "20:00"), ("09:00", "17:00"), ("09:00", "12:00")]

    whole = file_for(make_guest(days, zone=zone, first=first))

    assert occurrences(whole) == on(days, first, ZoneInfo(zone))
    local = [event["DTSTART"].dt for event in whole.events]
    assert [f"{start:%H:%M}" for start in local] == ["17:00", "09:00", "09:00"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["10 July 2031", "09:00–17:30 Nanjing · 02:00–10:30 London"]),
        ("zh-hans", ["2031年7月10日（星期四）", "09:00–17:30 南京 · 02:00–10:30 伦敦"]),
    ],
)
def test_each_day_tells_its_own_hours_on_both_clocks(language, expected):
    delegate = make_guest(THREE_DAYS)

    with translation.override(language):
        _first, second, _third = file_for(delegate).events

    assert second["DESCRIPTION"].splitlines()[:2] == expected


def test_without_a_programme_each_day_is_whole_and_leaves_time_free():
    delegate = make_guest(THREE_DAYS)
    Session.objects.all().delete()
    publish(delegate.conference)

    whole = file_for(delegate)

    days = [FIRST + timedelta(days=n) for n in range(3)]
    assert len(whole.events) == 3
    assert occurrences(whole) == [
        (day, day + timedelta(days=1), "TRANSPARENT") for day in days
    ]
    assert whole.walk("VTIMEZONE") == []


def test_one_day_without_a_programme_is_whole_among_the_others():
    delegate = make_guest(THREE_DAYS)
    Session.objects.filter(starts_at__gt=moment(FIRST, "20:00")).filter(
        ends_at__lt=moment(FIRST, "20:00") + timedelta(days=1)
    ).update(is_cancelled=True)
    publish(delegate.conference)

    second = FIRST + timedelta(days=1)
    assert occurrences(file_for(delegate)) == [
        on(THREE_DAYS)[0],
        (second, second + timedelta(days=1), "TRANSPARENT"),
        on(THREE_DAYS)[2],
    ]


def test_a_cancellation_takes_out_all_days_at_once():
    delegate = make_guest(THREE_DAYS)
    make_letter(delegate, kind=kinds.CONFIRMED)
    Delegate.objects.update(state=DelegateState.CANCELLED)
    delegate.refresh_from_db()

    letter = make_letter(delegate, kind=kinds.CANCELLED)
    entry = render.entry(letter, latest(delegate.conference.slug))
    assert entry is not None
    whole = icalendar.Calendar.from_ical(entry.data)

    (event,) = whole.events
    assert whole["METHOD"] == "CANCEL"
    assert event["STATUS"] == "CANCELLED"
    assert event["RRULE"]["COUNT"] == [3]
    assert "RECURRENCE-ID" not in event
    assert event["SEQUENCE"] == 2


def test_a_day_that_falls_away_is_gone_from_what_replaces_it():
    delegate = make_guest(THREE_DAYS)
    before = file_for(delegate).events[0]
    Session.objects.filter(starts_at__gt=moment(FIRST, "23:00")).delete()
    Conference.objects.update(ends_at=moment(FIRST, "18:00"))
    publish(delegate.conference)

    whole = file_for(delegate)

    (event,) = whole.events
    assert occurrences(whole) == on(THREE_DAYS[:1])
    assert event["UID"] == before["UID"]
    assert event["SEQUENCE"] > before["SEQUENCE"]
    assert "RRULE" not in event


class TestTheSequence:
    """It rises with every change of time, place or state, and with nothing else."""

    @pytest.mark.parametrize(
        "change",
        [
            lambda: Session.objects.filter(starts_at=moment(FIRST, "14:00")).update(
                starts_at=moment(FIRST, "14:15")
            ),
            lambda: Session.objects.filter(starts_at__lt=moment(FIRST, "15:00")).update(
                is_cancelled=True
            ),
            lambda: Conference.objects.update(
                ends_at=moment(FIRST + timedelta(days=3), "10:00")
            ),
            lambda: Conference.objects.update(venue_en="Town Hall"),
            lambda: Conference.objects.update(address_zh="示例大道二号"),
        ],
    )
    def test_rises_when_days_or_place_change(self, change):
        delegate = make_guest(THREE_DAYS)
        before = sequence(delegate)
        change()
        publish(delegate.conference)

        assert sequence(delegate) > before

    def test_stays_when_nothing_of_it_changes(self):
        delegate = make_guest(THREE_DAYS)
        before = sequence(delegate)
        Conference.objects.update(about_en="What it is about.", name_en="New name")
        Session.objects.update(title_en="Another title")
        publish(delegate.conference)
        Delegate.objects.update(organisation="Another", state=DelegateState.CONFIRMED)

        assert sequence(delegate) == before

    @pytest.mark.parametrize(
        "column", [{"state": DelegateState.CANCELLED}, {"attendance": "online"}]
    )
    def test_rises_with_state_and_attendance_by_whatever_way(self, column):
        delegate = make_guest(THREE_DAYS, attendance=Attendance.ONSITE)
        before = sequence(delegate)
        Delegate.objects.filter(pk=delegate.pk).update(**column)
        between = sequence(delegate)
        delegate.state, delegate.attendance = DelegateState.CONFIRMED, "onsite"
        delegate.save(update_fields=["state", "attendance"])

        assert before < between < sequence(delegate)


def test_the_personal_page_gives_what_the_letter_brings(client):
    from tests.registration.personal.test_page import path

    delegate = make_guest(THREE_DAYS)

    response = client.get(path(delegate, "calendar"))

    def plain(body: bytes) -> list[bytes]:
        changing = (b"DTSTAMP", b"LAST-MODIFIED")
        return [line for line in body.splitlines() if not line.startswith(changing)]

    letter = calendar.entry(
        delegate, latest(delegate.conference.slug), CalendarMethod.REQUEST
    )
    assert plain(response.content) == plain(letter.data)
    assert timezone.now() - file_for(delegate).events[0]["DTSTAMP"].dt < timedelta(
        minutes=1
    )
