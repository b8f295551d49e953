"""What staff see of a mail server that takes no letters, and of missing mailboxes."""

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import DropdownFilter

from confsite.admin.columns import badge_with_word
from confsite.words import sentences
from registration.admin import outbox
from registration.admin.badges import LETTERS
from registration.letters import kinds
from registration.models import Letter, MailTrouble
from registration.states import LetterState

NO_MAILBOX = gettext_lazy("no such mailbox")


class TellsOfTrouble:
    """Mixed into lists: why no letter leaves at the moment."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        context = (extra_context or {}) | {"troubles": in_words(request)}
        return super().changelist_view(request, context)  # type: ignore[misc]


def in_words(request: HttpRequest) -> list[str]:
    """That of a copy, and that of the mail server."""
    return list(filter(None, [outbox.told(request), of_the_relay()]))


def of_the_relay() -> str:
    trouble = MailTrouble.objects.of_the_relay().first()
    if trouble is None:
        return ""
    return sentences(
        _("No letter leaves at the moment: the mail server cannot be used."),
        _("It is tried again every half minute, and no letter is lost."),
        _("The reason: %s") % trouble.reason,
    )


def on_the_first_page(request: HttpRequest) -> None:
    """Say so above everything else, to those who see letters."""
    if request.user.has_perm("registration.view_letter"):
        for words in in_words(request):
            messages.warning(request, words)


def letters_of_each() -> QuerySet[Letter]:
    """The latest first; a note to an address before is no letter to them."""
    letters = Letter.objects.filter(delegate=OuterRef("pk"))
    return letters.exclude(kind=kinds.ADDRESS_CHANGED).order_by("-pk")


def is_unreachable() -> Exists:
    """Whether the mail server has said so of the address that somebody has now."""
    refused = letters_of_each().filter(
        state=LetterState.FAILED, refused_address__iexact=OuterRef("email")
    )
    return Exists(refused)


class AddressFilter(DropdownFilter):
    """Those whom the mail server says that it cannot reach."""

    title = gettext_lazy("email address")
    parameter_name = "address"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("unreachable", NO_MAILBOX)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "unreachable":
            return queryset.filter(is_unreachable())
        return queryset


def flag() -> SafeString:
    return badge_with_word(NO_MAILBOX, LETTERS[LetterState.FAILED])
