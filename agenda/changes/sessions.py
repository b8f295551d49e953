"""What changed in the sessions: when, where, who, and whether at all."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from agenda import models
from agenda.changes.change import Change, ChangeKind, Topic, pairs, topic_of
from agenda.changes.columns import REORDERED, When, compare_columns
from agenda.choices import Role
from agenda.release.content import Participation, Room, Session
from agenda.release.programme import Programme
from confsite.bilingual import Bilingual, Pair
from confsite.clocks import Moment
from confsite.differences import Difference

# Told below or with the agreements, or following from when the session begins.
TOLD_APART = {
    "is_cancelled",
    "starts_at",
    "moved_from_at",
    "clocks",
    "people",
    "agreements",
}
CANCELLED = _("“%(name)s” is cancelled.")
JOINED = _("%(person)s now takes part in “%(name)s” as “%(role)s”.")
LEFT = _("%(person)s does not take part in “%(name)s” as “%(role)s” any more.")


def changes(before: Programme, after: Programme) -> Iterator[Change]:
    """Session by session, in the order of the programme; what is gone comes last."""
    for was, now in pairs(before.sessions, after.sessions):
        if was and now:
            yield from between(was, now, after)
        elif now:
            yield from new(now)
        elif was:
            words = _("“%(name)s” was taken out; it was to begin on %(when)s.")
            yield topic_of(was).sentence(words, ChangeKind.GONE, when=When(was.starts))


def new(after: Session) -> Iterator[Change]:
    session, when, room = (
        topic_of(after),
        When(after.starts),
        name_of_place(after.place),
    )
    words = _("“%(name)s” is new: %(when)s.")
    if room:
        words = _("“%(name)s” is new: %(when)s, %(room)s.")
    yield session.sentence(words, ChangeKind.NEW, when=when, room=room)
    if after.is_cancelled:
        yield session.sentence(CANCELLED, ChangeKind.CANCELLED)


def between(before: Session, after: Session, programme: Programme) -> Iterator[Change]:
    session, told_apart = topic_of(after), set(TOLD_APART)
    if after.is_cancelled and not before.is_cancelled:
        yield session.sentence(CANCELLED, ChangeKind.CANCELLED)
    if before.is_cancelled and not after.is_cancelled:
        yield session.sentence(_("“%(name)s” takes place after all."))
    if before.starts_at != after.starts_at:
        yield moved(session, before, after)
    if before.ends_at - before.starts_at == after.ends_at - after.starts_at:
        told_apart.add("ends_at")  # it moved as it is
    if room := in_another_room(session, before.place, after.place):
        told_apart.add("place")
        yield room
    yield from of_people(session, before.people, after.people)
    states = before, after, programme.conference
    yield from map(session.row, compare_columns(models.Session, *states, told_apart))


def moved(session: Topic, before: Session, after: Session) -> Change:
    """With the day, if it is another one."""
    # On the clocks of today: that a clock is another one is told once for all sessions.
    was, now = Moment(before.starts_at, *after.clocks), after.starts
    has_day = was.local.date() != now.local.date()
    whens = {"before": When(was, has_day), "after": When(now, has_day)}
    words = _("“%(name)s” moved from %(before)s to %(after)s.")
    return session.sentence(words, ChangeKind.MOVED, **whens)


def in_another_room(
    session: Topic, before: Room | None, after: Room | None
) -> Change | None:
    """None as well if the other room has the same name, which would be a riddle."""
    was, now = name_of_place(before), name_of_place(after)
    if was == now or (before and after and before.id == after.id):
        return None
    words = _("“%(name)s” is in %(after)s now.")
    if not now:
        words = _("“%(name)s” has no room for now (was: %(before)s).")
    elif was:
        words = _("“%(name)s” is in %(after)s now (was: %(before)s).")
    return session.sentence(words, before=was, after=now)


def name_of_place(place: Room | None) -> Pair | None:
    return Bilingual("name").pair(place) if place else None


def of_people(
    topic: Topic, before: Sequence[Participation], after: Sequence[Participation]
) -> Iterator[Change]:
    """Who joins and who leaves a session or an agreement.

    Those who stay stand in another order as well if one sits on the other side.
    """
    was, now = (
        {(part.speaker.id, part.role): part for part in people}
        for people in (before, after)
    )
    for words, people, others in ((JOINED, now, was), (LEFT, was, now)):
        for part in (part for key, part in people.items() if key not in others):
            person, role = topic_of(part.speaker).name, Role(part.role).label
            yield topic.sentence(words, person=person, role=role)
    seats = [
        [(k, getattr(part, "side", "")) for k, part in people.items() if k in others]
        for people, others in ((was, now), (now, was))
    ]
    if seats[0] != seats[1]:
        yield topic.row(Difference(_("people"), "", "", REORDERED))
