"""The way into a conference, as the bar and the front page show it.

The agenda does not know who comes: registration says how the door stands, under the
name in settings.CONFERENCE_DOOR.
"""

from typing import NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string


class Door(NamedTuple):
    """How the door stands, in the active language."""

    state: str  # "soon", "open", "waiting", "closed" or "over"
    label: str = ""  # the words on the button; empty: no button
    url: str = ""
    line: str = ""  # one sentence for the front page


CLOSED = Door("closed")


def of(slug: str) -> Door:
    door: Door = import_string(settings.CONFERENCE_DOOR)(slug)
    return door
