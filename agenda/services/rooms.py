"""Who has a room: of two sessions at the same time, one (a rule of the database)."""

from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from agenda.models import Session


def at_its_time(session: Session) -> QuerySet[Session]:
    """Those that have the room of this one at the same time, and itself if it has."""
    return Session.objects.filter(
        room=session.room_id,
        is_cancelled=False,
        starts_at__lt=session.ends_at,
        ends_at__gt=session.starts_at,
    )


def in_its_room(session: Session) -> Session | None:
    """Another one that has the room of this one at the same time."""
    if session.room_id is None or session.is_cancelled:
        return None
    others = at_its_time(session).exclude(pk=session.pk)
    return others.select_related("conference").first()


def is_taken(other: Session) -> str:
    return _("Another session is in this room then: “%(title)s”, %(when)s.") % {
        "title": Truncator(other.title).chars(60),
        "when": other.span.readings[0].times,
    }
