"""The sidebar of the admin, in the order of the work."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

LETTERS = _("Letters")
# Icon and model of each page.
SECTIONS = [
    (
        _("Delegates"),
        [
            ("group", "registration_delegate"),
            ("people", "registration_possibleduplicate"),
            ("autorenew", "registration_job"),
            ("science", "registration_trialsignup"),
            ("person_remove", "registration_erasure"),
        ],
    ),
    (
        _("Programme"),
        [
            ("event", "agenda_conference"),
            ("schedule", "agenda_session"),
            ("handshake", "agenda_agreement"),
            ("record_voice_over", "agenda_speaker"),
            ("apartment", "agenda_organisation"),
            ("meeting_room", "agenda_room"),
            ("route", "agenda_track"),
            ("public", "agenda_release"),
        ],
    ),
    (
        LETTERS,
        [("mail", "registration_letter"), ("outbox", "registration_outbox")],
    ),
    (
        _("Settings"),
        [
            ("storefront", "registration_registrationsettings"),
            ("badge", "registration_category"),
            ("event_seat", "registration_quota"),
            ("label", "registration_tag"),
            ("fact_check", "registration_consentrequest"),
            ("auto_delete", "registration_retentionreport"),
            ("admin_panel_settings", "confsite_user"),
            ("file_save", "confsite_export"),
            ("no_accounts", "confsite_failedsignins"),
        ],
    ),
]


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = [
        {
            "title": title,
            "separator": True,
            "items": [page(icon, model) for icon, model in items],
        }
        for title, items in SECTIONS
    ]
    groups[0]["items"] += pages_beside_delegates()
    if settings.EMAIL_EMBEDDED:
        link = {
            "icon": "inbox",
            "title": _("Mailbox"),
            "purpose": _("What arrives while no mail server is set up."),
            "link": "/mailbox/",
            # It holds the letters of every conference.
            "permission": lambda request: request.user.is_superuser,
        }
        [letters] = [g["items"] for g in groups if g["title"] == LETTERS]
        letters.append(link)
    mark_the_page_that_is_open(groups, request.path)
    today = {
        "icon": "today",
        "title": _("Today"),
        "link": reverse("admin:index"),
    }
    return [{"items": [today]}, *groups]


def mark_the_page_that_is_open(groups: list[dict[str, Any]], path: str) -> None:
    """Of a page below another one that alone; unfold would mark both."""
    items = [item for group in groups for item in group["items"]]
    links = [item["link"] for item in items if path.startswith(item["link"])]
    longest = max(links, key=len, default="")
    for item in items:
        item["active"] = item["link"] == longest


def pages_beside_delegates() -> list[dict[str, Any]]:
    """What is no list of rows, but about the same people."""
    pages = (
        (
            *("lists", "lists", "registration.view_delegate", _("Ready lists")),
            _("For the door, the caterer, security, the seating and the host."),
        ),
        (
            *("doings", "history", "registration.reach_delegate"),
            _("What did we do"),
            _("Changes to people by day, member of staff and kind."),
        ),
    )
    return [
        {
            "icon": icon,
            "title": title,
            "purpose": purpose,
            "link": reverse(f"admin:registration_delegate_{name}"),
            "permission": lambda request, right=right: request.user.has_perm(right),
        }
        for name, icon, right, title, purpose in pages
    ]


def page(icon: str, model: str) -> dict[str, Any]:
    """A link to a list, with the name and the purpose that stand on the list itself."""
    app, name = model.split("_")
    model_admin: Any = admin.site.get_model_admin(apps.get_model(app, name))
    return {
        "icon": icon,
        "title": capfirst(model_admin.opts.verbose_name_plural),
        "purpose": model_admin.purpose,
        "link": reverse(f"admin:{model}_changelist"),
        # A function: unfold copies what stands here, an admin behind a method with it.
        "permission": lambda request: model_admin.has_view_permission(request),
    }
