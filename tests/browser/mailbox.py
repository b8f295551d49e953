"""The embedded mailbox as a person sees it: letters to one address, newest first."""

import email
import email.policy
import re
import time
from email.message import EmailMessage
from pathlib import Path


def letters_to(mailbox: Path, address: str) -> list[EmailMessage]:
    found = []
    for file in sorted((mailbox / "new").iterdir(), key=lambda f: f.stat().st_mtime):
        letter = email.message_from_bytes(
            file.read_bytes(), policy=email.policy.default
        )
        assert isinstance(letter, EmailMessage)
        if letter["To"] == address:
            found.append(letter)
    return found


def wait_for_letter(
    mailbox: Path, address: str, *names: str, seconds: float = 10
) -> EmailMessage:
    """A letter of one of these names to that address, as soon as it has arrived."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for letter in letters_to(mailbox, address):
            if letter["X-Confsite-Letter"] in names:
                return letter
        time.sleep(0.05)
    raise AssertionError(f"no letter {names} to {address} within {seconds} s")


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return body.get_content()


def personal_link(letter: EmailMessage) -> str:
    found = re.search(r"https?://\S+/my/\S+", text_of(letter))
    assert found
    return found[0]
