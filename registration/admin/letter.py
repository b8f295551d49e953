"""Letters: what was written to whom, and what became of it."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from agenda.admin.current_conference import ConferenceFilter, FiltersByConference
from confsite.admin.actions import Verb, one_by_one
from confsite.admin.base import ReadOnlyAdmin
from confsite.admin.columns import badge_with_word, moment_in_words, short_moment
from confsite.admin.pages import form_of
from confsite.words import sentences
from registration.admin.badges import LETTERS
from registration.admin.mail_trouble import TellsOfTrouble
from registration.letters import outbox
from registration.models import Delegate, Letter
from registration.models.letter import AT_ONCE
from registration.states import LetterState


class LetterColumns:
    @display(description=gettext_lazy("state"), ordering="state")
    def state_word(self, letter: Letter) -> str:
        return badge_with_word(
            letter.get_state_display(), LETTERS[LetterState(letter.state)]
        )

    @display(description=gettext_lazy("queued"), ordering="queued_at")
    def queued(self, letter: Letter) -> str:
        return at(letter, letter.queued_at)

    @display(description=gettext_lazy("sent"), ordering="sent_at", empty_value="–")
    def sent(self, letter: Letter) -> str | None:
        return at(letter, letter.sent_at) if letter.sent_at else None

    @display(description=gettext_lazy("what became of it"), empty_value="–")
    def what_became(self, letter: Letter) -> str | None:
        return what_became(letter) or None


def what_became(letter: Any) -> str:
    """Why a letter has not arrived, and when it is tried again."""
    if letter.state == LetterState.FAILED:
        return letter.reason_in_words
    if letter.state != LetterState.QUEUED:
        return ""
    due_at, reason = letter.due_at, why_it_waits(letter)
    if letter.trouble:
        due_at = max(due_at, datetime.fromisoformat(letter.trouble["until"]))
    clock, _second = letter.delegate.conference.clocks
    moment = moment_in_words(due_at, clock)
    if not letter.attempts or not reason:
        is_new = letter.queued_at > timezone.now() - AT_ONCE
        waits = _("The mail server has not taken it yet. Next attempt: %s.") % moment
        return "" if is_new and not reason else sentences(waits, reason)
    words = ngettext(
        "Tried %(count)d time. Next attempt: %(moment)s. %(reason)s",
        "Tried %(count)d times. Next attempt: %(moment)s. %(reason)s",
        letter.attempts,
    )
    facts = {"count": letter.attempts, "moment": moment, "reason": reason}
    return words % facts


def why_it_waits(letter: Any) -> str:
    """What was said to it, or would be to any letter."""
    is_waiting = letter.state in (LetterState.QUEUED, LetterState.SENDING)
    held_up = letter.trouble["reason"] if is_waiting and letter.trouble else ""
    return letter.reason_in_words or held_up


class ShowsUndelivered:
    """Mixed into the page of a delegate: what they were to read and have not."""

    @display(description=gettext_lazy("letters that have not arrived"), empty_value="–")
    def undelivered(self, delegate: Any) -> SafeString | None:
        """Put together once: unfold asks for each value several times."""
        if not hasattr(delegate, "has_not_arrived"):
            delegate.has_not_arrived = self.since_the_last(delegate)
        return delegate.has_not_arrived

    def since_the_last(self, delegate: Delegate) -> SafeString | None:
        """Of those that came after the last one that arrived."""
        letters = delegate.letters.select_related("delegate__conference").with_trouble()
        since = letters.filter(state=LetterState.SENT).order_by("-pk").values("pk")[:1]
        waiting = letters.undelivered().exclude(pk__lt=Coalesce(Subquery(since), 0))
        rows = [
            (
                form_of(letter),
                letter.get_kind_display(),
                badge_with_word(
                    letter.get_state_display(), LETTERS[LetterState(letter.state)]
                ),
                what_became(letter),
            )
            for letter in waiting
        ]
        line = '<div class="mb-2"><a class="text-link" href="{}">{}</a> {} {}</div>'
        return format_html_join("", line, rows) or None


def at(letter: Letter, moment: datetime) -> str:
    """A moment in the first clock of the conference that the letter is about."""
    return short_moment(moment, letter.delegate.conference.clocks[0])


class LetterInline(LetterColumns, TabularInline):
    """The letters of one delegate."""

    model = Letter
    fields = readonly_fields = [
        *("link", "language", "state_word", "queued", "sent", "what_became")
    ]
    extra = max_num = 0
    can_delete = False
    hide_title = True
    per_page = 10

    def get_queryset(self, request: HttpRequest) -> QuerySet[Letter]:
        letters = super().get_queryset(request)
        return letters.with_trouble().select_related("delegate__conference")

    @display(description=gettext_lazy("letter"))
    def link(self, letter: Letter) -> str:
        return format_html(
            '<a href="{}">{}</a>', form_of(letter), letter.get_kind_display()
        )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Letter)
class LetterAdmin(TellsOfTrouble, LetterColumns, ReadOnlyAdmin, FiltersByConference):
    list_before_template = "admin/registration/letters.html"
    purpose = gettext_lazy(
        "Every letter that was written to delegates. "
        "Those set aside can be queued again once their reason is gone."
    )
    first_step = gettext_lazy("Letters appear here as soon as somebody signs up.")
    zone_path = "delegate__conference__time_zone"
    conference_path = "delegate__conference"

    list_display = ["kind", "delegate", "state_word", "queued", "sent", "reason_short"]
    list_filter = [
        ("delegate__conference", ConferenceFilter),
        ("state", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        ("language", ChoicesDropdownFilter),
    ]
    list_select_related = ["delegate__conference"]
    search_fields = ["delegate__search_text", "recipient"]
    search_help_text = gettext_lazy(
        "Name, e-mail address, organisation or reference of the delegate"
    )
    verbs = [
        Verb(
            "retry",
            one_by_one(outbox.retry),
            rehearsal=one_by_one(outbox.check_set_aside),
            list_label=gettext_lazy("Queue again letters that were set aside"),
            button=lambda n: ngettext("Queue %d letter", "Queue %d letters", n) % n,
            permission="registration.change_letter",
        )
    ]
    fields = [
        ("kind", "language"),
        ("delegate", "recipient"),
        ("state_word", "attempts"),
        ("queued", "sent"),
        "why",
        "subject",
        "as_sent",
    ]
    readonly_fields = ["state_word", "queued", "sent", "why", "as_sent"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Letter]:
        letters: Any = super().get_queryset(request)
        return letters.with_trouble()

    @display(description=gettext_lazy("text"), empty_value="–")
    def as_sent(self, letter: Letter) -> str | None:
        """Line for line; its personal link was left out when it was kept."""
        if not letter.text:
            return None
        return format_html('<div class="whitespace-pre-line">{}</div>', letter.text)

    @display(description=gettext_lazy("reason"), empty_value="–")
    def reason_short(self, letter: Letter) -> str | None:
        return Truncator(why_it_waits(letter)).chars(80) or None

    @display(description=gettext_lazy("reason"), empty_value="–")
    def why(self, letter: Letter) -> str | None:
        return why_it_waits(letter) or None
