"""What changed in the sessions: when, where, who, and whether at all."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from agenda import models
from agenda.changes.change import (
    Change,
    Label,
    OwnPage,
    Person,
    Sentence,
    Subject,
    Title,
    What,
    When,
    Words,
    say,
)
from agenda.changes.columns import difference, differences, renamed
from agenda.changes.orders import by_id, is_reordered
from agenda.choices import Role
from agenda.release.content import Part, Place, Session
from agenda.release.programme import Programme
from confsite.bilingual import Bilingual
from confsite.clocks import Moment

# Told below or with the agreements, or following from when the session begins.
TOLD_APART = {
    "title",
    "is_cancelled",
    "starts_at",
    "ends_at",
    "moved_from_at",
    "clocks",
    "place",
    "thread",
    "is_interpreted",
    "places",
    "people",
    "agreements",
}
JOINED = {
    Role.HOST: _("%(person)s now hosts %(session)s."),
    Role.GUEST_OF_HONOUR: _("%(person)s is now guest of honour in %(session)s."),
    Role.MODERATOR: _("%(person)s now moderates %(session)s."),
    Role.KEYNOTE_SPEAKER: _("%(person)s now gives the keynote in %(session)s."),
    Role.SPEAKER: _("%(person)s now speaks in %(session)s."),
    Role.PANELLIST: _("%(person)s is now on the panel of %(session)s."),
    Role.SIGNATORY: _("%(person)s now signs in %(session)s."),
    Role.WITNESS: _("%(person)s is now a witness in %(session)s."),
    Role.UNVEILER: _("%(person)s now unveils in %(session)s."),
    Role.INTERPRETER: _("%(person)s now interprets in %(session)s."),
}
CANCELLED = _("%(session)s is cancelled.")

Told = Iterator[tuple[What, Sentence]]


def changes(before: Programme, after: Programme) -> Iterator[Change]:
    """Session by session, in the order of the programme; what is gone comes last."""
    was, now = by_id(before.sessions), by_id(after.sessions)
    for session in after.sessions:
        known = was.get(session.id)
        for what, sentence in told(known, session) if known else new(session):
            yield Change(Subject.SESSION, what, sentence, day_of(session))
    for session in before.sessions:
        if session.id not in now:
            words = _("%(session)s was taken out; it was to begin on %(when)s.")
            sentence = say(words, session=title(session), when=When(session.starts))
            yield Change(Subject.SESSION, What.GONE, sentence, day_of(session))


def day_of(session: Session) -> date:
    return session.starts.local.date()


def title(session: Session) -> Title:
    return Title(Bilingual("title").pair(session), OwnPage("session", session.id))


def new(session: Session) -> Told:
    name, when = title(session), When(session.starts)
    if session.place:
        words = _("%(session)s is new: %(when)s, %(room)s.")
        room = name_of(session.place)
        yield What.NEW, say(words, session=name, when=when, room=room)
    else:
        words = _("%(session)s is new: %(when)s.")
        yield What.NEW, say(words, session=name, when=when)
    if session.is_cancelled:
        yield What.CANCELLED, say(CANCELLED, session=name)


def told(before: Session, after: Session) -> Told:
    name = title(after)
    if after.is_cancelled and not before.is_cancelled:
        yield What.CANCELLED, say(CANCELLED, session=name)
    if before.is_cancelled and not after.is_cancelled:
        words = _("%(session)s takes place after all.")
        yield What.OTHER, say(words, session=name)
    if before.starts_at != after.starts_at:
        yield What.MOVED, moved(name, before, after)
    for sentences in (
        of_end(name, before, after),
        renamed(title(before), name, models.Session, "title", before, after),
        of_room(name, before.place, after.place),
        of_track(name, before.thread, after.thread),
        of_interpretation(name, before, after),
        of_booking(name, before.places, after.places),
        of_people(name, before.people, after.people),
        differences(name, models.Session, before, after, but=TOLD_APART),
    ):
        for sentence in sentences:
            yield What.OTHER, sentence


def moved(name: Title, before: Session, after: Session) -> Sentence:
    words = _("%(session)s moved from %(before)s to %(after)s.")
    # On the clocks of today: that a clock is another one is told once for all sessions.
    was = Moment(before.starts_at, *after.clocks)
    return say(words, session=name, **whens(was, after.starts))


def of_end(name: Title, before: Session, after: Session) -> Iterator[Sentence]:
    """When it ends, if it does not just move as it is."""
    if before.ends_at - before.starts_at == after.ends_at - after.starts_at:
        return
    if before.ends_at != after.ends_at:
        words = _("%(session)s ends at %(after)s now (was: %(before)s).")
        was = Moment(before.ends_at, *after.clocks)
        yield say(words, session=name, **whens(was, after.ends))


def whens(before: Moment, after: Moment) -> dict[str, When]:
    """Both with the day, if it is another one."""
    has_day = before.local.date() != after.local.date()
    return {"before": When(before, has_day), "after": When(after, has_day)}


def of_room(
    name: Title, before: Place | None, after: Place | None
) -> Iterator[Sentence]:
    if id_of(before) == id_of(after):
        return
    was, now = (name_of(place) if place else None for place in (before, after))
    if was == now:
        yield difference(name, Label(models.Session, "room"), was, now)
    elif before and after:
        words = _("%(session)s is in %(after)s now (was: %(before)s).")
        yield say(words, session=name, before=was, after=now)
    elif after:
        words = _("%(session)s is in %(after)s now.")
        yield say(words, session=name, after=now)
    else:
        words = _("%(session)s has no room for now (was: %(before)s).")
        yield say(words, session=name, before=was)


def of_track(
    name: Title, before: Place | None, after: Place | None
) -> Iterator[Sentence]:
    if id_of(before) != id_of(after):
        was, now = (name_of(place) if place else None for place in (before, after))
        yield difference(name, Label(models.Session, "track"), was, now)


def id_of(place: Place | None) -> int | None:
    return place.id if place else None


def name_of(place: Place) -> Words:
    return Words(Bilingual("name").pair(place))


def of_interpretation(
    name: Title, before: Session, after: Session
) -> Iterator[Sentence]:
    if after.is_interpreted and not before.is_interpreted:
        yield say(_("%(session)s is interpreted now."), session=name)
    if before.is_interpreted and not after.is_interpreted:
        yield say(_("%(session)s is not interpreted any more."), session=name)


def of_booking(
    name: Title, before: int | None, after: int | None
) -> Iterator[Sentence]:
    if before == after:
        return
    if before is None:
        words = _("%(session)s is to be booked now; places: %(after)s.")
        yield say(words, session=name, after=after)
    elif after is None:
        yield say(_("%(session)s need not be booked any more."), session=name)
    else:
        yield difference(name, Label(models.Session, "places"), before, after)


def of_people(
    name: Title, before: tuple[Part, ...], after: tuple[Part, ...]
) -> Iterator[Sentence]:
    was = {(part.speaker.id, part.role): part for part in before}
    now = {(part.speaker.id, part.role): part for part in after}
    here = {speaker for speaker, _role in now}
    for key, part in now.items():
        if key not in was:
            person = Person(part.speaker)
            yield say(JOINED[Role(part.role)], person=person, session=name)
    for key, part in was.items():
        person = Person(part.speaker)
        if key[0] not in here:
            words = _("%(person)s does not take part in %(session)s any more.")
            yield say(words, person=person, session=name)
        elif key not in now:
            words = _("%(person)s is not named as “%(role)s” in %(session)s any more.")
            role = Role(part.role).label
            yield say(words, person=person, session=name, role=role)
    if is_reordered(list(was), list(now)):
        words = _("The people of %(session)s are named in another order.")
        yield say(words, session=name)
