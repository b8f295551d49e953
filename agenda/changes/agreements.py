"""What changed in the agreements and the centres: their parties, their people, and
whether they are concluded."""

from collections.abc import Iterator
from dataclasses import replace

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
from agenda.changes.columns import ColumnLabel, Names, compare_columns
from agenda.changes.sessions import of_people
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
            yield from sentences(was, now, before, after)
            # Of a new one an embargo is all that is left to tell.
            states = was or replace(now, embargo_until=None), now, after.conference
            columns = compare_columns(models.Agreement, *states, told_apart)
            yield from map(topic_of(now).row, columns)
        elif was:
            words = _("“%(name)s” was taken out.")
            yield topic_of(was).sentence(words, ChangeKind.GONE)
    for old, session in pairs(before.sessions, after.sessions):
        if old and session:
            topic = Topic(Subject.AGREEMENT, topic_of(session).name)
            label = ColumnLabel(models.Session, "agreements")
            yield from order_of(topic, label, old.agreements, session.agreements)


def agreements(programme: Programme) -> Iterator[Agreement]:
    """As the public sees them: an announcement comes when they are published."""
    for agreement, _session in programme.agreements:
        is_published = agreement.status == AgreementStatus.PUBLISHED
        yield agreement if is_published else replace(agreement, url="")


def sentences(
    was: Agreement | None, now: Agreement, before: Programme, after: Programme
) -> Iterator[Change]:
    agreement, session = topic_of(now), name_of_session(now, after)
    if was is None:
        words = _("“%(name)s” is new in “%(session)s”.")
        if now.parties:
            words = _("“%(name)s” is new in “%(session)s”, between %(parties)s.")
        houses = [party.organisation for party in now.parties]
        parties = Names(tuple(Bilingual("name").pair(house) for house in houses))
        yield agreement.sentence(
            words, ChangeKind.NEW, session=session, parties=parties
        )
    if now.is_concluded and not (was and was.is_concluded):
        words = _("“%(name)s” was signed.")
        if now.field == Field.CENTRE:
            words = _("“%(name)s” was inaugurated.")
        yield agreement.sentence(words, ChangeKind.CONCLUDED)
    if was and was.is_concluded and not now.is_concluded:
        words = _("“%(name)s” does not count as concluded any more.")
        yield agreement.sentence(words)
    if was and was.session_id != now.session_id:
        words = _("“%(name)s” belongs to “%(after)s” now (was: “%(before)s”).")
        old = name_of_session(was, before)
        yield agreement.sentence(words, before=old, after=session)
    if was:
        yield from of_people(agreement, was.people, now.people)


def name_of_session(agreement: Agreement, programme: Programme) -> object:
    sessions = {session.id: session for session in programme.sessions}
    return topic_of(sessions[agreement.session_id]).name
