"""How the way into a conference stands, in words for its public pages."""

from zoneinfo import ZoneInfo

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from agenda.registration_status import CLOSED, RegistrationStatus
from confsite.caching.ttl import cached_for_a_second
from confsite.clocks import day_in_words
from registration.models import Quota
from registration.signup.availability import (
    Availability,
    NothingToSignUpFor,
    current_availability,
)
from registration.states import Attendance


def status(slug: str) -> RegistrationStatus:
    """How the way in stands, in the active language; at most a second old."""
    return _status(slug, get_language() or "en")


@cached_for_a_second
def _status(slug: str, language: str) -> RegistrationStatus:
    try:
        availability = current_availability(slug)
    except NothingToSignUpFor:
        return CLOSED
    zone = ZoneInfo(availability.time_zone)
    now = timezone.now()
    if now >= availability.ends_at:
        return RegistrationStatus("over", line=_("This conference is over."))
    if now < availability.opens_at:
        day = day_in_words(availability.opens_at.astimezone(zone).date())
        return RegistrationStatus("soon", line=_("Registration opens on %s.") % day)
    if not availability.is_open:
        return RegistrationStatus("closed", line=_("Registration is closed."))
    day = day_in_words(availability.closes_at.astimezone(zone).date())
    line = " · ".join([_("Open until %s") % day, *ways_in(availability)])
    url = reverse("registration:register", args=[slug])
    if availability.has_only_waiting_lists:
        return RegistrationStatus("waiting", _("Join the waiting list"), url, line)
    return RegistrationStatus("open", _("Register"), url, line)


def ways_in(availability: Availability) -> list[str]:
    """On site: 42 places left · online: places without limit."""
    return [
        _("%(way)s: %(places)s")
        % {"way": Attendance(way).label, "places": places(availability, way)}
        for way in availability.attendances
    ]


def places(availability: Availability, attendance: str) -> str:
    if availability.is_full(attendance):
        return _("waiting list")
    left = places_left(availability, attendance)
    if left is None:
        return _("places without limit")
    return ngettext("%(left)d place left", "%(left)d places left", left) % {
        "left": left
    }


def places_left(availability: Availability, attendance: str) -> int | None:
    """Places that newcomers can still take in this way; None without limit.

    What all categories share bounds what the categories have between them.
    """
    left = dict(
        Quota.objects.filter(conference=availability.conference_id)
        .exclude(size=None)
        .values_list("pk", F("size") - F("taken"))
    )
    categories = [
        {pk for pk in category.quotas_for(attendance) if pk in left}
        for category in availability.categories
        if attendance in category.attendances
    ]
    shared = set.intersection(*categories)
    bounds = [left[pk] for pk in shared]
    if all(own - shared for own in categories):
        bounds.append(sum(min(left[pk] for pk in own - shared) for own in categories))
    return min(bounds, default=None)
