"""A letter as the bytes of a mail (RFC 5322, iMIP RFC 6047).

Put together here from parts in base64: email.message takes three milliseconds for it,
more than the words take. tests/registration/test_mime.py reads every letter back with
that module.
"""

from base64 import encodebytes
from email.utils import format_datetime
from typing import TYPE_CHECKING

from django.conf import settings

from confsite.bilingual import LANGUAGES
from registration.letters.addresses import encoded, mailbox, named, sender_name
from registration.letters.smtp import Message
from registration.models import Desk, Mail
from registration.states import Letter as Name

if TYPE_CHECKING:
    from registration.letters.render import Letter, Words

# Neither can stand in base64, so no part can hold a boundary.
MIXED, ALTERNATIVE = "=_mixed", "=_alternative"
# Those that come after another letter, and are shown below it.
FOLLOW_UPS = (
    Name.MOVED_UP,
    Name.APPROVED,
    Name.DECLINED,
    Name.CANCELLED,
    Name.ALREADY_REGISTERED,
)


def message(
    mail: Mail, letter: "Letter", desk: Desk, words: "Words", kept: str
) -> Message:
    """Text, HTML and calendar as alternatives; the calendar once more as a file."""
    sender, to = mailbox(desk.sender), mailbox(mail.delegate.email)
    parts = [
        part("text/plain; charset=utf-8", as_lines(words.text)),
        part("text/html; charset=utf-8", as_lines(words.html)),
    ]
    if calendar := letter.calendar:
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
    head = "\r\n".join(headers(mail, desk, sender, to, words.subject))
    return Message(sender, to, words.subject, kept, f"{head}\r\n{body}".encode("ascii"))


def headers(mail: Mail, desk: Desk, sender: str, to: str, subject: str) -> list[str]:
    """The same for every attempt: a second copy is recognised by its Message-ID."""
    lines = [
        "From: " + named("From", sender_name(desk), sender),
        f"To: {to}",
        "Subject: " + encoded("Subject", subject),
        f"Date: {format_datetime(mail.queued_at)}",
        f"Message-ID: {message_id(mail)}",
        # RFC 3834, and what keeps Outlook servers from answering by themselves.
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: OOF, NRN, AutoReply, RN",
        f"Content-Language: {LANGUAGES[mail.language][1]}",
        f"X-Confsite-Letter: {Name(mail.letter).value}",
        "MIME-Version: 1.0",
    ]
    if desk.reply_to:
        lines.append(f"Reply-To: {mailbox(desk.reply_to)}")
    if earlier := first_letter(mail):
        before = message_id(earlier)
        lines += [f"In-Reply-To: {before}", f"References: {before}"]
    return lines


def message_id(mail: Mail) -> str:
    return f"<{mail.uid}@{settings.MAIL_DOMAIN}>"


def first_letter(mail: Mail) -> Mail | None:
    """The letter that this one follows, so that mail programs show them together."""
    if mail.letter not in FOLLOW_UPS:
        return None
    first = mail.delegate.letters.order_by("pk").first()
    return first if first and first.pk != mail.pk else None


def as_lines(text: str) -> bytes:
    # RFC 2046, 4.1.1: the lines of a text end in CRLF, also within base64.
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode()


def part(kind: str, content: bytes, *more_headers: str) -> str:
    head = [f"Content-Type: {kind}", "Content-Transfer-Encoding: base64", *more_headers]
    # In lines of 76, as RFC 2045, 6.8 asks.
    lines = encodebytes(content).decode("ascii").replace("\n", "\r\n")
    return "\r\n".join(head) + "\r\n\r\n" + lines


def multipart(kind: str, boundary: str, parts: list[str]) -> str:
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'
    middle = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)
    return f"{head}{middle}--{boundary}--\r\n"
