"""What staff see and change of their own account: the page *Security*."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from confsite.admin.columns import day_and_time
from confsite.staff import factors, sessions
from confsite.staff.asked import asked_again
from confsite.staff.factors import LastFactor
from confsite.staff.forms import OwnPasswordForm
from confsite.staff.second import onwards, own, ways
from confsite.staff.views import page


def security(request: HttpRequest) -> HttpResponse:
    user = own(request)
    here = request.session.session_key
    context: dict[str, Any] = {
        "title": _("Security"),
        "factors": [
            {
                "pk": factor.pk,
                "name": factors.name_of(factor),
                "since": moment(factor.created_at),
                "used": moment(factor.last_used_at),
            }
            for factor in factors.first_ones(user)
        ],
        "codes_left": factors.codes_left(user),
        "ways": ways(request, user),
        "sessions": [
            {
                "pk": row.pk,
                "name": sessions.in_words(row) or _("unknown browser"),
                "network": row.network,
                "since": moment(row.started_at),
                "is_here": row.session_id == here,
            }
            for row in sessions.of(user)
        ],
    }
    site = admin.site.each_context(request)
    return TemplateResponse(request, "staff/security.html", site | context)


def moment(at: Any) -> str:
    return day_and_time(timezone.localtime(at)) if at else "–"


@asked_again
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Shown once, when they have been made."""
    user = own(request)
    if not factors.has_one(user):
        return redirect("security")
    if request.method == "POST":
        factors.make_new_codes(user)
    codes = factors.codes_to_show(user)
    lead = (
        _("Each lets you in once, without phone or passkey. Print them now: they are "
          "not shown again.")
        if codes
        else _("You have %d left. New ones take the place of those from before.")
        % factors.codes_left(user)
    )  # fmt: skip
    return page(
        request,
        _("Recovery codes"),
        template="staff/codes.html",
        lead=lead,
        codes=codes,
        back=onwards(request) if "next" in request.GET else reverse_lazy("security"),
    )


@require_POST
@asked_again
def remove_factor(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        factors.remove(own(request), pk)
    except LastFactor as refusal:
        messages.warning(request, str(refusal))
    return redirect("security")


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    sessions.end(own(request), pk)
    return redirect("security")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    sessions.end_all(own(request), but=request.session.session_key)
    messages.success(request, _("You are signed in here alone."))
    return redirect("security")


class ChangePassword(PasswordChangeView):
    """As the admin's own; its tries are counted, and other sessions end."""

    form_class = OwnPasswordForm
    success_url = reverse_lazy("admin:password_change_done")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        # It goes on under another key.
        user = own(self.request)
        sessions.note(self.request, user)
        sessions.end_all(user, but=self.request.session.session_key)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        site = admin.site.each_context(self.request)
        return super().get_context_data(**kwargs) | site
