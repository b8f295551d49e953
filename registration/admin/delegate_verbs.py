"""What staff do with delegates: each verb once, for one of them and for many."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from agenda.rights import conferences_of
from confsite.admin.actions import Outcome, Verb
from confsite.admin.pages import StaffRequest, form_of, page, render_page
from confsite.keys import is_key
from confsite.models import User
from confsite.words import headed, sentences
from registration import enrolment, many, places, staff_actions
from registration.admin import forecasts
from registration.admin.forecasts import Forecast
from registration.admin.grounds import ask_why, why, without_a_place
from registration.admin.many import CANNOT_BE_UNDONE, ManyDelegates, as_json
from registration.admin.verb_forms import (
    AttendanceForm,
    BeyondForm,
    GroundsForm,
    MoveForm,
    TagForm,
)
from registration.errors import NotOver, RegistrationError
from registration.models import Delegate, Quota, StaffAction
from registration.models.staff_action import StaffActionQuerySet
from registration.staff_actions import Grounds, Result
from registration.states import LIVE, DelegateState

AWAITING = (DelegateState.PENDING, DelegateState.WAITING)
IN_A_MINUTE = gettext_lazy("You can undo it for a minute; no letter leaves before.")


def outcome(result: Result) -> Outcome:
    """What happens to people, in whole sentences."""
    numbers = {name: getattr(result, name) for name in many.COUNTED}
    return Outcome(result.number, many.in_words(numbers), result.refused)


def service(work: Callable[..., Result], *, only_try: bool) -> Any:
    def serve(delegates: Sequence[Delegate], by: User, **said: Any) -> Outcome:
        return outcome(work(delegates, by, only_try=only_try, **as_json(said)))

    return serve


def verb(
    name: str, work: Callable[..., Result], forecast: Forecast, **looks: Any
) -> Verb:
    """A verb whose numbers are shown before, and which is a job with many people."""
    return Verb(
        name,
        service(work, only_try=False),
        rehearsal=service(work, only_try=True),
        long_work=ManyDelegates(looks.pop("job", name), forecast),
        long_note=CANNOT_BE_UNDONE,
        **{"note": IN_A_MINUTE} | looks,
    )


def send_again(delegates: Sequence[Delegate], by: User, *, only_try: bool) -> Outcome:
    """With how many stand in each way: the letter says so again."""
    result = staff_actions.send_again(delegates, by=by, only_try=only_try)
    numbers = Counter(delegate.state for delegate in delegates)
    states = [
        headed(state.label, numbers[state]) for state in DelegateState if numbers[state]
    ]
    sent = outcome(result)
    return replace(sent, effects=[*sent.effects, *(states if only_try else [])])


VERBS = [
    verb(
        "approve",
        many.approve,
        forecasts.decision(enrolment.APPROVAL),
        label=gettext_lazy("Approve"),
        list_label=gettext_lazy("Approve, with a letter"),
        when=lambda delegate: delegate.state == DelegateState.PENDING,
        button=lambda n: ngettext("Approve %d person", "Approve %d people", n) % n,
    ),
    verb(
        "keep",
        staff_actions.keep,
        forecasts.keep,
        label=gettext_lazy("Keep the place for them"),
        list_label=gettext_lazy("Keep the place for them, with a letter"),
        when=lambda delegate: delegate.is_held,
        button=lambda n: ngettext("Keep %d place", "Keep %d places", n) % n,
    ),
    replace(
        verb(
            "send_again",
            staff_actions.send_again,
            forecasts.send_again,
            label=gettext_lazy("Send the letter again"),
            when=lambda delegate: delegate.erased_at is None,
            list_label=gettext_lazy("Send the letter again"),
            button=lambda n: ngettext("Send %d letter", "Send %d letters", n) % n,
        ),
        service=partial(send_again, only_try=False),
        rehearsal=partial(send_again, only_try=True),
    ),
    verb(
        "move",
        many.move,
        forecasts.move,
        list_label=gettext_lazy("Move to another category"),
        form=MoveForm,
        button=lambda n: ngettext("Move %d person", "Move %d people", n) % n,
    ),
    verb(
        "switch",
        many.move,
        forecasts.move,
        job="move",
        list_label=gettext_lazy("Switch the way of attending"),
        form=AttendanceForm,
        button=lambda n: ngettext("Switch %d person", "Switch %d people", n) % n,
    ),
    verb(
        "tag",
        many.tag,
        forecasts.tag,
        list_label=pgettext_lazy("verb", "Tag"),
        form=TagForm,
        note="",
        button=lambda n: ngettext("Tag %d person", "Tag %d people", n) % n,
    ),
    verb(
        "untag",
        many.untag,
        forecasts.untag,
        list_label=gettext_lazy("Take a tag away"),
        form=TagForm,
        note="",
        button=lambda n: (
            ngettext("Take it from %d person", "Take it from %d people", n) % n
        ),
    ),
    verb(
        "decline",
        many.decline,
        forecasts.decision(enrolment.REFUSAL),
        label=gettext_lazy("Decline"),
        list_label=gettext_lazy("Decline, with a letter"),
        when=lambda delegate: delegate.state in AWAITING,
        form=GroundsForm,
        button=lambda n: ngettext("Decline %d person", "Decline %d people", n) % n,
        asks=True,
    ),
    verb(
        "cancel",
        many.cancel,
        forecasts.decision(enrolment.CANCELLATION),
        label=gettext_lazy("Cancel the registration"),
        list_label=gettext_lazy("Cancel the registration, with a letter"),
        when=lambda delegate: delegate.state in LIVE,
        button=lambda n: (
            ngettext("Cancel %d registration", "Cancel %d registrations", n) % n
        ),
        asks=True,
    ),
    verb(
        "restore",
        many.restore,
        forecasts.restore,
        list_label=gettext_lazy("Restore, with a letter"),
        form=BeyondForm,
        button=lambda n: ngettext("Restore %d person", "Restore %d people", n) % n,
    ),
    verb(
        "close_links",
        many.close_links,
        forecasts.everybody,
        label=gettext_lazy("Close all links"),
        note=gettext_lazy(
            "Every link and code that was ever sent to this person stops working: "
            "their personal page and the code for the entrance. This cannot be undone; "
            "send the letter again to give them new ones."
        ),
        button=lambda n: _("Close all links"),
        asks=True,
    ),
]


# -- Coming back -----------------------------------------------------------------------


class RestoreForm(forms.Form):
    """Where somebody comes back to who finds no place free, and why."""

    beyond = without_a_place(gettext_lazy("There is no place free"))
    reason = why(required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        ask_why(self)
        return data


@page(
    "restore/",
    permissions=["change"],
    label=gettext_lazy("Restore the registration"),
    when=lambda delegate: delegate.state not in LIVE,
)
def restore(request: StaffRequest, delegate: Delegate) -> HttpResponse:
    """Take back somebody who was cancelled or declined."""
    if delegate.state in LIVE:
        # A colleague was faster.
        messages.warning(request, str(NotOver()))
        return redirect(form_of(delegate))
    form = RestoreForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            result = staff_actions.restore(
                delegate,
                request.user,
                beyond=bool(form.cleaned_data["beyond"]),
                reason=Grounds(form.cleaned_data["reason"]),
            )
        except RegistrationError as refusal:
            messages.warning(request, str(refusal))
        else:
            done = _("Done: %d.") % result.number
            messages.success(request, sentences(done, *outcome(result).effects))
        return redirect(form_of(delegate))
    if places.has_waited(delegate):
        where = _("To the waiting list, with their old number")
    else:
        where = _("To the end of the waiting list")
    form.fields["beyond"].choices[0] = ("", where)  # type: ignore[attr-defined]
    quotas = Quota.objects.counting(
        delegate.conference_id, delegate.category_id, delegate.attendance
    )
    full = list(quotas.full())
    if not full:
        del form.fields["beyond"]
    return render_page(
        request,
        delegate,
        "admin/registration/restore.html",
        title=_("Restore the registration"),
        form=form,
        full=full,
        note=IN_A_MINUTE,
    )


# -- Undo ------------------------------------------------------------------------------


def undoable(rows: StaffActionQuerySet) -> list[StaffAction]:
    """Those that can be taken back this very minute, with who did them."""
    return list(rows.undoable().select_related("by")[:5])


@require_POST
def undo(request: HttpRequest, action: UUID) -> HttpResponse:
    """Take back what was done in the last minute, and go back to where one was."""
    if not request.user.has_perm("registration.change_delegate"):
        raise PermissionDenied
    row = get_object_or_404(StaffAction, pk=action)
    allowed = conferences_of(request.user, "registration.change_delegate")
    if allowed is not None:
        others = Delegate.objects.filter(pk__in=row.keys)
        if others.exclude(conference__in=allowed).exists():
            raise Http404
    try:
        staff_actions.undo(row)
    except RegistrationError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Undone: all is as it was, and no letter leaves."))
    delegate = request.POST.get("delegate", "")
    if is_key(delegate):
        return redirect("admin:registration_delegate_change", delegate)
    return redirect(reverse("admin:registration_delegate_changelist"))
