"""What a mail server's answers mean: one table, read from the top.

RFC 5321 and 3463, and what QQ and NetEase say otherwise than these: an answer that
looks final and passes, or one to a recipient that is about all mailboxes of a provider.
"""

import re
from dataclasses import dataclass
from enum import Enum, IntEnum, auto


class Stage(IntEnum):
    """How far a letter has come in the conversation with the server."""

    OPENING = auto()  # banner, EHLO, TLS, sign-in
    SENDER = auto()
    RECIPIENT = auto()
    CONTENT = auto()


class Verdict(Enum):
    """What becomes of a letter after an answer."""

    RELAY = "the mail server cannot be used: every letter waits"
    DOMAIN = "later, and the other letters to this domain wait too"
    LATER = "later"
    SLOWLY = "later, after longer pauses: it looks final and is not"
    NOBODY = "never: there is no such mailbox"
    NEVER = "never"


@dataclass(frozen=True)
class AnswerRule:
    """An answer matches if stage, code and text do; no stages are all stages."""

    verdict: Verdict
    codes: str
    words: str = ""
    stages: tuple[Stage, ...] = ()

    def matches(self, stage: Stage, code: int, text: str) -> bool:
        return (
            (not self.stages or stage in self.stages)
            and re.fullmatch(self.codes, str(code)) is not None
            and re.search(self.words, text, re.IGNORECASE) is not None
        )


TO = (Stage.RECIPIENT,)
LETTER = (Stage.RECIPIENT, Stage.CONTENT)
LIMITED = r"frequen|too (many|much|fast)|\brate|throttl|limit|busy"
UNKNOWN = (
    r"(user|mailbox|recipient|account|address)\b.*(unknown|not found|not exist|invalid)"
    r"|(no such|unknown|invalid) (local )?(user|mailbox|recipient|account|address)"
    r"|does(n't| not) (exist|have)|no mailbox"
)
TABLE = (
    AnswerRule(Verdict.RELAY, ".*", stages=(Stage.OPENING,)),
    # Sign in first, encrypt first, a password that is wrong: whatever it is said to.
    AnswerRule(Verdict.RELAY, "530|534|535|538"),
    AnswerRule(Verdict.RELAY, "421", stages=(Stage.SENDER,)),
    # The server closes the channel because of this recipient or this letter.
    AnswerRule(Verdict.DOMAIN, "421"),
    # NetEase: reputation, too many connections, too many letters.
    AnswerRule(
        Verdict.DOMAIN, "4..", r"\b(RP:(TRC|CEL|RCL)|MI:(UFL|CEL|STC)|HL:(REP|ICC))"
    ),
    AnswerRule(Verdict.DOMAIN, "4..", r"4\.7\.(28|500|650)|\bTSS\d|4\.3\.2|4\.4\.5"),
    # About the one mailbox (RFC 3463, 3.3), however many others write to it.
    AnswerRule(Verdict.LATER, "45.", r"^4\.2\.\d"),
    AnswerRule(Verdict.DOMAIN, "45[01]", LIMITED),
    AnswerRule(Verdict.LATER, "4.."),
    # An answer that contradicts itself.
    AnswerRule(Verdict.SLOWLY, "5..", r"^4\.\d+\.\d+\b"),
    # QQ: "Ip frequency limited", "Connection frequency limited", "Domain frequency …".
    AnswerRule(Verdict.DOMAIN, "550", r"frequency limited"),
    # QQ, of a mailbox that is there: for a while it takes nothing from us.
    AnswerRule(Verdict.SLOWLY, "550", r"mailbox unavailable or access denied"),
    # NetEase: suspects us, until it does not.
    AnswerRule(Verdict.SLOWLY, "55[0-4]", r"\b(RP|MI|DT|HL):[A-Z]{2,4}\b", LETTER),
    AnswerRule(
        Verdict.DOMAIN, "55[04]", r"too many|rate limit|throttl|try again later"
    ),
    # A full mailbox is emptied (RFC 5321, 4.5.3.1.10: 552 to a recipient is a 452).
    AnswerRule(Verdict.SLOWLY, "55[0-4]", r"\b5\.2\.2\b|quota|(mailbox|storage).*full"),
    AnswerRule(Verdict.NEVER, "552", r"\b5\.(2\.3|3\.4|7\.\d+)\b"),
    AnswerRule(Verdict.SLOWLY, "552", stages=LETTER),
    AnswerRule(Verdict.NOBODY, "55.", r"\b5\.(1\.(0|1|2|3|6|10)|2\.1)\b", LETTER),
    AnswerRule(Verdict.NOBODY, "55[01346]", UNKNOWN, LETTER),
    AnswerRule(Verdict.NOBODY, "551", stages=TO),
    AnswerRule(Verdict.NOBODY, "553", r"^(?!\d\.[^1])", TO),
    AnswerRule(Verdict.NEVER, "5.."),
    # No answer of SMTP at all.
    AnswerRule(Verdict.LATER, ".*"),
)


def verdict(stage: Stage, code: int, text: str) -> Verdict:
    return next(rule for rule in TABLE if rule.matches(stage, code, text)).verdict
