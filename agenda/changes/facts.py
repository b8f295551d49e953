"""What changed in the conference itself, its partners, its rooms and tracks."""

from collections.abc import Iterator, Mapping

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from agenda import models
from agenda.changes.change import Change, Sentence, Subject, Title, What, When, say
from agenda.changes.columns import differences, renamed
from agenda.changes.orders import by_id, is_reordered
from agenda.changes.people import name_of
from agenda.release.content import ConferenceFacts, Place
from agenda.release.programme import Programme
from confsite.bilingual import Bilingual
from confsite.clocks import Moment

# Told below.
TOLD_APART = {"starts_at", "ends_at", "partners"}


def of_conference(before: Programme, after: Programme) -> Iterator[Change]:
    was, now = before.conference, after.conference
    sentences = (
        *of_dates(was, now),
        *differences(
            _("The conference"),
            models.Conference,
            was,
            now,
            but=TOLD_APART,
            overrides=now.country_names,
        ),
        *of_partners(was, now),
    )
    for sentence in sentences:
        yield Change(Subject.CONFERENCE, What.OTHER, sentence)


def of_dates(before: ConferenceFacts, after: ConferenceFacts) -> Iterator[Sentence]:
    # On the clocks of today, as with sessions.
    if before.starts_at != after.starts_at:
        words = _("The conference begins on %(after)s now (was: %(before)s).")
        was = Moment(before.starts_at, *after.clocks)
        yield say(words, before=When(was), after=When(after.starts))
    if before.ends_at != after.ends_at:
        words = _("The conference ends on %(after)s now (was: %(before)s).")
        was = Moment(before.ends_at, *after.clocks)
        yield say(words, before=When(was), after=When(after.ends))


def of_partners(before: ConferenceFacts, after: ConferenceFacts) -> Iterator[Sentence]:
    was, now = by_id(before.partners), by_id(after.partners)
    for pk, partner in now.items():
        if pk not in was:
            words = _("%(organisation)s is a partner now.")
            yield say(words, organisation=name_of(partner))
    for pk, partner in was.items():
        if pk not in now:
            words = _("%(organisation)s is not a partner any more.")
            yield say(words, organisation=name_of(partner))
    if is_reordered(list(was), list(now)):
        yield say(_("The partners are named in another order."))


def of_places(before: Programme, after: Programme) -> Iterator[Change]:
    """Rooms and tracks in which something takes place before and after."""
    rooms = [
        by_id(session.place for session in programme.sessions if session.place)
        for programme in (before, after)
    ]
    tracks = [
        by_id(session.thread for session in programme.sessions if session.thread)
        for programme in (before, after)
    ]
    sentences = (
        *between(models.Room, *rooms),
        *between(models.Track, *tracks),
    )
    for sentence in sentences:
        yield Change(Subject.PLACE, What.OTHER, sentence)


def between(
    model: type[Model], before: Mapping[int, Place], after: Mapping[int, Place]
) -> Iterator[Sentence]:
    for pk in in_order(after):
        known, place = before.get(pk), after[pk]
        if known is None or known == place:
            continue
        was, name = (Title(Bilingual("name").pair(p)) for p in (known, place))
        yield from renamed(was, name, model, "name", known, place)
        yield from differences(name, model, known, place, but={"name", "position"})
    if is_reordered(in_order(before), in_order(after)):
        if model is models.Room:
            yield say(_("The rooms stand in another order."))
        else:
            yield say(_("The tracks stand in another order."))


def in_order(places: Mapping[int, Place]) -> list[int]:
    return sorted(places, key=lambda pk: (places[pk].position, pk))
