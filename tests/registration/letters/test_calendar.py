"""Calendar entries, read back by icalendar (RFC 5545, RFC 5546, RFC 6047)."""

import email
from datetime import UTC, datetime, timedelta
from email.policy import default

import icalendar
import pytest
from django.utils import timezone, translation

from agenda.release.programme import Programme, latest
from registration import links
from registration.letters import calendar, kinds, render
from registration.letters.calendar import CalendarEntry
from registration.letters.kinds import CalendarMethod
from registration.models import Delegate
from registration.states import Attendance, DelegateState
from tests.factories import (
    make_category,
    make_conference,
    make_delegate,
    make_letter,
    make_registration_settings,
)
from tests.registration.reading import message_of

REQUEST = CalendarMethod.REQUEST


def make_guest(*, registration: dict[str, str] | None = None, **columns) -> Delegate:
    """A delegate of a conference with these columns; some are the delegate's own."""
    own = {
        name: columns.pop(name)
        for name in ("email", "attendance", "calendar_sequence", "language", "state")
        if name in columns
    }
    conference = make_conference(
        **{
            "venue_en": "Conference Centre",
            "venue_zh": "国际会议中心",
            "address_en": "1 Example Avenue",
            "address_zh": "示例大道一号",
        }
        | columns
    )
    make_registration_settings(conference=conference, **registration or {})
    return make_delegate(category=make_category(conference), **own)


def read(entry: CalendarEntry | None) -> tuple[icalendar.Calendar, icalendar.Event]:
    assert entry is not None
    whole = icalendar.Calendar.from_ical(entry.data)
    (event,) = whole.walk("VEVENT")
    assert whole.errors == event.errors == []
    return whole, event


def invitation(delegate: Delegate) -> CalendarEntry:
    return calendar.entry(delegate, published(delegate), REQUEST)


def cancellation(delegate: Delegate) -> CalendarEntry | None:
    letter = make_letter(delegate, kind=kinds.CANCELLED)
    return render.entry(letter, published(delegate))


def published(delegate: Delegate) -> Programme:
    return latest(delegate.conference.slug)


def invited(**columns) -> icalendar.Event:
    return read(invitation(make_guest(**columns)))[1]


def test_invitation_is_a_request_for_one_registration():
    delegate = make_guest(calendar_sequence=3)

    whole, event = read(invitation(delegate))

    assert whole["METHOD"] == "REQUEST"
    assert whole["VERSION"] == "2.0"
    assert whole["PRODID"]
    assert event["UID"] == f"{delegate.uid}.event@confsite.example"
    assert event["SEQUENCE"] == 4  # of the first release, and three changes
    assert event["STATUS"] == "CONFIRMED"
    assert abs(event["DTSTAMP"].dt - timezone.now()) < timedelta(minutes=1)
    assert event["LAST-MODIFIED"].dt == event["DTSTAMP"].dt


def test_cancellation_takes_out_what_the_invitation_put_in():
    delegate = make_guest()
    make_letter(delegate, kind=kinds.CONFIRMED)
    _whole, before = read(invitation(delegate))
    delegate.calendar_sequence += 1

    whole, event = read(cancellation(delegate))

    assert whole["METHOD"] == "CANCEL"
    assert event["STATUS"] == "CANCELLED"
    assert event["UID"] == before["UID"]
    assert event["SEQUENCE"] == before["SEQUENCE"] + 1
    assert event["ORGANIZER"] == before["ORGANIZER"]


@pytest.mark.parametrize("letter", [kinds.PENDING, kinds.WAITING])
def test_who_was_never_invited_is_sent_no_cancellation(letter):
    delegate = make_guest()
    make_letter(delegate, kind=letter)

    assert cancellation(delegate) is None


def test_times_are_in_utc():
    event = invited(
        starts_at=datetime(2020, 7, 9, 6, tzinfo=UTC),
        ends_at=datetime(2020, 7, 9, 11, tzinfo=UTC),
    )

    assert event["DTSTART"].to_ical() == b"20200709T060000Z"
    assert event["DTEND"].to_ical() == b"20200709T110000Z"


@pytest.mark.parametrize(
    ("starts_at", "language", "expected"),
    [
        (
            (2020, 7, 9, 6),
            "en",
            ["9 July 2020", "14:00–15:00 Nanjing · 07:00–08:00 London"],
        ),
        (
            (2020, 1, 9, 6),
            "en",
            ["9 January 2020", "14:00–15:00 Nanjing · 06:00–07:00 London"],
        ),
        (
            (2020, 7, 8, 22),
            "en",
            [
                "9 July 2020",
                "06:00–07:00 Nanjing · 8 July 23:00–00:00 London",
            ],
        ),
        (
            (2020, 7, 8, 22),
            "zh-hans",
            [
                "2020年7月9日（星期四）",
                "06:00–07:00 南京 · 7月8日 23:00–00:00 伦敦",
            ],
        ),
    ],
)
def test_description_has_both_clocks(starts_at, language, expected):
    begins = datetime(*starts_at, tzinfo=UTC)
    delegate = make_guest(starts_at=begins, ends_at=begins + timedelta(hours=1))

    with translation.override(language):
        _whole, event = read(invitation(delegate))

    assert event["DESCRIPTION"].splitlines()[:2] == expected


@pytest.mark.parametrize(
    ("language", "tag", "summary", "location"),
    [
        ("en", "en-GB", "Innovation Conference", "Conference Centre, 1 Example Avenue"),
        ("zh-hans", "zh-CN", "创新大会", "国际会议中心，示例大道一号"),
    ],
)
def test_entry_speaks_the_language_of_the_letter(language, tag, summary, location):
    delegate = make_guest(city_en="", city_zh="")

    with translation.override(language):
        _whole, event = read(invitation(delegate))

    assert event["SUMMARY"] == summary
    assert event["SUMMARY"].params["LANGUAGE"] == tag
    assert event["LOCATION"] == location
    assert event["URL"].endswith(f"/{language}/{delegate.conference.slug}/")


def test_who_takes_part_online_goes_nowhere():
    assert invited(attendance=Attendance.ONLINE)["LOCATION"] == "Online"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_organiser_is_the_sender_and_the_one_attendee_the_recipient(language):
    mail = make_letter(make_guest(language=language))

    letter = email.message_from_bytes(message_of(mail).data, policy=default)

    (part,) = [p for p in letter.walk() if p.get_content_type() == "text/calendar"]
    _whole, event = read(CalendarEntry(REQUEST, part.get_payload(decode=True)))
    (sender,) = letter["From"].addresses
    (recipient,) = letter["To"].addresses
    assert event["ORGANIZER"] == f"mailto:{sender.addr_spec}"
    assert event["ORGANIZER"].params["CN"] == sender.display_name
    assert event["ATTENDEE"] == f"mailto:{recipient.addr_spec}"
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert event["ATTENDEE"].params["RSVP"] == "FALSE"
    assert part["Content-Type"].params["method"] == "REQUEST"


@pytest.mark.parametrize("name", [kinds.CONFIRMED, kinds.CANCELLED])
def test_method_of_the_part_is_that_of_the_file_and_both_are_the_same_file(name):
    delegate = make_guest()
    make_letter(delegate, kind=kinds.CONFIRMED)
    message = message_of(make_letter(delegate, kind=name))

    letter = email.message_from_bytes(message.data, policy=default)

    part, file = [
        p
        for p in letter.walk()
        if p.get_content_type() in ("text/calendar", "application/ics")
    ]
    whole, _event = read(CalendarEntry(REQUEST, part.get_payload(decode=True)))
    assert part["Content-Type"].params["method"] == whole["METHOD"]
    assert file.get_payload(decode=True) == part.get_payload(decode=True)
    assert file.get_filename() == "invite.ics"


def test_entry_can_be_shared_without_giving_the_registration_away():
    delegate = make_guest()

    data = invitation(delegate).data.replace(b"\r\n ", b"").decode()

    assert links.mac("my", delegate) not in data
    assert links.mac("ticket", delegate) not in data
    assert delegate.reference not in data
    assert delegate.family_name not in data


def test_lines_are_folded_at_75_octets_between_characters():
    delegate = make_guest(
        name_en="中英创新合作大会" * 20,
        email="a" * 60 + "@" + "b" * 60 + ".example.org",
        registration={"sender_name_en": "会务组" * 35},
    )

    data = invitation(delegate).data

    lines = data.removesuffix(b"\r\n").split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert all(line.decode() for line in lines)
    _whole, event = read(invitation(delegate))
    assert event["SUMMARY"] == "中英创新合作大会" * 20


@pytest.mark.parametrize(
    "name",
    [
        "Peace, trade; and \\ more",
        "One\nATTENDEE:mailto:evil@example.com",
        "One\r\nEND:VEVENT\r\nBEGIN:VEVENT",
        'Quoted "words": here',
    ],
)
def test_words_are_words_and_no_properties(name):
    delegate = make_guest(
        name_en=name, venue_en=name, registration={"sender_name_en": name}
    )

    _whole, event = read(invitation(delegate))

    assert event["SUMMARY"] == name.replace("\r\n", "\n")
    assert event["ATTENDEE"] == f"mailto:{delegate.email}"
    assert event["ORGANIZER"] == "mailto:registration@example.org"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("li+news@example.org", "mailto:li+news@example.org"),
        ("li@例子.example", "mailto:li@xn--fsqu00a.example"),
        ('"a;b,c"@example.org', "mailto:%22a%3Bb%2Cc%22@example.org"),
    ],
)
def test_attendee_is_an_address_as_a_link_writes_it(address, expected):
    assert invited(email=address)["ATTENDEE"] == expected


@pytest.mark.parametrize(
    ("state", "letter"),
    [
        (DelegateState.PENDING, kinds.PENDING),
        (DelegateState.WAITING, kinds.WAITING),
        (DelegateState.CONFIRMED, kinds.ALREADY_REGISTERED),
    ],
)
def test_letters_that_give_no_place_bring_no_entry(state, letter):
    mail = make_letter(make_guest(state=state), kind=letter)

    assert b"text/calendar" not in message_of(mail).data
