"""Letters a second from one worker. Limit: one smtplib loop with the same bytes."""

import smtplib
import time
from collections.abc import Iterator

from bench.result import Result
from bench.site import running
from launcher.home import SMTP_USER, Home

LETTERS = 2000


def measure() -> Iterator[Result]:
    with running(MAIL_WORKERS="0") as site:
        value = LETTERS / float(site.manage("-m", "bench.deliver", str(LETTERS)))
        letter = next((site.home.mailbox / "new").iterdir()).read_bytes()
        limit = LETTERS / loop(site.home, letter)
        yield Result("letters", round(value, 1), "1/s", round(limit, 1))


def loop(home: Home, letter: bytes) -> float:
    began = time.monotonic()
    with smtplib.SMTP("127.0.0.1", home.smtp_port()) as smtp:
        smtp.login(SMTP_USER, home.smtp_password())
        for n in range(LETTERS):
            smtp.sendmail("registration@example.org", [f"{n}@example.org"], letter)
    return time.monotonic() - began
