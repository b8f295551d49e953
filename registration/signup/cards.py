"""What the cards of the form say of places: of each choice and of both together."""

from collections.abc import Set

from django.utils.translation import gettext as _

from registration.signup.availability import Availability, CategoryAvailability
from registration.signup.layout import CardNote
from registration.states import Attendance

Groups = Set[str]  # those that are full


def category_note(category: CategoryAvailability, full_groups: Groups) -> CardNote:
    ways = category.attendances
    full = [way for way in ways if category.group(way) in full_groups]
    if len(full) == len(ways):
        lines = [_("Full: you join the waiting list")]
    elif full:
        lines = [in_that_way(category, way, way in full) for way in ways]
    elif category.needs_approval:
        lines = [_("Places left, after approval")]
    else:
        lines = [_("Places left")]
    return CardNote(category.description.plain, lines, " ".join(full))


def in_that_way(category: CategoryAvailability, way: Attendance, is_full: bool) -> str:
    """On site: full, you join the waiting list."""
    if is_full:
        words = _("full, you join the waiting list")
    elif category.needs_approval:
        words = _("places left, after approval")
    else:
        words = _("places left")
    return _("%(way)s: %(places)s") % {"way": way.label, "places": words}


def attendance_note(
    availability: Availability, way: Attendance, full_groups: Groups
) -> CardNote:
    hint = {
        Attendance.ONSITE: _("You come to the venue."),
        Attendance.ONLINE: _("You follow by video, from wherever you are."),
    }[way]
    full = [
        category.group(way) in full_groups
        for category in availability.categories
        if way in category.attendances
    ]
    if all(full):
        words = _("Full: you join the waiting list")
    elif any(full):
        words = _("Places left, but not in every category")
    else:
        words = _("Places left")
    return CardNote(hint, [words])
