"""How the way into a conference stands, in words for its public pages."""

from collections.abc import Collection
from itertools import chain, combinations
from math import inf

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agenda.registration_status import CLOSED, RegistrationStatus
from agenda.release.programme import released
from confsite.caching.ttl import cached_for_a_second
from confsite.clocks import Moment
from registration.models import Quota
from registration.participants.people import public_page
from registration.signup.availability import (
    Availability,
    NothingToSignUpFor,
    current_availability,
)
from registration.states import Attendance

# Fewer places than that have no number.
FEW = 10
# So many categories are named that have a waiting list while others have places.
MOST_NAMED = 2


def status(slug: str) -> RegistrationStatus:
    """How the way in stands, in the active language; at most a second old."""
    return _status(slug, get_language() or "en")


@cached_for_a_second
def _status(slug: str, language: str) -> RegistrationStatus:
    try:
        availability = current_availability(slug)
    except NothingToSignUpFor:
        # Every category may have been closed, with people registered.
        return CLOSED._replace(participants_url=public_page(slug))
    if availability.release is None:
        return CLOSED
    url = public_page(slug, is_public=availability.lists_participants)
    return way_in(slug, availability)._replace(participants_url=url)


def way_in(slug: str, availability: Availability) -> RegistrationStatus:
    assert availability.release is not None
    now = timezone.now()
    if now >= availability.ends_at:
        return RegistrationStatus("over", line=_("This conference is over."))
    programme = released(availability.conference_id, availability.release, slug)
    clocks = programme.conference.clocks
    if now < availability.opens_at:
        opens = Moment(availability.opens_at, *clocks)
        line = _("Registration opens on %s.") % opens.as_beginning
        return RegistrationStatus("soon", line=line)
    if not availability.is_open:
        return RegistrationStatus("closed", line=_("Registration is closed."))
    closes = Moment(min(availability.closes_at, availability.ends_at), *clocks)
    until = _("Open until %s") % closes.as_end
    ways = " · ".join(ways_in(availability))
    if closes.ends_a_day:
        line = f"{until} · {ways}"
    else:
        # The two clocks have a dot between them already.
        line = _("%(until)s. %(ways)s") % {"until": until, "ways": ways}
    url = reverse("registration:register", args=[slug])
    if availability.has_only_waiting_lists:
        return RegistrationStatus("waiting", _("Join the waiting list"), url, line)
    return RegistrationStatus("open", _("Register"), url, line)


def ways_in(availability: Availability) -> list[str]:
    """On site: about 40 places left · online: places without limit."""
    free = Places(availability)
    ways = availability.attendances
    said = [
        _("%(way)s: %(places)s")
        % {"way": way.label, "places": places(availability, way, free.left([way]))}
        for way in ways
    ]
    # Which ways are full is so at once, and none of their places counts any more.
    still = [way for way in ways if not availability.is_full(way)]
    together = free.left(still)
    if together is not None and together < sum(free.left([w]) or 0 for w in still):
        said.append(in_all(together))
    return said


def places(availability: Availability, way: Attendance, left: int | None) -> str:
    """About 40 places left (waiting list: Press)."""
    offered = [c for c in availability.categories if way in c.attendances]
    full = [category for category in offered if category.is_full(way)]
    if len(full) == len(offered):
        return _("waiting list")
    words = _("places without limit") if left is None else about(left)
    if not full:
        return words
    if len(full) > MOST_NAMED:
        return _("%(places)s (waiting list in some categories)") % {"places": words}
    names = _(", ").join(category.name.plain for category in full)
    return _("%(places)s (waiting list: %(categories)s)") % {
        "places": words,
        "categories": names,
    }


def about(left: int) -> str:
    """A number so coarse that nobody sees from it that one more has signed up."""
    if left < FEW:
        return _("few places left")
    return _("about %(left)d places left") % {"left": to_the_nearest_ten(left)}


def in_all(left: int) -> str:
    if left < FEW:
        return _("few places in all")
    return _("about %(left)d places in all") % {"left": to_the_nearest_ten(left)}


def to_the_nearest_ten(number: int) -> int:
    return (number + 5) // 10 * 10


class Places:
    """The places of a conference that were free when these ten minutes began, and who
    can take them.

    Whoever asks every second learns no more, whichever process answers.
    """

    def __init__(self, availability: Availability):
        self.categories = availability.categories
        quotas = Quota.objects.filter(conference=availability.conference_id)
        rows = quotas.exclude(size=None).with_taken_as_shown()
        self.free = {
            (category, way): max(0, left)
            for category, way, left in rows.values_list(
                "category", "attendance", F("size") - F("taken_as_shown")
            )
        }

    def of(self, category: int | None = None, way: str = "") -> float:
        return self.free.get((category, way), inf)

    def left(self, ways: Collection[Attendance]) -> int | None:
        """How many newcomers can still take part in these ways; None without limit.

        The narrowest of the cuts between people and places is as much as flows through
        (Ford and Fulkerson): for each way, its own places or those of its categories.
        """
        cuts = chain.from_iterable(combinations(ways, n) for n in range(len(ways) + 1))
        narrowest = min(self.of(), *(self.through(cut, ways) for cut in cuts))
        return None if narrowest == inf else int(narrowest)

    def through(
        self, cut: Collection[Attendance], ways: Collection[Attendance]
    ) -> float:
        others = [
            sum(
                self.of(category.pk, way)
                for way in category.attendances
                if way in ways and way not in cut
            )
            for category in self.categories
        ]
        return sum(self.of(way=way) for way in cut) + sum(
            min(self.of(category.pk), own)
            for category, own in zip(self.categories, others, strict=True)
        )
