"""Every letter that registration writes, one function each.

A letter speaks the delegate's language. The worker writes it when it leaves, from the
programme as published; nothing that the registrant typed stands in it but a greeting.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape

from agenda.release import programme
from agenda.release.content import ConferenceFacts
from agenda.release.programme import Programme
from confsite.bilingual import Pair
from registration import links
from registration.letters import mime
from registration.letters.calendar import Entry, cancellation, invitation
from registration.letters.greeting import greeting
from registration.letters.smtp import Message
from registration.models import Category, Delegate, Desk, Mail
from registration.states import Attendance
from registration.states import Letter as Name


@dataclass(frozen=True)
class Letter:
    """What a letter is: the template of its words, and perhaps a calendar entry."""

    name: Name
    calendar: Entry | None = None


def confirmed(delegate: Delegate, conference: ConferenceFacts) -> Letter:
    return Letter(Name.CONFIRMED, calendar=invitation(delegate, conference))


def pending(delegate: Delegate, conference: ConferenceFacts) -> Letter:
    return Letter(Name.PENDING)


def waiting(delegate: Delegate, conference: ConferenceFacts) -> Letter:
    return Letter(Name.WAITING)


def moved_up(delegate: Delegate, conference: ConferenceFacts) -> Letter:
    return Letter(Name.MOVED_UP, calendar=invitation(delegate, conference))


def approved(delegate: Delegate, conference: ConferenceFacts) -> Letter:
    return Letter(Name.APPROVED, calendar=invitation(delegate, conference))


def declined(delegate: Delegate, conference: ConferenceFacts) -> Letter:
    return Letter(Name.DECLINED)


def cancelled(delegate: Delegate, conference: ConferenceFacts) -> Letter:
    return Letter(Name.CANCELLED, calendar=cancellation(delegate, conference))


def already_registered(delegate: Delegate, conference: ConferenceFacts) -> Letter:
    return Letter(Name.ALREADY_REGISTERED)


LETTERS: dict[str, Callable[[Delegate, ConferenceFacts], Letter]] = {
    Name.CONFIRMED: confirmed,
    Name.PENDING: pending,
    Name.WAITING: waiting,
    Name.MOVED_UP: moved_up,
    Name.APPROVED: approved,
    Name.DECLINED: declined,
    Name.CANCELLED: cancelled,
    Name.ALREADY_REGISTERED: already_registered,
}


# Stand in the words for what differs from one delegate to the next. Unicode keeps these
# characters for private use, so no text holds them.
GREETING, REFERENCE, LINK = "\ue000", "\ue001", "\ue002"


@dataclass(frozen=True)
class Audience:
    """Those whose letters differ in nothing but greeting, reference and link."""

    letter: str
    language: str
    programme: Programme
    desk: Pair
    reply_to: str
    category: Pair
    attendance: str
    state: str


@dataclass(frozen=True)
class Words:
    """Subject, text and HTML of a letter."""

    subject: str
    text: str
    html: str

    def personal(self, greeting: str, reference: str, link: str) -> "Words":
        own = {GREETING: greeting, REFERENCE: reference, LINK: link}
        text, html = self.text, self.html
        for mark, value in own.items():
            text = text.replace(mark, value)
            html = html.replace(mark, escape(value))
        return Words(self.subject, text, html)


def write(mail: Mail) -> Message:
    """The letter as it travels, in the language its row was written for."""
    delegate = mail.delegate
    desk = delegate.conference.desk
    published = programme.latest(delegate.conference.slug)
    with translation.override(mail.language):
        letter = LETTERS[mail.letter](delegate, published.conference)
        common = words(audience(mail, published))
        own = (greeting(delegate), delegate.reference)
        link = links.my(delegate)
        message = common.personal(*own, link)
        # What is kept for staff opens nothing.
        kept = message.text.replace(link, f"{settings.SITE_URL}/…")
        return mime.message(mail, letter, desk, message, kept)


def audience(mail: Mail, published: Programme) -> Audience:
    delegate = mail.delegate
    desk = delegate.conference.desk
    return Audience(
        letter=mail.letter,
        language=mail.language,
        programme=published,
        desk=Desk.sender_name.pair(desk),
        reply_to=desk.reply_to,
        category=Category.name.pair(delegate.category),
        attendance=delegate.attendance,
        state=delegate.state,
    )


@lru_cache(maxsize=256)
def words(audience: Audience) -> Words:
    """The words for a whole audience, rendered once while its language is active."""
    context = {
        "conference": audience.programme.conference,
        "sender_name": audience.desk.active,
        "reply_to": audience.reply_to,
        "category": audience.category.active,
        "attendance": audience.attendance,
        "attendance_label": Attendance(audience.attendance).label,
        "state": audience.state,
        "greeting": GREETING,
        "reference": REFERENCE,
        "manage_url": LINK,
    }
    subject, text, html = (
        render_to_string(f"letters/{audience.letter}/{part}", context)
        for part in ("subject.txt", "body.txt", "body.html")
    )
    return Words(" ".join(subject.split()), text.strip() + "\n", html)
