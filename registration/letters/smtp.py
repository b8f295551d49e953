"""A connection to the mail server: how a letter is handed over, and what was answered.

smtplib opens it and reads its answers; the commands of a letter travel together where
the server offers that (RFC 2920), and a connection carries few letters: Exim, by its
defaults, puts the eleventh aside for half an hour although it says that it took it.
"""

import re
import smtplib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.utils.encoding import punycode

from registration.letters.answers import Stage, Verdict, verdict

# RFC 5321, 4.5.3.2.6: so long may a server take over a letter before it answers.
CONTENT_TIMEOUT = 600
GO_ON, CLOSING = 354, 421
AT_DOTS = re.compile(rb"^\.", re.MULTILINE)


@dataclass(frozen=True)
class Message:
    """A letter as it travels: envelope, bytes, and what is kept for staff."""

    sender: str
    to: str
    subject: str
    text: str
    data: bytes


class NotTaken(Exception):
    """The server has not taken the letter; its words, and what they mean."""

    def __init__(self, said: str, verdict: Verdict):
        super().__init__(said)
        self.verdict = verdict


class Unclear(Exception):
    """The connection ended after all was said: the letter may have been taken."""


class Gone(Exception):
    """The connection ended, before the letter itself was said."""

    def __init__(self, said: str, stage: Stage, *, at_once: bool):
        super().__init__(said)
        self.stage, self.at_once = stage, at_once


class Connection:
    """Opened when a letter leaves, and anew after a number of them.

    TLS is what the settings say and never less.
    """

    def __init__(self) -> None:
        self.server: smtplib.SMTP | None = None
        self.carried = 0

    def send(self, message: Message) -> None:
        """Hand one letter to the server. Raises NotTaken or Unclear."""
        if self.carried >= settings.MAIL_PER_CONNECTION:
            self.close()
        is_used = self.carried > 0
        try:
            self.hand_over(self.opened(), message)
        except Gone as error:
            self.hang_up()
            if is_used and error.stage == Stage.SENDER and error.at_once:
                # It was closed since the letter before, and heard nothing of this one.
                return self.send(message)
            is_relay = error.stage <= Stage.SENDER
            meaning = Verdict.RELAY if is_relay else Verdict.LATER
            raise NotTaken(str(error), meaning) from error

    def close(self) -> None:
        """Say good-bye; nobody waits for the answer to it."""
        server, self.server, self.carried = self.server, None, 0
        if server:
            threading.Thread(target=take_leave, args=(server,), daemon=True).start()

    def hang_up(self) -> None:
        server, self.server, self.carried = self.server, None, 0
        if server:
            server.close()

    @cached_property
    def tls(self) -> ssl.SSLContext | None:
        if settings.EMAIL_USE_SSL or settings.EMAIL_USE_TLS:
            return ssl.create_default_context(cafile=settings.MAIL_CA_FILE or None)
        return None

    def opened(self) -> smtplib.SMTP:
        if self.server is None:
            with gone_at(Stage.OPENING):
                self.server = dialled(self.tls)
        return self.server

    def hand_over(self, server: smtplib.SMTP, message: Message) -> None:
        self.carried += 1
        answers = list(envelope(server, message))
        for stage, code, text in answers:
            if code == CLOSING and stage == Stage.SENDER:
                raise Gone(f"{code} {text}", stage, at_once=True)
            if code // 100 not in (2, 3):
                if answers[-1][1] == GO_ON:
                    # It waits for a letter, to nobody (RFC 2920, 3.1).
                    with gone_at(stage):
                        server.send(".\r\n")
                        server.getreply()
                self.refuse(server, stage, code, text)
        code, text = self.content(server, message.data)
        if code // 100 != 2:
            self.refuse(server, Stage.CONTENT, code, text)

    def content(self, server: smtplib.SMTP, data: bytes) -> tuple[int, str]:
        lines = AT_DOTS.sub(b"..", data)
        try:
            server.sock.settimeout(CONTENT_TIMEOUT)  # type: ignore[union-attr]
            server.send(lines + b".\r\n")
            code, text = server.getreply()
            server.sock.settimeout(settings.EMAIL_TIMEOUT)  # type: ignore[union-attr]
        except (OSError, smtplib.SMTPException) as error:
            self.hang_up()
            raise Unclear(in_words(error)) from error
        return code, text.decode(errors="replace")

    def refuse(self, server: smtplib.SMTP, stage: Stage, code: int, text: str) -> None:
        try:
            if code == CLOSING:
                self.hang_up()
            else:
                server.rset()
        except (OSError, smtplib.SMTPException):
            self.hang_up()
        raise NotTaken(f"{code} {text}", verdict(stage, code, text))


def envelope(
    server: smtplib.SMTP, message: Message
) -> Iterator[tuple[Stage, int, str]]:
    """What the server says to sender, recipient and to what is to come."""
    size = f" SIZE={len(message.data)}" if server.has_extn("size") else ""
    commands = [
        (Stage.SENDER, f"MAIL FROM:<{message.sender}>{size}"),
        (Stage.RECIPIENT, f"RCPT TO:<{message.to}>"),
        (Stage.CONTENT, "DATA"),
    ]
    in_one = server.has_extn("pipelining")
    if in_one:
        with gone_at(Stage.SENDER):
            server.send("".join(f"{command}\r\n" for _stage, command in commands))
    for stage, command in commands:
        with gone_at(stage):
            if not in_one:
                server.putcmd(command)
            code, text = server.getreply()
        yield stage, code, text.decode(errors="replace")
        if code == CLOSING or (not in_one and code // 100 not in (2, 3)):
            return


def dialled(tls: ssl.SSLContext | None) -> smtplib.SMTP:
    """A connection that is ready for letters: encrypted and signed in as it has to be.

    In the name of the site, if the settings give no other.
    """
    common: dict[str, Any] = {
        "local_hostname": own_name(settings.MAIL_EHLO_NAME),
        "timeout": settings.EMAIL_TIMEOUT,
    }
    where = (settings.EMAIL_HOST, settings.EMAIL_PORT)
    server: smtplib.SMTP
    if settings.EMAIL_USE_SSL:
        server = smtplib.SMTP_SSL(*where, context=tls, **common)
    else:
        server = smtplib.SMTP(*where, **common)
    try:
        if settings.EMAIL_USE_TLS:
            server.starttls(context=tls)
        if settings.EMAIL_HOST_USER and settings.EMAIL_HOST_PASSWORD:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        server.ehlo_or_helo_if_needed()
    except BaseException:
        server.close()
        raise
    return server


def own_name(host: str) -> str:
    """As EHLO wants it: in ASCII, or an address in brackets (RFC 5321, 4.1.3)."""
    try:
        version = ip_address(host).version
    except ValueError:
        return punycode(host)
    return f"[{host}]" if version == 4 else f"[IPv6:{host}]"


@contextmanager
def gone_at(stage: Stage) -> Iterator[None]:
    try:
        yield
    except (OSError, smtplib.SMTPException) as error:
        at_once = not isinstance(error, TimeoutError)
        raise Gone(in_words(error), stage, at_once=at_once) from error


def take_leave(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()


def in_words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        text = said.decode(errors="replace") if isinstance(said, bytes) else said
        return f"{error.smtp_code} {text}"
    return str(error) or type(error).__name__
