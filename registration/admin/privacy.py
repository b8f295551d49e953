"""What people ask about their data, done for them by staff, and the receipts."""

import json

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldBooleanWidget

from agenda.admin.current_conference import ConferenceFilter, FiltersByConference
from confsite.admin.base import ReadOnlyAdmin
from confsite.admin.columns import badge_with_word, short_moment
from confsite.admin.pages import StaffRequest, attachment, form_of, page, render_page
from confsite.words import headed
from registration.admin.badges import ERASURES
from registration.errors import RegistrationError
from registration.models import Delegate, Erasure
from registration.privacy import erasing, holding

# Erasing is deleting, whatever of the row stays.
ERASE = "registration.delete_delegate"


class EraseForm(forms.Form):
    """That it was them: by telephone anybody is anybody."""

    is_sure = forms.BooleanField(
        label=gettext_lazy("I have made sure that it was they who asked for this"),
        error_messages={
            "required": gettext_lazy("Make sure who asks, or send them the letter.")
        },
        widget=UnfoldBooleanWidget,
    )


@page(
    "erase/",
    permissions=[ERASE],
    label=gettext_lazy("Erase their data"),
    variant=ActionVariant.DANGER,
    when=lambda delegate: delegate.erased_at is None,
    asks_again=True,
)
def erase(request: StaffRequest, delegate: Delegate) -> HttpResponse:
    """Erase somebody who asked for it, or write to them what confirms it."""
    is_letter = "letter" in request.POST
    form = EraseForm(
        request.POST if request.method == "POST" and not is_letter else None
    )
    if is_letter or form.is_valid():
        work = write_to_them if is_letter else erase_now
        try:
            work(request, delegate)
        except RegistrationError as refusal:
            messages.warning(request, str(refusal))
        return redirect(form_of(delegate))
    return render_page(
        request,
        delegate,
        "admin/registration/erase.html",
        title=_("Erase their data"),
        form=form,
        others=erasing.others_of(delegate),
        erasures=delegate.erasures.all(),
    )


def write_to_them(request: StaffRequest, delegate: Delegate) -> None:
    erasing.ask(delegate, request.user)
    words = _("A letter goes to %s: its link erases everything, for two days.")
    messages.success(request, words % delegate.mailbox)


def erase_now(request: StaffRequest, delegate: Delegate) -> None:
    receipt = erasing.erase(delegate, request.user)
    words = _("Erased: %d values. The receipt is among the erasures.")
    messages.success(request, words % receipt.values)


@page(
    "data/",
    permissions=["registration.export_delegate"],
    label=gettext_lazy("All their data"),
    when=lambda delegate: delegate.erased_at is None,
    asks_again=True,
)
def data(request: StaffRequest, delegate: Delegate) -> HttpResponse:
    """What they see as their data, and what staff noted: to hand it out."""
    content = holding.as_json(delegate, is_staff=True)
    written = json.dumps(content, ensure_ascii=False, indent=2).encode()
    return attachment(
        request,
        written,
        f"registration-{delegate.reference}.json",
        1,
        conference=delegate.conference_id,
    )


@admin.register(Erasure)
class ErasureAdmin(ReadOnlyAdmin, FiltersByConference):
    purpose = gettext_lazy(
        "Who asked to be erased, and the receipts: how much was removed, and when. "
        "They hold nothing of the people themselves, and stay."
    )
    first_step = gettext_lazy(
        "Nobody has asked. People do on their own page, or staff for them on theirs."
    )
    zone_path = "conference__time_zone"
    list_display = ["number", "state_word", "asked", "done", "values_"]
    list_filter = [("conference", ConferenceFilter)]
    list_select_related = ["conference", "asked_by", "done_by"]
    fields = readonly_fields = [
        *("state_word", "conference", "asked", "asked_by_", "done", "done_by_"),
        *("row", "registrations_", "removed_"),
    ]

    @display(description=gettext_lazy("number"))
    def number(self, erasure: Erasure) -> str:
        return str(erasure.pk)[:8]

    @display(description=gettext_lazy("state"))
    def state_word(self, erasure: Erasure) -> str:
        return badge_with_word(erasure.state.label, ERASURES[erasure.state])

    @display(description=gettext_lazy("asked"), ordering="asked_at")
    def asked(self, erasure: Erasure) -> str:
        return short_moment(erasure.asked_at, erasure.conference.clocks[0])

    @display(description=gettext_lazy("erased"), ordering="done_at", empty_value="–")
    def done(self, erasure: Erasure) -> str | None:
        at = erasure.done_at
        return short_moment(at, erasure.conference.clocks[0]) if at else None

    @display(description=gettext_lazy("values removed"))
    def values_(self, erasure: Erasure) -> int:
        return erasure.values

    @display(description=gettext_lazy("asked by"))
    def asked_by_(self, erasure: Erasure) -> str:
        return str(erasure.asked_by or _("the person, or staff who have left"))

    @display(description=gettext_lazy("erased by"), empty_value="–")
    def done_by_(self, erasure: Erasure) -> str | None:
        if not erasure.done_at:
            return None
        return str(erasure.done_by or _("the link of the letter, or staff who left"))

    @display(description=gettext_lazy("row that stays"), empty_value="–")
    def row(self, erasure: Erasure) -> str | None:
        if erasure.delegate is None:
            return None
        page = form_of(erasure.delegate)
        return format_html(
            '<a class="text-link" href="{}">{}</a>', page, erasure.delegate_id
        )

    @display(description=gettext_lazy("registrations"))
    def registrations_(self, erasure: Erasure) -> int:
        return erasure.registrations

    @display(description=gettext_lazy("removed"), empty_value="–")
    def removed_(self, erasure: Erasure) -> str | None:
        return "\n".join(headed(*line) for line in erasure.lines) or None
