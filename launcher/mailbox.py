"""The embedded mailbox: an SMTP server on loopback that keeps every letter for a day.

It takes letters of this confsite alone: whoever else is on this machine reaches its
port as well, and would write to staff in our name.
"""

import asyncio
import hmac
import logging
import os
import signal
import time
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult

from launcher.home import SMTP_USER, home_from_environ
from launcher.maildir import Maildir

LARGEST_LETTER = 25_000_000
# Seconds. They hold personal links.
KEPT_FOR = 24 * 60 * 60
LOOK_FOR_OLD_ONES_EVERY = 10 * 60


class Postman:
    """What aiosmtpd asks for every letter."""

    def __init__(self, maildir: Maildir, password: str):
        self.maildir = maildir
        self.password = password

    def authenticator(self, *asked: Any) -> AuthResult:
        """Given server, session, envelope and mechanism; last the name and password."""
        said = asked[-1]
        known = f"{SMTP_USER}:{self.password}".encode()
        given = b"%s:%s" % (said.login, said.password)
        # Not `handled`: it answers a wrong password itself.
        return AuthResult(success=hmac.compare_digest(given, known), handled=False)

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Any, envelope: Any, sender: str, options: list[str]
    ) -> str:
        if not session.authenticated:
            return "530 5.7.0 This mailbox is not for you"
        envelope.mail_from = sender
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Any, envelope: Any, name: str, offers: list[str]
    ) -> list[str]:
        # It reads line by line, so commands may come together (RFC 2920). The last
        # offer ends the answer.
        session.host_name = name
        return [*offers[:-1], "250-PIPELINING", offers[-1]]

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        self.maildir.add(envelope.mail_from, envelope.rcpt_tos, envelope.content)
        return "250 OK"

    async def handle_exception(self, error: Exception) -> str:
        # A full disk passes: the sender keeps the letter and tries again.
        return f"451 {type(error).__name__}"


async def serve(postman: Postman, port: int) -> None:
    """Take letters on loopback until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)

    def conversation() -> SMTP:
        return SMTP(
            postman,
            hostname="localhost",  # instead of a question to the name server
            ident="confsite mailbox",
            data_size_limit=LARGEST_LETTER,
            enable_SMTPUTF8=True,
            authenticator=postman.authenticator,
            auth_require_tls=False,  # nobody listens between two ends of one machine
            loop=loop,
        )

    server = await loop.create_server(conversation, "127.0.0.1", port)
    forgetting = asyncio.create_task(forget_old_ones(postman.maildir))
    await stopped.wait()
    forgetting.cancel()
    # Not server.wait_closed(): that would wait for senders who keep a connection open.
    server.close()


async def forget_old_ones(maildir: Maildir) -> None:
    while True:
        maildir.forget(time.time() - KEPT_FOR)
        await asyncio.sleep(LOOK_FOR_OLD_ONES_EVERY)


def main() -> None:
    home = home_from_environ()
    os.umask(0o077)
    # At each login it warns of a way of its own to do that.
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    postman = Postman(Maildir(home.mailbox), home.smtp_password())
    asyncio.run(serve(postman, home.smtp_port()))


if __name__ == "__main__":
    main()
