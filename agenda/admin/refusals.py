"""What the database refuses, in words, where no constraint of a model has them."""

from django.utils.translation import gettext_lazy as _

# The rules of agenda/rules.py, and columns that are unique by themselves.
RULES = {
    "session_lies_within_its_conference": _(
        "A session lies within its conference, and somebody has just changed the "
        "times of one of them."
    ),
    "session_has_room_of_its_conference": _("This room is of another conference."),
    "session_has_track_of_its_conference": _("This track is of another conference."),
    "participation_is_of_one_conference": _("This person is of another conference."),
    "signature_is_of_one_conference": _("This person is of another conference."),
    "agenda_conference_slug_key": _("Another conference has this address."),
}
