"""What somebody agrees to and may agree to, as their page shows it."""

from typing import Any, NamedTuple

from confsite.bilingual import Text
from confsite.clocks import Moment
from registration.consents import services as consents
from registration.states import ConsentPurpose


class ConsentOnPage(NamedTuple):
    """One purpose: with the text that they agreed to, or else with today's."""

    purpose: ConsentPurpose
    text: Text
    version: int
    # When they agreed, on both clocks; empty: they do not.
    since: str = ""

    @property
    def label(self) -> str:
        return str(self.purpose.label)


def agreements(delegate: Any) -> list[ConsentOnPage]:
    """In the order of the purposes: what is asked, and what stands.

    Who agreed to an earlier text stays with it. Whose registration is over is asked
    nothing more, and can still withdraw.
    """
    if not delegate.has_consents:
        return []
    standing = consents.standing(delegate)
    asked = consents.latest_texts(delegate) if delegate.is_live else {}
    found = []
    for purpose in ConsentPurpose:
        if given := standing.get(purpose):
            since = Moment(given.given_at, *delegate.conference.clocks).in_full
            agreed = given.text
            found.append(ConsentOnPage(purpose, agreed.text, agreed.version, since))
        elif text := asked.get(purpose):
            found.append(ConsentOnPage(purpose, text.text, text.version))
    return found


def is_listed(agreed: list[ConsentOnPage]) -> bool:
    """Whether they agree to be listed among the participants."""
    return any(
        one.purpose == ConsentPurpose.LISTED and bool(one.since) for one in agreed
    )
