"""How the way into a conference stands, in words for its public pages."""

from zoneinfo import ZoneInfo

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from agenda.registration_status import CLOSED, Door
from confsite.caching.ttl import lately
from confsite.clocks import day_in_words
from registration.models import Quota
from registration.signup import availability as offers
from registration.signup.availability import Offer
from registration.states import Attendance


def door(slug: str) -> Door:
    """How the way in stands, in the active language; at most a second old."""
    return _door(slug, get_language() or "en")


@lately
def _door(slug: str, language: str) -> Door:
    try:
        offer = offers.current(slug)
    except offers.NothingOffered:
        return CLOSED
    zone = ZoneInfo(offer.time_zone)
    now = timezone.now()
    if now >= offer.ends_at:
        return Door("over", line=_("This conference is over."))
    if now < offer.opens_at:
        day = day_in_words(offer.opens_at.astimezone(zone).date())
        return Door("soon", line=_("Registration opens on %s.") % day)
    if not offer.is_open:
        return Door("closed", line=_("Registration is closed."))
    day = day_in_words(offer.closes_at.astimezone(zone).date())
    line = " · ".join([_("Open until %s") % day, *ways_in(offer)])
    url = reverse("registration:register", args=[slug])
    if offer.has_only_waiting_lists:
        return Door("waiting", _("Join the waiting list"), url, line)
    return Door("open", _("Register"), url, line)


def ways_in(offer: Offer) -> list[str]:
    """On site: 42 places left · online: places without limit."""
    return [
        _("%(way)s: %(places)s")
        % {"way": Attendance(way).label, "places": places(offer, way)}
        for way in offer.attendances
    ]


def places(offer: Offer, attendance: str) -> str:
    if offer.is_full(attendance):
        return _("waiting list")
    left = places_left(offer, attendance)
    if left is None:
        return _("places without limit")
    return ngettext("%(left)d place left", "%(left)d places left", left) % {
        "left": left
    }


def places_left(offer: Offer, attendance: str) -> int | None:
    """Places that newcomers can still take in this way; None without limit.

    What all categories share bounds what the categories have between them.
    """
    left = dict(
        Quota.objects.filter(conference=offer.conference_id)
        .exclude(size=None)
        .values_list("pk", F("size") - F("taken"))
    )
    categories = [
        {pk for pk in category.quotas_for(attendance) if pk in left}
        for category in offer.categories
        if attendance in category.attendances
    ]
    shared = set.intersection(*categories)
    bounds = [left[pk] for pk in shared]
    if all(own - shared for own in categories):
        bounds.append(sum(min(left[pk] for pk in own - shared) for own in categories))
    return min(bounds, default=None)
