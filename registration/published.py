"""The programme that a registration is for, as its person may see it."""

from agenda.publishing.preview import draft
from agenda.release.programme import NotPublished, Programme, latest
from registration.models import Delegate


def programme_of(delegate: Delegate) -> Programme:
    """The latest release. Raises NotPublished.

    Whoever tries the form before there is one is staff: they see what would be.
    """
    conference = delegate.conference
    try:
        return latest(conference.slug)
    except NotPublished:
        if not delegate.is_test:
            raise
        return draft(conference)
