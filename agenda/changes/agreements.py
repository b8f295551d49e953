"""What changed in the agreements and the centres: their parties, their people, and
whether they are concluded."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from agenda import models
from agenda.changes.change import (
    Change,
    Label,
    Names,
    Person,
    Sentence,
    Subject,
    Title,
    What,
    When,
    Words,
    say,
)
from agenda.changes.columns import LONG, difference, differences, renamed
from agenda.changes.orders import by_id, is_reordered
from agenda.changes.sessions import title as title_of_session
from agenda.choices import AgreementStatus, Field, Role
from agenda.release.content import Agreement, Organisation, Session
from agenda.release.programme import Programme
from confsite.bilingual import Bilingual, Pair
from confsite.clocks import Moment

# Told below. Of its status the public sees whether it is concluded and announced.
TOLD_APART = {
    "title",
    "session_id",
    "status",
    "url",
    "embargo_until",
    "parties",
    "people",
}
JOINED = {
    Role.SIGNATORY: _("%(person)s now signs %(agreement)s."),
    Role.WITNESS: _("%(person)s now witnesses %(agreement)s."),
    Role.UNVEILER: _("%(person)s now unveils %(agreement)s."),
}

Told = Iterator[tuple[What, Sentence]]
InSession = tuple[Agreement, Session]


def changes(
    before: Programme, after: Programme, *, with_embargoes: bool
) -> Iterator[Change]:
    """Agreement by agreement; the embargoes themselves are for staff alone."""
    was = {pair[0].id: pair for pair in before.agreements}
    now = {pair[0].id: pair for pair in after.agreements}
    for pk, pair in now.items():
        known = was.get(pk)
        for what, sentence in told(known, pair) if known else new(pair):
            yield Change(Subject.AGREEMENT, what, sentence)
        if with_embargoes:
            for sentence in of_embargo(known, pair):
                yield Change(Subject.AGREEMENT, What.OTHER, sentence)
    for pk, (agreement, _session) in was.items():
        if pk not in now:
            yield Change(Subject.AGREEMENT, What.GONE, gone(agreement))
    for sentence in of_order(before, after):
        yield Change(Subject.AGREEMENT, What.OTHER, sentence)


def new(pair: InSession) -> Told:
    agreement, session = pair
    name, where = Title(agreement), title_of_session(session)
    if agreement.parties:
        words = _("%(agreement)s is new in %(session)s, between %(parties)s.")
        parties = names(agreement)
        yield What.NEW, say(words, agreement=name, session=where, parties=parties)
    else:
        words = _("%(agreement)s is new in %(session)s.")
        yield What.NEW, say(words, agreement=name, session=where)
    if agreement.is_concluded:
        yield What.CONCLUDED, concluded(agreement)


def concluded(agreement: Agreement) -> Sentence:
    if agreement.field == Field.CENTRE:
        return say(_("%(agreement)s was inaugurated."), agreement=Title(agreement))
    return say(_("%(agreement)s was signed."), agreement=Title(agreement))


def gone(agreement: Agreement) -> Sentence:
    if not agreement.parties:
        return say(_("%(agreement)s was taken out."), agreement=Title(agreement))
    words = _("%(agreement)s, between %(parties)s, was taken out.")
    return say(words, agreement=Title(agreement), parties=names(agreement))


def names(agreement: Agreement) -> Names:
    return Names(tuple(name_pair(party.organisation) for party in agreement.parties))


def name_pair(organisation: Organisation) -> Pair:
    return Bilingual("name").pair(organisation)


def told(before: InSession, after: InSession) -> Told:
    (was, old_session), (now, session) = before, after
    name = Title(now)
    if now.is_concluded and not was.is_concluded:
        yield What.CONCLUDED, concluded(now)
    if was.is_concluded and not now.is_concluded:
        words = _("%(agreement)s does not count as concluded any more.")
        yield What.OTHER, say(words, agreement=name)
    if old_session.id != session.id:
        words = _("%(agreement)s belongs to %(after)s now (was: %(before)s).")
        titles = {
            "before": title_of_session(old_session),
            "after": title_of_session(session),
        }
        yield What.OTHER, say(words, agreement=name, **titles)
    for sentences in (
        renamed(Title(was), name, models.Agreement, "title", was, now),
        of_announcement(name, was, now),
        of_parties(name, was, now),
        of_people(name, was, now),
        differences(name, models.Agreement, was, now, but=TOLD_APART),
    ):
        for sentence in sentences:
            yield What.OTHER, sentence


def of_announcement(
    name: Title, before: Agreement, after: Agreement
) -> Iterator[Sentence]:
    was, now = announcement(before), announcement(after)
    if was != now:
        what = Label(models.Agreement, "url")
        yield difference(name, what, was, now, LONG)


def announcement(agreement: Agreement) -> str | None:
    is_published = agreement.status == AgreementStatus.PUBLISHED
    return (agreement.url or None) if is_published else None


def of_parties(name: Title, before: Agreement, after: Agreement) -> Iterator[Sentence]:
    was = {party.organisation.id: party for party in before.parties}
    now = {party.organisation.id: party for party in after.parties}
    for pk in [pk for pk in now if pk not in was]:
        words = _("%(party)s is a party to %(agreement)s now.")
        party = Words(name_pair(now[pk].organisation))
        yield say(words, agreement=name, party=party)
    for pk in [pk for pk in was if pk not in now]:
        words = _("%(party)s is not a party to %(agreement)s any more.")
        party = Words(name_pair(was[pk].organisation))
        yield say(words, agreement=name, party=party)
    if any(was[pk].side != now[pk].side for pk in was.keys() & now.keys()):
        words = _("The parties to %(agreement)s changed sides.")
        yield say(words, agreement=name)
    if is_reordered(list(was), list(now)):
        words = _("The parties to %(agreement)s are named in another order.")
        yield say(words, agreement=name)


def of_people(name: Title, before: Agreement, after: Agreement) -> Iterator[Sentence]:
    was = {(part.speaker.id, part.role): part for part in before.people}
    now = {(part.speaker.id, part.role): part for part in after.people}
    for key, part in now.items():
        if key not in was:
            words = JOINED[Role(part.role)]
            yield say(words, person=Person(part.speaker), agreement=name)
    for key, part in was.items():
        if key not in now:
            words = _(
                "%(person)s is not named as “%(role)s” of %(agreement)s any more."
            )
            role = Role(part.role).label
            yield say(words, person=Person(part.speaker), agreement=name, role=role)
    if any(was[key].side != now[key].side for key in was.keys() & now.keys()):
        words = _("The people of %(agreement)s changed sides.")
        yield say(words, agreement=name)
    if is_reordered(list(was), list(now)):
        words = _("The people of %(agreement)s are named in another order.")
        yield say(words, agreement=name)


def of_embargo(before: InSession | None, after: InSession) -> Iterator[Sentence]:
    agreement, session = after
    was, now = before and before[0].embargo_until, agreement.embargo_until
    if was == now:
        return
    name = Title(agreement)
    if now is None:
        yield say(_("The embargo on %(agreement)s is lifted."), agreement=name)
    else:
        words = _("%(agreement)s is under embargo until %(when)s.")
        yield say(words, agreement=name, when=When(Moment(now, *session.clocks)))


def of_order(before: Programme, after: Programme) -> Iterator[Sentence]:
    was = by_id(before.sessions)
    for session in after.sessions:
        known = was.get(session.id)
        if known and is_reordered(ids(known), ids(session)):
            words = _("What is concluded in %(session)s is named in another order.")
            yield say(words, session=title_of_session(session))


def ids(session: Session) -> list[int]:
    return [agreement.id for agreement in session.agreements]
