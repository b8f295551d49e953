"""What changed in the agreements and the centres: their parties, their people, and
whether they are concluded."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from agenda import models
from agenda.changes.change import (
    Change,
    ChangeKind,
    Name,
    Subject,
    Topic,
    order_of,
    pairs,
)
from agenda.changes.columns import Label, Names, compare_columns
from agenda.changes.sessions import name_of, of_people
from agenda.choices import AgreementStatus, Field
from agenda.release.content import Agreement
from agenda.release.programme import Programme
from confsite.bilingual import Bilingual

# Told below. Of its status the public sees whether it is concluded and announced.
TOLD_APART = {"session_id", "status", "people"}


def changes(
    before: Programme, after: Programme, *, with_embargoes: bool
) -> Iterator[Change]:
    """Agreement by agreement; the embargoes themselves are for staff alone."""
    told_apart = TOLD_APART if with_embargoes else TOLD_APART | {"embargo_until"}
    for was, now in pairs(*map(agreements, (before, after))):
        if now:
            agreement = Topic(Subject.AGREEMENT, Name(now))
            if was is None:
                yield new(agreement, now, after)
            if now.is_concluded and not (was and was.is_concluded):
                yield concluded(agreement, now)
            if was:
                yield from between(agreement, was, now, before, after)
            # Of a new one an embargo is all that is left to tell.
            was = was or replace(now, embargo_until=None)
            columns = compare_columns(
                models.Agreement, was, now, after.conference, told_apart
            )
            yield from map(agreement.row, columns)
        elif was:
            agreement = Topic(Subject.AGREEMENT, Name(was))
            words = _("“%(name)s” was taken out.")
            yield agreement.sentence(words, ChangeKind.GONE)
    for old, session in pairs(before.sessions, after.sessions):
        if old and session:
            topic = Topic(Subject.AGREEMENT, name_of(session))
            label = Label(models.Session, "agreements")
            yield from order_of(topic, label, old.agreements, session.agreements)


def agreements(programme: Programme) -> Iterator[Agreement]:
    """As the public sees them: an announcement comes when they are published."""
    for agreement, _session in programme.agreements:
        is_published = agreement.status == AgreementStatus.PUBLISHED
        yield agreement if is_published else replace(agreement, url="")


def new(agreement: Topic, after: Agreement, programme: Programme) -> Change:
    words = _("“%(name)s” is new in “%(session)s”.")
    if after.parties:
        words = _("“%(name)s” is new in “%(session)s”, between %(parties)s.")
    houses = (party.organisation for party in after.parties)
    return agreement.sentence(
        words,
        ChangeKind.NEW,
        session=session_of(after, programme),
        parties=Names(tuple(Bilingual("name").pair(house) for house in houses)),
    )


def concluded(agreement: Topic, after: Agreement) -> Change:
    words = _("“%(name)s” was signed.")
    if after.field == Field.CENTRE:
        words = _("“%(name)s” was inaugurated.")
    return agreement.sentence(words, ChangeKind.CONCLUDED)


def between(
    agreement: Topic,
    was: Agreement,
    now: Agreement,
    before: Programme,
    after: Programme,
) -> Iterator[Change]:
    if was.is_concluded and not now.is_concluded:
        words = _("“%(name)s” does not count as concluded any more.")
        yield agreement.sentence(words)
    if was.session_id != now.session_id:
        words = _("“%(name)s” belongs to “%(after)s” now (was: “%(before)s”).")
        old, new = session_of(was, before), session_of(now, after)
        yield agreement.sentence(words, before=old, after=new)
    yield from of_people(agreement, was.people, now.people)


def session_of(agreement: Agreement, programme: Programme) -> Name:
    sessions = {session.id: session for session in programme.sessions}
    return name_of(sessions[agreement.session_id])
