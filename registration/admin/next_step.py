"""What comes next until people can sign up, on the pages that prepare it."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agenda.admin.base import ConferenceScopedAdmin
from agenda.admin.current_conference import CHOSEN, chosen
from agenda.models import Conference
from confsite.admin.columns import moment_in_words


class NextStep(NamedTuple):
    """What is still to be done, and where, for those with the right to it."""

    words: str | Promise
    label: str | Promise
    url: str
    right: str = ""


class SaysWhatComesNext(ConferenceScopedAdmin):
    """Pages of settings, categories and quotas: none of them is enough alone."""

    change_form_outer_before_template = "admin/registration/next_step.html"
    list_before_template = "admin/registration/next_step.html"

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super().changelist_view(request, *args, **kwargs)
        if getattr(response, "context_data", None) and CHOSEN in request.GET:
            response.context_data["next_steps"] = self.next_steps(
                request, chosen(request)
            )
        return response

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = context["original"]
        conference = row.conference if row else None
        context["next_steps"] = self.next_steps(request, conference)
        return super().render_change_form(request, context, *args, **kwargs)

    def next_steps(
        self, request: HttpRequest, conference: Conference | None
    ) -> list[NextStep]:
        return [
            step if may_take(request, step) else step._replace(url="")
            for step in (what_comes_next(conference) if conference else [])
        ]


def may_take(request: HttpRequest, step: NextStep) -> bool:
    return not step.right or request.user.has_perm(step.right)


def what_comes_next(conference: Conference) -> list[NextStep]:
    """The first thing without which nobody can sign up; then that places are open."""
    steps = [first_step(conference)]
    if not conference.quotas.exists():
        steps.append(
            adding(
                "quota",
                conference,
                _("Everybody who signs up gets a place. A quota limits them."),
                _("Add a quota"),
            )
        )
    return steps


def first_step(conference: Conference) -> NextStep:
    settings = getattr(conference, "registration", None)
    if settings is None:
        return adding(
            "registrationsettings",
            conference,
            _("Next: say when one can sign up, and in whose name letters go out."),
            _("Add registration settings"),
        )
    if not conference.categories.filter(is_open=True).exists():
        return adding(
            "category",
            conference,
            _("Next: what people can sign up as. Without a category nobody can."),
            _("Add a category"),
        )
    if not conference.releases.exists():
        return NextStep(
            _("Next: publish the conference. Until then nobody sees its form."),
            _("Publish"),
            reverse("admin:agenda_conference_publish", args=[conference.pk]),
            "agenda.change_conference",
        )
    return how_it_stands(conference)


def how_it_stands(conference: Conference) -> NextStep:
    """Everything is there; then hours decide."""
    form = reverse("registration:register", args=[conference.slug])
    settings, now = conference.registration, timezone.now()
    if now < settings.opens_at:
        opens = moment_in_words(settings.opens_at, conference.clocks[0])
        words = _("Everything is ready. One can sign up from %s.")
        return NextStep(words % opens, _("Open the form"), form)
    if now < min(settings.closes_at, conference.ends_at):
        return NextStep(_("One can sign up now."), _("Open the form"), form)
    return NextStep(
        _("Nobody can sign up any more."),
        _("Change the hours"),
        reverse("admin:registration_registrationsettings_change", args=[settings.pk]),
        "registration.change_registrationsettings",
    )


def adding(
    model: str, conference: Conference, words: Promise, label: Promise
) -> NextStep:
    page = reverse(f"admin:registration_{model}_add")
    query = urlencode({"conference": conference.pk})
    return NextStep(words, label, f"{page}?{query}", f"registration.add_{model}")
