"""What there is to do until people can sign up: on the first page, and step by step.

One list, which the first page shows with ticks before the opening, and of which the
pages of settings, categories and quotas say what comes next.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from agenda.admin.base import ConferenceScopedAdmin
from agenda.admin.current_conference import CHOSEN, chosen
from agenda.models import Conference, Release, Room, Session
from confsite.admin.columns import moment_in_words
from confsite.bilingual import either
from registration.admin.attendee import FORM
from registration.models import Category, ConsentRequest, Quota


@dataclass(frozen=True)
class SetUpStep:
    """One thing to be done, and where, for those with the right to it."""

    name: str | Promise
    words: str | Promise
    label: str | Promise = ""
    url: str = ""
    right: str = ""
    is_done: bool = False
    # Whether people can sign up without it.
    is_optional: bool = False
    # Whether it is one of the pages of registration that says so as well.
    is_next: bool = False

    def seen_by(self, request: HttpRequest, conference: Conference) -> "SetUpStep":
        """Without the way there, for whoever may not go."""
        if not self.right or request.user.has_perm(self.right, conference):
            return self
        return SetUpStep(**vars(self) | {"url": ""})


class SaysWhatComesNext(ConferenceScopedAdmin):
    """Pages of settings, categories and quotas: none of them is enough alone."""

    change_form_outer_before_template = "admin/registration/next_step.html"
    list_before_template = "admin/registration/next_step.html"

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super().changelist_view(request, *args, **kwargs)
        if getattr(response, "context_data", None) and CHOSEN in request.GET:
            response.context_data["next_steps"] = next_steps(request, chosen(request))
        return response

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = context["original"]
        conference = row.conference if row else None
        context["next_steps"] = next_steps(request, conference)
        return super().render_change_form(request, context, *args, **kwargs)


def next_steps(request: HttpRequest, conference: Conference | None) -> list[SetUpStep]:
    """The first thing without which nobody can sign up; then what could be done."""
    if conference is None:
        return []
    left = [s for s in steps(conference) if s.is_next and not s.is_done]
    needed = [step for step in left if not step.is_optional]
    first = needed[:1] or [how_it_stands(conference)]
    others = [step for step in left if step.is_optional]
    return [step.seen_by(request, conference) for step in (*first, *others)]


def is_set_up(conference: Conference) -> bool:
    """Whether people can sign up by now, or could."""
    needed = [step for step in steps(conference) if not step.is_optional]
    return all(step.is_done for step in needed) and (
        conference.registration.opens_at <= timezone.now()
    )


def steps(conference: Conference) -> list[SetUpStep]:
    """In the order in which one does them; one statement for all."""
    row = what_is_there(conference)
    return [*of_the_programme(row), *of_registration(row), *last_steps(row)]


def what_is_there(conference: Conference) -> Any:
    own = {"conference": OuterRef("pk")}
    there = Conference.objects.select_related("registration").annotate(
        has_rooms=Exists(Room.objects.filter(**own)),
        has_sessions=Exists(Session.objects.filter(**own)),
        has_categories=Exists(Category.objects.filter(is_open=True, **own)),
        has_quotas=Exists(Quota.objects.filter(**own)),
        has_consents=Exists(ConsentRequest.objects.filter(**own)),
        has_releases=Exists(Release.objects.filter(**own)),
        has_a_place=either("city") | either("venue") | either("online"),
    )
    return there.get(pk=conference.pk)


def of_the_programme(row: Any) -> list[SetUpStep]:
    return [
        SetUpStep(
            pgettext_lazy("of a conference", "Place"),
            _("Say where it takes place, or how one joins online."),
            _("Open the conference"),
            reverse("admin:agenda_conference_change", args=[row.pk]),
            "agenda.view_conference",
            row.has_a_place,
            is_optional=True,
        ),
        SetUpStep(
            _("Rooms"),
            _("Add the rooms, and for those online the ways to join."),
            *adding("agenda", "room", row, _("Add a room"), row.has_rooms),
            is_optional=True,
        ),
        SetUpStep(
            _("Programme"),
            _("Add sessions, or import them from a list."),
            *adding("agenda", "session", row, _("Add a session"), row.has_sessions),
            is_optional=True,
        ),
    ]


def of_registration(row: Any) -> list[SetUpStep]:
    return [
        SetUpStep(
            _("Registration settings"),
            _("Next: say when one can sign up, and in whose name letters go out."),
            *settings_page(row),
            is_next=True,
        ),
        SetUpStep(
            _("Categories"),
            _("Next: what people can sign up as. Without a category nobody can."),
            *adding(
                "registration",
                "category",
                row,
                _("Add a category"),
                row.has_categories,
            ),
            is_next=True,
        ),
        SetUpStep(
            _("Places"),
            _("Everybody who signs up gets a place. A quota limits them."),
            *adding("registration", "quota", row, _("Add a quota"), row.has_quotas),
            is_optional=True,
            is_next=True,
        ),
        SetUpStep(
            _("Consents"),
            _("Ask people what they agree to: to be listed, recorded, written to."),
            *adding(
                "registration",
                "consentrequest",
                row,
                _("Add a consent"),
                row.has_consents,
            ),
            is_optional=True,
        ),
    ]


def last_steps(row: Any) -> list[SetUpStep]:
    settings = getattr(row, "registration", None)
    return [
        SetUpStep(
            _("Tried"),
            _("Fill in the form as an attendee would: the letter goes to you alone."),
            _("Try the form"),
            trying(row) if settings and row.has_categories else "",
            "registration.add_delegate",
            bool(settings and settings.tried_at),
            is_optional=True,
        ),
        SetUpStep(
            _("Published"),
            _("Next: publish the conference. Until then nobody sees its form."),
            _("Publish"),
            reverse("admin:agenda_conference_publish", args=[row.pk]),
            "agenda.change_conference",
            row.has_releases,
            is_next=True,
        ),
    ]


def trying(conference: Conference) -> str:
    """The address of the form, for staff to try it."""
    name, args = "registration_attendee_in", (conference.pk, get_language(), FORM)
    return reverse(f"admin:{name}", args=args)


def how_it_stands(conference: Conference) -> SetUpStep:
    """Everything is there; then hours decide."""
    form = reverse("registration:register", args=[conference.slug])
    settings, now = conference.registration, timezone.now()
    if now < settings.opens_at:
        opens = moment_in_words(settings.opens_at, conference.clocks[0])
        words = _("Everything is ready. One can sign up from %s.")
        return SetUpStep("", words % opens, _("Open the form"), form)
    if now < min(settings.closes_at, conference.ends_at):
        return SetUpStep("", _("One can sign up now."), _("Open the form"), form)
    return SetUpStep(
        "",
        _("Nobody can sign up any more."),
        _("Change the hours"),
        reverse("admin:registration_registrationsettings_change", args=[settings.pk]),
        "registration.change_registrationsettings",
    )


Way = tuple[str | Promise, str, str, bool]


def adding(
    app: str, model: str, conference: Conference, label: Promise, is_done: bool
) -> Way:
    """To the list of what is there already, or to the form for the first."""
    if is_done:
        page = reverse(f"admin:{app}_{model}_changelist")
        query = urlencode({CHOSEN: conference.pk})
        return _("Look at them"), f"{page}?{query}", f"{app}.view_{model}", True
    page = reverse(f"admin:{app}_{model}_add")
    query = urlencode({"conference": conference.pk})
    return label, f"{page}?{query}", f"{app}.add_{model}", False


def settings_page(conference: Conference) -> Way:
    if not hasattr(conference, "registration"):
        return adding(
            "registration",
            "registrationsettings",
            conference,
            _("Add registration settings"),
            False,
        )
    page = reverse(
        "admin:registration_registrationsettings_change", args=[conference.pk]
    )
    return _("Look at them"), page, "registration.view_registrationsettings", True
