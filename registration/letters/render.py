"""The words of a letter and its calendar entry, in the delegate's language.

The worker writes a letter when it leaves, from the programme as published; nothing that
the registrant typed stands in it but a greeting. Its templates are found by the name of
its kind.
"""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from weakref import ref

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from agenda.release.programme import NotPublished, Programme
from confsite.bilingual import Pair, suffix
from confsite.caching.releases import cached_per_release
from confsite.clocks import Moment, days_of_the_week
from confsite.words import apart, headed
from confsite.wrapping import wrapped
from registration import links
from registration.errors import NobodySigns, NothingIsPublished
from registration.letters import calendar
from registration.letters.addresses import sender_name
from registration.letters.calendar import CalendarEntry
from registration.letters.greeting import greeting, greeting_by_mail
from registration.letters.kinds import DECLINED, ERASED, CalendarMethod
from registration.models import (
    Category,
    Delegate,
    Letter,
    RegistrationSettings,
    StaffAction,
)
from registration.published import programme_of
from registration.states import Attendance, StaffVerb

# Stand in the words for what differs from one delegate to the next. Unicode keeps these
# characters for private use, so no text holds them.
GREETING, REFERENCE, LINK, DEADLINE = "\ue000", "\ue001", "\ue002", "\ue003"
REASON = "\ue004"


@dataclass(frozen=True)
class Audience:
    """Those whose letters differ in nothing but greeting, reference, link, deadline."""

    kind: str
    language: str
    programme: Programme
    sender_name: Pair
    reply_to: str
    category: Pair
    attendance: str
    state: str
    has_calendar: bool
    has_reason: bool


@dataclass(frozen=True)
class LetterContent:
    """What a letter says, and perhaps an entry for the calendar.

    `kept_text` is what staff can read of it: it opens nothing.
    """

    subject: str
    text: str
    html: str
    kept_text: str = ""
    sender_name: str = ""
    calendar: CalendarEntry | None = None

    def personal(
        self, greeting: str, reference: str, link: str, deadline: str, reason: str
    ) -> "LetterContent":
        own = {GREETING: greeting, REFERENCE: reference}
        own |= {LINK: link, DEADLINE: deadline, REASON: wrapped(reason)}
        text, html = self.text, self.html
        for mark, value in own.items():
            text = text.replace(mark, value)
            html = html.replace(mark, escape(value).replace("\n", "<br>"))
        kept_text = text.replace(link, f"{settings.SITE_URL}/…")
        return replace(self, text=text, html=html, kept_text=kept_text)


def content(letter: Letter, *, on_paper: bool = False) -> LetterContent:
    """The letter as its delegate reads it, in the language its row was written for.

    On paper it greets nobody but them, and brings no calendar entry.

    Raises LetterCannotBeWritten where staff have something to put right.
    """
    delegate = letter.delegate
    try:
        published = programme_of(delegate)
    except NotPublished:
        raise NothingIsPublished from None
    if not hasattr(delegate.conference, "registration"):
        raise NobodySigns
    with translation.override(letter.language):
        own_calendar = None if on_paper else entry(letter, published)
        reason = told(letter)
        readers = audience(
            letter,
            published,
            has_calendar=own_calendar is not None,
            has_reason=bool(reason),
        )
        common = content_for(readers)
        personal = common.personal(
            greeting(delegate) if on_paper else greeting_by_mail(delegate),
            delegate.reference,
            links.of_letter(letter),
            deadline(delegate),
            reason,
        )
        subject = personal.subject
        return replace(
            personal,
            subject=_("Test: %s") % subject if delegate.is_test else subject,
            sender_name=sender_name(delegate.conference.registration),
            calendar=own_calendar,
        )


def deadline(delegate: Delegate) -> str:
    """Until when the place is held, or was: with its day, on both clocks."""
    if delegate.held_until is None:
        return ""
    moment = Moment(delegate.held_until, *delegate.conference.clocks)
    day = moment.local.date()
    return apart(days_of_the_week(day, day), moment)


def told(letter: Letter) -> str:
    """Why they were declined, if staff wrote that in the language of the letter.

    Of a receipt what it is a receipt for.
    """
    if letter.kind == ERASED:
        receipts = letter.delegate.erasures.exclude(done_at=None)
        receipt = receipts.order_by("done_at").last()
        return "\n".join(headed(*line) for line in receipt.lines) if receipt else ""
    if letter.kind != DECLINED:
        return ""
    done = StaffAction.objects.about(str(letter.delegate_id)).filter(
        verb=StaffVerb.DECLINED, undone_at=None
    )
    action = done.order_by("-done_at").first()
    return StaffAction.told.pair(action).half(suffix()).plain if action else ""


def entry(letter: Letter, published: Programme) -> CalendarEntry | None:
    """What its kind puts into a calendar, or takes out if it was ever put there."""
    method = letter.letter_kind.calendar
    if method is None:
        return None
    if method == CalendarMethod.CANCEL:
        sent = letter.delegate.letters.with_calendar(CalendarMethod.REQUEST)
        if not sent.exists():
            return None
    return calendar.entry(letter.delegate, published, method)


def audience(
    letter: Letter, published: Programme, *, has_calendar: bool, has_reason: bool
) -> Audience:
    delegate = letter.delegate
    registration = delegate.conference.registration
    return Audience(
        kind=letter.kind,
        language=letter.language,
        programme=published,
        sender_name=RegistrationSettings.sender_name.pair(registration),
        reply_to=registration.reply_to,
        category=Category.name.pair(delegate.category),
        attendance=delegate.attendance,
        state=delegate.state,
        has_calendar=has_calendar,
        has_reason=has_reason,
    )


def same_content(audience: Audience) -> Hashable:
    """What tells one audience from another, without holding an old programme."""
    return tuple((vars(audience) | {"programme": ref(audience.programme)}).values())


@cached_per_release(maxsize=256, key=same_content)
def content_for(audience: Audience) -> LetterContent:
    """The words for a whole audience, rendered once while its language is active."""
    context = {
        "conference": audience.programme.conference,
        "sender_name": audience.sender_name.active,
        "reply_to": audience.reply_to,
        "category": audience.category.active,
        "attendance": audience.attendance,
        "attendance_label": Attendance(audience.attendance).label,
        "state": audience.state,
        "has_calendar": audience.has_calendar,
        "reason": REASON if audience.has_reason else "",
        "greeting": GREETING,
        "reference": REFERENCE,
        "deadline": DEADLINE,
        "manage_url": LINK,
        "page_url": settings.SITE_URL
        + reverse("agenda:front", args=[audience.programme.conference.slug]),
    }
    subject, text, html = (
        render_to_string(f"letters/{audience.kind}/{part}", context)
        for part in ("subject.txt", "body.txt", "body.html")
    )
    return LetterContent(" ".join(subject.split()), wrapped(text.strip()) + "\n", html)
