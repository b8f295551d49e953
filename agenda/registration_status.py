"""The way into a conference, as the bar and the front page show it.

The agenda does not know who comes: registration says how that stands, under the
name in settings.REGISTRATION_STATUS.
"""

from typing import NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string


class RegistrationStatus(NamedTuple):
    """How registration stands, in the active language."""

    state: str  # "soon", "open", "waiting", "closed" or "over"
    label: str = ""  # the words on the button; empty: no button
    url: str = ""
    line: str = ""  # one sentence for the front page
    participants_url: str = ""  # of the list that everybody may read, if there is one


CLOSED = RegistrationStatus("closed")


def of(slug: str) -> RegistrationStatus:
    status: RegistrationStatus = import_string(settings.REGISTRATION_STATUS)(slug)
    return status
