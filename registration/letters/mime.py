"""A letter as the bytes of a mail (RFC 5322, iMIP RFC 6047).

Put together here: email.message takes three milliseconds for it, more than the words
take. tests/registration/letters/test_mime.py reads every letter back with that module.
"""

from base64 import encodebytes
from email.utils import format_datetime

from django.conf import settings

from confsite.bilingual import LANGUAGES
from registration.letters.addresses import encoded, mailbox, named
from registration.letters.render import LetterContent
from registration.letters.smtp import Message
from registration.models import Letter

# Neither can stand in base64, and what holds one travels in base64.
MIXED, ALTERNATIVE = "=_mixed", "=_alternative"
# Octets of a line, RFC 5322, 2.1.1.
LONGEST_LINE = 998


def message(letter: Letter, content: LetterContent) -> Message:
    """Text, HTML and calendar as alternatives; the calendar once more as a file."""
    registration = letter.delegate.conference.registration
    sender, to = mailbox(registration.sender), mailbox(recipient(letter))
    parts = [
        part("text/plain; charset=utf-8", as_lines(content.text)),
        part("text/html; charset=utf-8", as_lines(content.html)),
    ]
    if calendar := content.calendar:
        # Outlook shows the calendar only if the methods of part and file agree.
        kind = f"text/calendar; charset=utf-8; method={calendar.method}"
        parts.append(part(kind, calendar.data))
    body = multipart("alternative", ALTERNATIVE, parts)
    if calendar:
        file = part(
            'application/ics; name="invite.ics"',
            calendar.data,
            'Content-Disposition: attachment; filename="invite.ics"',
        )
        body = multipart("mixed", MIXED, [body, file])
    head = "\r\n".join(headers(letter, content, sender, to))
    data = f"{head}\r\n{body}".encode("ascii")
    return Message(sender, to, content.subject, content.kept_text, data)


def headers(letter: Letter, content: LetterContent, sender: str, to: str) -> list[str]:
    """The same for every attempt: a second copy is recognised by its Message-ID."""
    registration = letter.delegate.conference.registration
    lines = [
        "From: " + named("From", content.sender_name, sender),
        f"To: {to}",
        "Subject: " + encoded("Subject", content.subject),
        f"Date: {format_datetime(letter.queued_at)}",
        f"Message-ID: {message_id(letter)}",
        # RFC 3834, and what keeps Outlook servers from answering by themselves.
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: OOF, NRN, AutoReply, RN",
        f"Content-Language: {LANGUAGES[letter.language][1]}",
        f"X-Confsite-Letter: {letter.kind}",
        "MIME-Version: 1.0",
    ]
    if registration.reply_to:
        lines.append(f"Reply-To: {mailbox(registration.reply_to)}")
    if earlier := first_letter(letter):
        before = message_id(earlier)
        lines += [f"In-Reply-To: {before}", f"References: {before}"]
    return lines


def recipient(letter: Letter) -> str:
    """The delegate's mailbox as it is now, unless it was written for another one."""
    return letter.recipient or letter.delegate.mailbox


def message_id(letter: Letter) -> str:
    return f"<{letter.uid}@{settings.MAIL_DOMAIN}>"


def first_letter(letter: Letter) -> Letter | None:
    """The letter that this one follows, so that mail programs show them together."""
    if not letter.letter_kind.follows:
        return None
    first = letter.delegate.letters.order_by("pk").first()
    return first if first and first.pk != letter.pk else None


def as_lines(text: str) -> bytes:
    # RFC 2046, 4.1.1: the lines of a text end in CRLF, also within base64.
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode()


def part(kind: str, content: bytes, *more_headers: str) -> str:
    """As it is if every relay passes it on so: filters count base64 around ASCII."""
    if is_plain(content):
        encoding, lines = "7bit", content.decode("ascii")
    else:
        # In lines of 76, as RFC 2045, 6.8 asks.
        in_base64 = encodebytes(content).decode("ascii").replace("\n", "\r\n")
        encoding, lines = "base64", in_base64
    head = [
        f"Content-Type: {kind}",
        f"Content-Transfer-Encoding: {encoding}",
        *more_headers,
    ]
    return "\r\n".join(head) + "\r\n\r\n" + lines


def is_plain(content: bytes) -> bool:
    return (
        content.isascii()
        and b"=_" not in content
        and b"\0" not in content
        and content.count(b"\r") == content.count(b"\n") == content.count(b"\r\n")
        and max(len(line) for line in content.split(b"\r\n")) <= LONGEST_LINE
    )


def multipart(kind: str, boundary: str, parts: list[str]) -> str:
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'
    middle = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)
    return f"{head}{middle}--{boundary}--\r\n"
