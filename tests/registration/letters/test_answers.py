"""L3: the table of answers is the rule, and this table is its test."""

import pytest

from registration.letters.answers import Stage, Verdict, verdict

RELAY, DOMAIN, LATER = Verdict.RELAY, Verdict.DOMAIN, Verdict.LATER
SLOWLY, NOBODY, NEVER = Verdict.SLOWLY, Verdict.NOBODY, Verdict.NEVER
OPENING, SENDER = Stage.OPENING, Stage.SENDER
RECIPIENT, CONTENT = Stage.RECIPIENT, Stage.CONTENT


@pytest.mark.parametrize(
    ("stage", "answer", "meaning"),
    [
        # The mail server itself.
        (OPENING, "421 4.3.2 shutting down", RELAY),
        (OPENING, "554 5.7.1 no service for you", RELAY),
        (OPENING, "535 5.7.8 authentication failed", RELAY),
        (OPENING, "454 4.7.0 TLS not available", RELAY),
        (SENDER, "421 4.7.0 too many letters in this session", RELAY),
        (SENDER, "530 5.7.0 Must issue a STARTTLS command first", RELAY),
        (RECIPIENT, "530 5.7.1 authentication required", RELAY),
        (RECIPIENT, "535 5.7.8 wrong password", RELAY),
        (CONTENT, "530 5.7.1 authentication required", RELAY),
        # One provider, for a while.
        (RECIPIENT, "421 4.7.0 try again later", DOMAIN),
        (CONTENT, "421 4.7.28 unusual rate of mail", DOMAIN),
        (RECIPIENT, "550 Ip frequency limited", DOMAIN),
        (CONTENT, "550 Connection frequency limited", DOMAIN),
        (RECIPIENT, "550 Domain frequency limited.", DOMAIN),
        (RECIPIENT, "421 HL:ICC 163 mx12,PMCowEA5xyz", DOMAIN),
        (RECIPIENT, "450 RP:CEL 163 mx3", DOMAIN),
        (RECIPIENT, "451 MI:UFL 163 mx7", DOMAIN),
        (RECIPIENT, "451 4.7.650 the mail server has been temporarily limited", DOMAIN),
        (RECIPIENT, "450 Requested mail action not taken: too much fail", DOMAIN),
        # One letter, for a while.
        (RECIPIENT, "450 4.2.0 greylisted, see http://example.org", LATER),
        (RECIPIENT, "451 4.7.1 greylisting in action", LATER),
        (RECIPIENT, "450 4.2.1 the user receives mail at too high a rate", LATER),
        (CONTENT, "451 4.3.0 a report will be generated", LATER),
        (RECIPIENT, "452 4.2.2 mailbox full", LATER),
        (RECIPIENT, "454 4.7.1 relay access denied", LATER),
        (CONTENT, "451 4.3.0 local error in processing", LATER),
        (CONTENT, "451 DT:SPM 163 smtp5", LATER),
        (CONTENT, "-1 ", LATER),
        # It looks final and is not.
        (RECIPIENT, "550 Mailbox unavailable or access denied [abc]", SLOWLY),
        (CONTENT, "550 Mailbox unavailable or access denied", SLOWLY),
        (RECIPIENT, "552 5.2.2 mailbox full", SLOWLY),
        (RECIPIENT, "552 Requested mail action aborted: exceeded storage", SLOWLY),
        (RECIPIENT, "550 5.2.2 user is over quota", SLOWLY),
        (CONTENT, "552 storage exceeded", SLOWLY),
        (CONTENT, "554 DT:SPM 163 smtp5", SLOWLY),
        (RECIPIENT, "550 RP:TRC 163 mx5", SLOWLY),
        (RECIPIENT, "550 4.2.1 the user receives too many letters", SLOWLY),
        # There is no such mailbox.
        (RECIPIENT, "550 5.1.1 <a@example.org>: user unknown", NOBODY),
        (CONTENT, "550 5.1.1 unknown", NOBODY),
        (RECIPIENT, "553 sorry", NOBODY),
        (RECIPIENT, "553 5.1.3 bad address syntax", NOBODY),
        (RECIPIENT, "550 No such user here", NOBODY),
        (RECIPIENT, "550 User not found: a@163.com", NOBODY),
        (RECIPIENT, "550 Mailbox not found. https://service.mail.qq.com", NOBODY),
        (RECIPIENT, "550 5.2.1 mailbox disabled", NOBODY),
        (RECIPIENT, "556 5.1.10 domain does not accept mail", NOBODY),
        # It is not wanted.
        (RECIPIENT, "550 5.7.1 relaying denied", NEVER),
        (RECIPIENT, "553 5.7.1 sender not allowed", NEVER),
        (SENDER, "553 5.1.8 sender address rejected", NEVER),
        (CONTENT, "554 5.7.1 spam", NEVER),
        (CONTENT, "552 5.3.4 message too big", NEVER),
        (CONTENT, "554 transaction failed", NEVER),
    ],
)
def test_an_answer_means(stage, answer, meaning):
    code, _space, text = answer.partition(" ")

    assert verdict(stage, int(code), text) == meaning
