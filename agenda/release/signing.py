"""An agreement as pages show it: who faces whom, and what has become of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import pgettext

from agenda.choices import Field, Role, Side
from agenda.release.content import Agreement, Organisation, Session, Signature, Speaker
from agenda.release.programme import Programme
from confsite.bilingual import Bilingual


class Seats(NamedTuple):
    """One side of the table, in the order of the document."""

    organisations: tuple[Organisation, ...]
    people: tuple[Signature, ...]


@dataclass(frozen=True)
class Signing:
    """An agreement, or a centre, in the session that it belongs to."""

    agreement: Agreement
    session: Session

    @property
    def sides(self) -> tuple[Seats, ...]:
        """Those who face each other, without a side on which nobody is."""
        seats = (
            Seats(
                tuple(p.organisation for p in self.agreement.parties if p.side == side),
                tuple(p for p in self.agreement.people if self.side_of(p) == side),
            )
            for side in Side
        )
        return tuple(side for side in seats if side.organisations or side.people)

    @property
    def beside(self) -> tuple[Signature, ...]:
        """Those who stand on neither side."""
        return tuple(p for p in self.agreement.people if not self.side_of(p))

    def side_of(self, part: Signature) -> str:
        """The side that was given, or else that of the party one signs for."""
        if part.side or part.role != Role.SIGNATORY:
            return part.side
        house = part.speaker.organisation
        sides = {party.organisation: party.side for party in self.agreement.parties}
        return sides.get(house, "") if house else ""

    @property
    def is_named(self) -> bool:
        """Whether it has a title of its own; otherwise its parties stand for it."""
        return bool(Bilingual("title").pair(self.agreement).active)

    @property
    def status(self) -> str:
        """What has become of it; nothing before that."""
        if not self.agreement.is_concluded:
            if self.session.is_cancelled:
                return pgettext("agreement", "The ceremony does not take place")
            return ""
        if self.agreement.field == Field.CENTRE:
            return pgettext("agreement", "Inaugurated")
        return pgettext("agreement", "Signed")

    @property
    def announcement(self) -> str:
        """Where it was announced, once it has been."""
        return self.agreement.url


class InOneField(NamedTuple):
    field: Field
    signings: tuple[Signing, ...]


def by_field(agreements: Iterable[tuple[Agreement, Session]]) -> tuple[InOneField, ...]:
    """Those given, under their fields; a field without any is left out."""
    signings = [Signing(agreement, session) for agreement, session in agreements]
    groups = (
        InOneField(field, tuple(s for s in signings if s.agreement.field == field))
        for field in Field
    )
    return tuple(group for group in groups if group.signings)


def of_session(session: Session) -> tuple[Signing, ...]:
    return tuple(Signing(agreement, session) for agreement in session.agreements)


def of_organisation(
    programme: Programme, organisation: Organisation
) -> tuple[Signing, ...]:
    """Those to which it is a party."""
    return tuple(
        Signing(agreement, session)
        for agreement, session in programme.agreements
        if any(party.organisation is organisation for party in agreement.parties)
    )


def of_speaker(
    programme: Programme, speaker: Speaker
) -> tuple[tuple[Signing, str], ...]:
    """What somebody signs, witnesses or unveils, each with these roles in words."""
    found = []
    for agreement, session in programme.agreements:
        roles = [p.role_label for p in agreement.people if p.speaker is speaker]
        if roles:
            found.append((Signing(agreement, session), " · ".join(roles)))
    return tuple(found)
