"""What one can sign up for at this moment, in memory: what the form is made of.

Named after schema.org/Offer. One statement reads it; the same rows give the same
object, so whatever was rendered from it can be kept as long as it lasts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import connection
from django.utils import timezone

from confsite.bilingual import Bilingual
from confsite.caching.releases import cached_per_release
from confsite.caching.ttl import cached_for_a_second
from registration.enrolment import HOLD_HOURS
from registration.states import (
    Attendance,
    ConsentPurpose,
    Holding,
    ParticipantsList,
)

# For how long a place is held when hardly any are left.
HOURS_LATE = 2

SQL = """
SELECT conference.id, conference.ends_at,
       registration.opens_at, registration.closes_at,
       (
           SELECT release.id FROM agenda_release release
           WHERE release.conference_id = conference.id
           ORDER BY release.number DESC LIMIT 1
       ),
       registration.holding,
       (
           SELECT coalesce(sum(quota.size), 0) FROM registration_quota quota
           WHERE quota.conference_id = conference.id
       ),
       registration.participants_list,
       ARRAY(
           SELECT ARRAY[
               request.purpose, text.version::text, text.text_en, text.text_zh
           ]
           FROM registration_consentrequest request
           CROSS JOIN LATERAL (
               SELECT version, text_en, text_zh FROM registration_consenttext
               WHERE request_id = request.id ORDER BY version DESC LIMIT 1
           ) text
           WHERE request.conference_id = conference.id AND request.is_asked
       ),
       category.id, category.name_en, category.name_zh,
       category.description_en, category.description_zh,
       category.needs_approval, category.allows_onsite, category.allows_online,
       ARRAY(
           SELECT ARRAY[
               quota.id,
               (quota.attendance <> 'online')::int,
               (quota.attendance <> 'onsite')::int,
               (quota.size IS NOT NULL AND quota.taken >= quota.size)::int,
               (quota.size IS NOT NULL)::int,
               (quota.size IS NOT NULL AND quota.size - quota.taken <= quota.size / 10)
                   ::int
           ]
           FROM registration_quota quota
           WHERE quota.conference_id = conference.id
             AND (quota.category_id IS NULL OR quota.category_id = category.id)
           ORDER BY quota.id
       )
FROM agenda_conference conference
JOIN registration_registrationsettings registration
  ON registration.conference_id = conference.id
JOIN registration_category category
  ON category.conference_id = conference.id AND category.is_open
WHERE conference.slug = %s
ORDER BY category.position, category.id
"""


# What makes up the conference itself, before what each row says of a category.
SHARED = 9


class NothingToSignUpFor(Exception):
    """This conference has no registration settings, or no category to sign up as."""


@dataclass(frozen=True)
class QuotaFacts:
    pk: int
    onsite: bool
    online: bool
    is_full: bool
    is_limited: bool
    # At most a tenth of its places are left.
    is_nearly_full: bool

    def counts(self, attendance: str) -> bool:
        return self.onsite if attendance == Attendance.ONSITE else self.online


@dataclass(frozen=True)
class CategoryAvailability:
    quotas: tuple[QuotaFacts, ...]
    pk: int
    name_en: str
    name_zh: str
    description_en: str
    description_zh: str
    needs_approval: bool
    allows_onsite: bool
    allows_online: bool

    name = Bilingual("name")
    description = Bilingual("description")

    @property
    def attendances(self) -> tuple[Attendance, ...]:
        return tuple(way for way in Attendance if getattr(self, f"allows_{way}"))

    def quotas_for(self, attendance: str) -> list[int]:
        """The quotas that such a sign-up takes a place of, in ascending id."""
        return [quota.pk for quota in self.quotas if quota.counts(attendance)]

    def is_full(self, attendance: str) -> bool:
        return any(q.is_full for q in self.quotas if q.counts(attendance))

    def group(self, attendance: str) -> str:
        """Those who choose both: a name for the form to pass on."""
        return f"{self.pk}-{attendance}"


@dataclass(frozen=True)
class AskedConsent:
    """What people are asked to agree to, in the latest version of its text."""

    purpose: ConsentPurpose
    version: int
    text_en: str
    text_zh: str

    text = Bilingual("text")


@dataclass(frozen=True)
class Availability:
    categories: tuple[CategoryAvailability, ...]
    consents: tuple[AskedConsent, ...]
    conference_id: int
    ends_at: datetime
    opens_at: datetime
    closes_at: datetime
    # The latest release of the programme, read on the way; None before the first.
    release: int | None
    holding: str
    places: int  # of all quotas that have a limit
    participants_list: str

    @property
    def is_open(self) -> bool:
        return self.opens_at <= timezone.now() < min(self.closes_at, self.ends_at)

    @property
    def lists_participants(self) -> bool:
        """Whether everybody may read who comes: those who were asked and agreed."""
        return self.participants_list == ParticipantsList.PUBLIC and any(
            asked.purpose == ConsentPurpose.LISTED for asked in self.consents
        )

    @cached_property
    def attendances(self) -> tuple[Attendance, ...]:
        ways = {way for category in self.categories for way in category.attendances}
        return tuple(way for way in Attendance if way in ways)

    def is_full(self, attendance: str) -> bool:
        """Whether every category that can be attended in that way is full."""
        return all(
            category.is_full(attendance)
            for category in self.categories
            if attendance in category.attendances
        )

    def hold_hours(self, category: CategoryAvailability, attendance: str) -> int:
        """For how long such a place is held until it is kept; 0: it is theirs at once.

        Where nothing is limited nobody takes anything from others.
        """
        quotas = [q for q in category.quotas if q.counts(attendance) and q.is_limited]
        if not (quotas and Holding(self.holding).applies_to(self.places)):
            return 0
        return HOURS_LATE if any(q.is_nearly_full for q in quotas) else HOLD_HOURS

    @cached_property
    def full_groups(self) -> frozenset[str]:
        """Those whom nothing but a waiting list is open to."""
        return frozenset(
            category.group(way)
            for category in self.categories
            for way in category.attendances
            if category.is_full(way)
        )

    @cached_property
    def has_only_waiting_lists(self) -> bool:
        return all(self.is_full(way) for way in self.attendances)

    def category(self, pk: object) -> CategoryAvailability | None:
        return next((c for c in self.categories if str(c.pk) == str(pk)), None)


@cached_for_a_second
def current_availability(slug: str) -> Availability:
    """What a conference has, at most a second old. Raises NothingToSignUpFor.

    Nothing hangs on that second: whether there is a place is decided by places.take().
    """
    with connection.cursor() as cursor:
        cursor.execute(SQL, [slug])
        rows = cursor.fetchall()
    if not rows:
        raise NothingToSignUpFor(slug)
    return made_of(tuple(map(frozen, rows)))


def frozen(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Its arrays as tuples, so that equal rows are one key."""
    return tuple(
        tuple(map(tuple, value)) if isinstance(value, list) else value for value in row
    )


@cached_per_release(16, key=lambda rows: rows)
def made_of(rows: tuple[Any, ...]) -> Availability:
    categories = tuple(
        CategoryAvailability(
            tuple(QuotaFacts(*quota) for quota in row[-1]), *row[SHARED:-1]
        )
        for row in rows
    )
    facts, consents = rows[0][: SHARED - 1], rows[0][SHARED - 1]
    return Availability(categories, in_order(consents), *facts)


def in_order(consents: Iterable[tuple[str, str, str, str]]) -> tuple[AskedConsent, ...]:
    """Those that are asked, as the purposes stand in their table."""
    asked = (
        AskedConsent(ConsentPurpose(purpose), int(version), *texts)
        for purpose, version, *texts in consents
    )
    purposes = list(ConsentPurpose)
    return tuple(sorted(asked, key=lambda one: purposes.index(one.purpose)))
