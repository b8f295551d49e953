"""A letter as the mailbox shows it: its headers and parts, decoded for people."""

import email
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from functools import cached_property


@dataclass(frozen=True)
class MessagePart:
    """One piece of a letter that is not made of pieces itself."""

    number: int
    message: Message

    @property
    def content_type(self) -> str:
        return self.message.get_content_type()

    @property
    def filename(self) -> str:
        return plain(self.message.get_filename() or "")

    @property
    def is_attachment(self) -> bool:
        return bool(self.filename) or self.message.get_content_disposition() is not None

    @property
    def content(self) -> bytes:
        content = self.message.get_payload(decode=True)
        return content if isinstance(content, bytes) else b""

    @property
    def text(self) -> str:
        charset = self.message.get_content_charset("utf-8")
        try:
            return self.content.decode(charset, "replace")
        except LookupError:
            return self.content.decode("utf-8", "replace")


class ReceivedMessage:
    """What stands in a letter, whoever wrote it: nothing in here can fail."""

    def __init__(self, name: str, source: bytes, recipients: list[str]):
        self.name = name
        self.source = source
        self.recipients = recipients
        self.message = email.message_from_bytes(source)

    @property
    def arrived(self) -> datetime:
        nanoseconds = int(self.name.partition(".")[0])
        return datetime.fromtimestamp(nanoseconds // 1_000_000_000, UTC)

    @cached_property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, plain(value)) for name, value in self.message.raw_items()]

    def header(self, wanted: str) -> str:
        named = (value for name, value in self.headers if name.lower() == wanted)
        return next(named, "")

    @property
    def subject(self) -> str:
        return self.header("subject")

    @property
    def language(self) -> str:
        return self.header("content-language")

    @property
    def sender(self) -> str:
        return self.header("from")

    @cached_property
    def parts(self) -> list[MessagePart]:
        leaves = (part for part in self.message.walk() if not part.is_multipart())
        return [MessagePart(number, part) for number, part in enumerate(leaves)]

    @property
    def html(self) -> MessagePart | None:
        return self._shown("text/html")

    @property
    def text(self) -> MessagePart | None:
        return self._shown("text/plain")

    @property
    def calendar(self) -> MessagePart | None:
        return self._shown("text/calendar")

    @property
    def attachments(self) -> list[MessagePart]:
        shown = (self.html, self.text, self.calendar)
        return [part for part in self.parts if part not in shown]

    def _shown(self, content_type: str) -> MessagePart | None:
        for part in self.parts:
            if part.content_type == content_type and not part.is_attachment:
                return part
        return None


def plain(value: str) -> str:
    """A header in readable letters, on one line, however it was encoded."""
    # Bytes beyond ASCII stand in it as surrogates; SMTPUTF8 makes them UTF-8.
    text = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    with suppress(HeaderParseError, LookupError, ValueError):
        text = str(make_header(decode_header(text)))
    return " ".join(text.split())
