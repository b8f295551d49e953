"""What changed in the conference itself, its speakers, places and organisations."""

from collections.abc import Collection, Iterable, Iterator
from operator import attrgetter

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agenda import models
from agenda.changes.change import (
    Change,
    ChangeKind,
    Subject,
    Topic,
    order_of,
    pairs,
    topic_of,
)
from agenda.changes.columns import compare_columns
from agenda.release.content import Organisation, Room, Speaker
from agenda.release.programme import Programme

Row = Speaker | Room | Organisation


def of_conference(before: Programme, after: Programme) -> Iterator[Change]:
    topic = Topic(Subject.CONFERENCE, Subject.CONFERENCE.label)
    was, now = before.conference, after.conference
    # Its address is another one at once, and not with a release.
    return map(topic.row, compare_columns(models.Conference, was, now, now, {"slug"}))


def of_speakers(before: Programme, after: Programme) -> Iterator[Change]:
    topic = Topic(Subject.SPEAKER, Subject.SPEAKER.label)
    was, now = before.speakers, after.speakers
    joined = _("%(name)s is among the speakers now.")
    left = _("%(name)s is not among the speakers any more.")
    yield from of_rows(models.Speaker, was, now, after, joined=joined, left=left)
    yield from order_of(topic, _("people"), was, now)


def of_places(before: Programme, after: Programme) -> Iterator[Change]:
    """Rooms and tracks in which something takes place before and after."""
    topic = Topic(Subject.PLACE, Subject.PLACE.label)
    for model, column in ((models.Room, "place"), (models.Track, "thread")):
        was, now = in_use(before, column), in_use(after, column)
        yield from of_rows(model, was, now, after, {"position"})
        yield from order_of(topic, model._meta.verbose_name_plural, was, now)


def in_use(programme: Programme, column: str) -> list[Room]:
    found = {getattr(session, column) for session in programme.sessions} - {None}
    return sorted(found, key=attrgetter("position", "id"))


def of_organisations(before: Programme, after: Programme) -> Iterator[Change]:
    """Of those that stay: new ones come with a speaker, a partner or an agreement."""
    was, now = before.organisations, after.organisations
    # Its other names are for searches: nobody reads them.
    return of_rows(models.Organisation, was, now, after, {"aliases"})


def of_rows(
    model: type[Model],
    before: Iterable[Row],
    after: Iterable[Row],
    programme: Programme,
    but: Collection[str] = (),
    *,
    joined: str | Promise = "",
    left: str | Promise = "",
) -> Iterator[Change]:
    for was, now in pairs(before, after):
        if was and now:
            columns = compare_columns(model, was, now, programme.conference, but)
            yield from map(topic_of(now).row, columns)
        elif now and joined:
            yield topic_of(now).sentence(joined, ChangeKind.NEW)
        elif was and left:
            yield topic_of(was).sentence(left, ChangeKind.GONE)
