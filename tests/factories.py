"""Rows for tests: plain functions with a default for everything.

What must be unique is numbered, so that two calls never meet by accident.
"""

import itertools
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from agenda.choices import AgreementStatus, Field, Kind, Side
from agenda.models import (
    Agreement,
    AgreementParty,
    Conference,
    JoinOption,
    Organisation,
    Participation,
    Release,
    RoleAssignment,
    Room,
    RunItem,
    Session,
    Signature,
    Speaker,
    Track,
)
from agenda.publishing import publish as publishing
from confsite.models import User
from registration import enrolment
from registration.enrolment import SignUp
from registration.jobs import services as jobs
from registration.letters import kinds
from registration.models import (
    Category,
    Delegate,
    Job,
    Letter,
    Quota,
    RegistrationSettings,
    Tag,
)
from registration.states import Attendance, DelegateState
from tests.clock import a_second_later

_numbers = itertools.count(1)
# The founding conference's day, in the year to come: the clocks are seven hours apart.
STARTS_AT = datetime(timezone.now().year + 1, 7, 9, 6, tzinfo=UTC)
ENDS_AT = STARTS_AT + timedelta(hours=5)


def number() -> int:
    return next(_numbers)


# -- The programme -----------------------------------------------------------------


def make_conference(*, published: bool = True, **columns: Any) -> Conference:
    """A conference of two languages and two clocks, without registration settings."""
    conference = Conference.objects.create(
        **{
            "slug": f"conference-{number()}",
            "name_en": "Innovation Conference",
            "name_zh": "创新大会",
            "starts_at": STARTS_AT,
            "ends_at": ENDS_AT,
            "time_zone": "Asia/Shanghai",
            "clock_en": "Nanjing",
            "clock_zh": "南京",
            "second_time_zone": "Europe/London",
            "second_clock_en": "London",
            "second_clock_zh": "伦敦",
            "city_en": "Nanjing",
            "city_zh": "南京",
        }
        | columns
    )
    if published:
        publish(conference)
    return conference


def make_open_conference(**columns: Any) -> Conference:
    """A published conference whose registration is open."""
    conference = make_conference(**columns)
    make_registration_settings(conference=conference)
    return conference


def publish(conference: Conference) -> Release:
    """Publish the programme as it stands; pages asked afterwards show it."""
    release = publishing.publish(Conference.objects.get(pk=conference.pk))
    # What a commit brings about: a test's own transaction has none.
    a_second_later()
    return release


def make_room(conference: Conference | None = None, **columns: Any) -> Room:
    return Room.objects.create(
        conference=conference or make_conference(),
        **{"name_en": f"Room {number()}"} | columns,
    )


def make_track(conference: Conference | None = None, **columns: Any) -> Track:
    return Track.objects.create(
        conference=conference or make_conference(),
        **{"name_en": f"Track {number()}"} | columns,
    )


def make_session(conference: Conference | None = None, **columns: Any) -> Session:
    """An hour from the beginning of the conference, in no room.

    The conference lasts as long as its sessions: it grows where one lies outside.
    """
    if conference is None:
        room = columns.get("room")
        conference = room.conference if room else make_conference()
    starts_at = columns.pop("starts_at", conference.starts_at)
    ends_at = columns.pop("ends_at", starts_at + timedelta(hours=1))
    if starts_at < conference.starts_at or ends_at > conference.ends_at:
        conference.starts_at = min(starts_at, conference.starts_at)
        conference.ends_at = max(ends_at, starts_at, conference.ends_at)
        conference.save(update_fields=["starts_at", "ends_at"])
    serial = number()
    return Session.objects.create(
        conference=conference,
        starts_at=starts_at,
        ends_at=ends_at,
        **{
            "slug": f"session-{serial}",
            "title_en": f"Session {serial}",
            "title_zh": f"会议{serial}",
        }
        | columns,
    )


def make_speaker(conference: Conference | None = None, **columns: Any) -> Speaker:
    serial = number()
    return Speaker.objects.create(
        conference=conference or make_conference(),
        **{
            "slug": f"speaker-{serial}",
            "family_name": f"Speaker{serial}",
            "given_name": "Ada",
        }
        | columns,
    )


def make_organisation(**columns: Any) -> Organisation:
    serial = number()
    return Organisation.objects.create(
        **{"name_en": f"Institute {serial}", "name_zh": f"研究院{serial}"} | columns
    )


def make_participation(
    session: Session, speaker: Speaker | None = None, **columns: Any
) -> Participation:
    return Participation.objects.create(
        session=session,
        speaker=speaker or make_speaker(session.conference),
        **columns,
    )


def make_join_option(room: Room | None = None, **columns: Any) -> JoinOption:
    return JoinOption.objects.create(
        room=room or make_room(),
        **{"label_en": "Video", "label_zh": "视频", "url": "https://video.example/1"}
        | columns,
    )


def make_agreement(
    session: Session | None = None,
    *,
    parties: Iterable[Organisation] = (),
    **columns: Any,
) -> Agreement:
    """One that is ready to be signed, between the parties in their order."""
    serial = number()
    agreement = Agreement.objects.create(
        session=session or make_session(kind=Kind.SIGNING),
        **{
            "title_en": f"Agreement {serial}",
            "title_zh": f"协议{serial}",
            "field": Field.UNIVERSITY,
            "status": AgreementStatus.READY,
        }
        | columns,
    )
    for position, party in enumerate(parties):
        AgreementParty.objects.create(
            agreement=agreement,
            organisation=party,
            side=Side.B if position else Side.A,
            position=position,
        )
    return agreement


def make_signature(
    agreement: Agreement, speaker: Speaker | None = None, **columns: Any
) -> Signature:
    return Signature.objects.create(
        agreement=agreement,
        speaker=speaker or make_speaker(agreement.session.conference),
        **columns,
    )


def make_run_item(session: Session | None = None, **columns: Any) -> RunItem:
    serial = number()
    return RunItem.objects.create(
        session=session or make_session(),
        **{"minute": 0, "item_en": f"Item {serial}", "item_zh": f"环节{serial}"}
        | columns,
    )


# -- Registration ------------------------------------------------------------------


def make_registration_settings(
    conference: Conference | None = None, **columns: Any
) -> RegistrationSettings:
    """Open since yesterday, and for the next month."""
    now = timezone.now()
    return RegistrationSettings.objects.create(
        conference=conference or make_conference(),
        **{
            "opens_at": now - timedelta(days=1),
            "closes_at": now + timedelta(days=30),
            "sender": "registration@example.org",
            "sender_name_en": "Conference office",
            "sender_name_zh": "会务组",
        }
        | columns,
    )


def make_category(
    conference: Conference | None = None, *, places: int | None = None, **columns: Any
) -> Category:
    """What people sign up as; with `places`, a quota of its own of that size."""
    serial = number()
    category = Category.objects.create(
        conference=conference or make_open_conference(),
        **{"name_en": f"Guest {serial}", "name_zh": f"嘉宾{serial}"} | columns,
    )
    if places is not None:
        make_quota(category=category, size=places)
    return category


def make_quota(
    conference: Conference | None = None,
    *,
    category: Category | None = None,
    **columns: Any,
) -> Quota:
    if conference is None:
        conference = category.conference if category else make_open_conference()
    return Quota.objects.create(
        conference=conference,
        category=category,
        **{"name": f"Places {number()}", "size": 10} | columns,
    )


def make_signup(category: Category | None = None, **columns: Any) -> SignUp:
    """What a person told us; each call is another person."""
    category = category or make_category()
    serial = number()
    return SignUp(
        **{
            "submission": uuid.uuid4(),
            "conference_id": category.conference_id,
            "category_id": category.pk,
            "attendance": Attendance.ONSITE,
            "email": f"guest{serial}@example.org",
            "language": "en",
            "family_name": f"Guest{serial}",
            "given_name": "Ada",
            "needs_approval": category.needs_approval,
        }
        | columns
    )


def register_someone(category: Category, n: int = 0, **columns: Any) -> Delegate:
    """Sign up another person the way the form does, and let the worker look at it."""
    signup = make_signup(category, **columns)
    delegate = enrolment.register(signup) or enrolment.settle(signup.submission)
    assert delegate
    return delegate


def make_delegate(
    conference: Conference | None = None,
    *,
    category: Category | None = None,
    **columns: Any,
) -> Delegate:
    """A bare row, past the services: no places are taken and no letter is queued."""
    if category is None:
        category = make_category(conference)
    serial = number()
    values = {
        "attendance": Attendance.ONSITE,
        "state": DelegateState.CONFIRMED,
        "email": f"delegate{serial}@example.org",
        "language": "en",
        "family_name": f"Delegate{serial}",
        "given_name": "Ada",
    } | columns
    if values["state"] == DelegateState.WAITING:
        values.setdefault("waiting_number", serial)
    return Delegate.objects.create(
        conference=category.conference, category=category, **values
    )


def make_tag(conference: Conference | None = None, **columns: Any) -> Tag:
    return Tag.objects.create(
        conference=conference or make_conference(),
        **{"name_en": f"Tag {number()}"} | columns,
    )


def make_letter(delegate: Delegate | None = None, **columns: Any) -> Letter:
    delegate = delegate or make_delegate()
    kind = columns.pop("kind", kinds.CONFIRMED)
    return Letter.objects.create(
        delegate=delegate,
        kind=kind,
        **{"priority": kinds.KINDS[kind].priority, "language": delegate.language}
        | columns,
    )


def make_job(*people: Delegate, **columns: Any) -> Job:
    """One that sends letters again, waiting for a worker."""
    job = jobs.start(
        columns.pop("kind", "send_again"),
        conference=people[0].conference_id if people else None,
        by=columns.pop("by", None) or make_staff(),
        keys=[person.pk for person in people],
    )
    Job.objects.filter(pk=job.pk).update(**columns)
    return Job.objects.get(pk=job.pk)


# -- Staff -------------------------------------------------------------------------


def make_staff(**columns: Any) -> User:
    """Somebody who may do everything in the admin."""
    values = {
        "email": f"staff{number()}@example.org",
        "password": "staff",
        "is_superuser": True,
        "is_staff": True,
    } | columns
    return User.objects.create_user(**values)


def make_colleague(
    conference: Conference | None = None, role: str = "registration", **columns: Any
) -> User:
    """Somebody with one role in a conference, and none elsewhere."""
    user = make_staff(**{"is_superuser": False} | columns)
    if conference:
        give_role(user, conference, role)
    return user


def give_role(user: User, conference: Conference, role: str) -> RoleAssignment:
    return RoleAssignment.objects.create(user=user, conference=conference, role=role)
