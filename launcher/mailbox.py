"""The embedded mailbox: an SMTP server on loopback that keeps every letter."""

import asyncio
import signal
from typing import Any

from aiosmtpd.smtp import SMTP

from launcher.home import home_from_environ
from launcher.maildir import Maildir

LARGEST_LETTER = 25_000_000


class Postman:
    """What aiosmtpd asks for every letter."""

    def __init__(self, maildir: Maildir):
        self.maildir = maildir

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


async def serve(handler: Any, port: int) -> None:
    """Take letters on loopback until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)

    def conversation() -> SMTP:
        return SMTP(
            handler,
            hostname="localhost",  # instead of a question to the name server
            ident="confsite mailbox",
            data_size_limit=LARGEST_LETTER,
            enable_SMTPUTF8=True,
            loop=loop,
        )

    server = await loop.create_server(conversation, "127.0.0.1", port)
    await stopped.wait()
    # Not server.wait_closed(): that would wait for senders who keep a connection open.
    server.close()


def main() -> None:
    home = home_from_environ()
    asyncio.run(serve(Postman(Maildir(home.mailbox)), home.smtp_port()))


if __name__ == "__main__":
    main()
