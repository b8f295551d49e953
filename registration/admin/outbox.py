"""The outbox: held in a copy of the database, until somebody releases its letters."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import display

from confsite.admin.actions import Outcome, Service, Verb
from confsite.admin.base import ReadOnlyAdmin
from confsite.admin.columns import Badge, badge_with_word, day_and_time
from confsite.admin.pages import form_of
from confsite.words import sentences
from registration.errors import NothingToRelease
from registration.letters import copies
from registration.models import Outbox
from registration.models.outbox import ONLY

RELEASE = "registration.release_outbox"


def at(moment: datetime) -> str:
    """Letters of all conferences wait here, each with clocks of its own."""
    return f"{day_and_time(moment.astimezone(UTC))} UTC"


def waiting_in_words(waiting: copies.Waiting) -> str:
    if waiting.oldest is None:
        return _("No letter waits.")
    words = ngettext(
        "%(number)d letter waits, since %(moment)s.",
        "%(number)d letters wait, the oldest since %(moment)s.",
        waiting.number,
    )
    return words % {"number": waiting.number, "moment": at(waiting.oldest)}


def copied_in_words(waiting: copies.Waiting) -> str:
    """Of those that the original may have sent."""
    if waiting.copy_since is None:
        return ""
    words = ngettext(
        "%(number)d letter came with the copy, which is here since %(moment)s.",
        "%(number)d letters came with the copy, which is here since %(moment)s.",
        waiting.copied,
    )
    return words % {"number": waiting.copied, "moment": at(waiting.copy_since)}


def rehearsal(effect: Callable[[copies.Waiting], Sequence[str]]) -> Service:
    """What would happen to how many letters, and how old they are."""

    def rehearse(rows: Sequence[Any], _by: Any) -> Outcome:
        try:
            copies.check_held()
        except NothingToRelease as refusal:
            return Outcome(0, refused=[(rows[0], refusal)])
        waiting = copies.waiting()
        facts = [waiting_in_words(waiting), copied_in_words(waiting), *effect(waiting)]
        return Outcome(1, [fact for fact in facts if fact])

    return rehearse


def done(service: Callable[[Any], int], effect: Callable[[int], str]) -> Service:
    def do(rows: Sequence[Any], by: Any) -> Outcome:
        try:
            return Outcome(1, [effect(service(by))])
        except NothingToRelease as refusal:
            return Outcome(0, refused=[(rows[0], refusal)])

    return do


def leaving(number: int) -> str:
    return ngettext("%d letter leaves.", "%d letters leave.", number) % number


def aside(number: int) -> str:
    words = ngettext("%d letter is set aside.", "%d letters are set aside.", number)
    return words % number


VERBS = [
    Verb(
        "release",
        done(copies.release, leaving),
        rehearsal=rehearsal(lambda waiting: [leaving(waiting.number)]),
        label=gettext_lazy("Release letters"),
        button=lambda n: _("Release them all"),
        permission=RELEASE,
        when=lambda outbox: copies.is_held(),
        asks=True,
        note=gettext_lazy(
            "If this is a copy for trying something out, people get letters that they "
            "have had already. This cannot be undone."
        ),
    ),
    Verb(
        "release_new",
        done(copies.release_new, aside),
        rehearsal=rehearsal(
            lambda waiting: [
                aside(waiting.copied),
                leaving(waiting.number - waiting.copied),
            ]
        ),
        label=gettext_lazy("Set aside what came with the copy"),
        button=lambda n: _("Set aside the old, release the new"),
        permission=RELEASE,
        when=lambda outbox: copies.is_held() and copies.waiting().copied > 0,
        asks=True,
        note=gettext_lazy(
            "Each letter that is set aside can be queued again in the list of letters."
        ),
    ),
]


@admin.register(Outbox)
class OutboxAdmin(ReadOnlyAdmin):
    purpose = gettext_lazy(
        "Whether letters leave. In a copy that was restored from a backup they wait "
        "until somebody releases them, so that nobody is written to twice."
    )
    first_step = gettext_lazy("It is made anew when letters are released.")
    verbs = VERBS
    # What may be done is looked at by copies.py, once it is done.
    locks_what_it_saves = False
    list_display = ["stands", "letters", "copied", "released"]
    fields = [
        "stands",
        "letters",
        "copied",
        ("released", "released_by"),
    ]
    readonly_fields = ["stands", "letters", "copied", "released", "released_by"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may release letters sees which."""
        may_release = request.user.has_perm(RELEASE)
        return may_release or super().has_view_permission(request, obj)

    @display(description=gettext_lazy("state"))
    def stands(self, outbox: Outbox) -> str:
        if copies.is_held():
            return badge_with_word(_("held: this is a copy"), Badge("pause", "bad"))
        return badge_with_word(_("letters leave"), Badge("outgoing_mail", "good"))

    @display(description=gettext_lazy("letters"))
    def letters(self, outbox: Outbox) -> str:
        return waiting_in_words(copies.waiting())

    @display(description=gettext_lazy("of the copy"), empty_value="–")
    def copied(self, outbox: Outbox) -> str | None:
        return copied_in_words(copies.waiting()) or None

    @display(description=gettext_lazy("released"), empty_value="–")
    def released(self, outbox: Outbox) -> str | None:
        return at(outbox.released_at) if outbox.released_at else None


def told(request: HttpRequest) -> str:
    """That no letter leaves, to whoever looks for one, and where to release them."""
    if not copies.is_held():
        return ""
    words = _(
        "No letter leaves: this database is a copy, and waits for somebody to "
        "release its letters."
    )
    # How many wait, and how to let them go, concerns every conference.
    if not admin.site.get_model_admin(Outbox).has_view_permission(request):
        return words
    words = sentences(words, waiting_in_words(copies.waiting()))
    link = '{} <a class="text-link" href="{}">{}</a>'
    return format_html(link, words, form_of(Outbox(ONLY)), _("Decide"))
