"""The admin as a whole: every page, both languages, and who may do what."""

import re
import uuid

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone, translation

from confsite.admin.pages import custom_urls
from confsite.models import Export, FailedSignIns
from registration import trials
from registration.duplicates.services import pair_by_hand
from registration.models import RetentionReport
from registration.privacy import erasing
from tests.admin_pages import office
from tests.cast import make_cast
from tests.factories import (
    make_agreement,
    make_colleague,
    make_delegate,
    make_job,
    make_letter,
    make_organisation,
    make_participation,
    make_quota,
    make_room,
    make_session,
    make_signup,
    make_staff,
    make_tag,
    make_track,
)
from tests.registration.consents.asking import make_consent_request

__all__ = ["office"]  # a fixture, used by its name

SESSIONS = "/admin/agenda/session/"


def make_everything() -> None:
    """At least one row of whatever the admin shows."""
    delegate = make_delegate()
    conference = delegate.conference
    make_letter(delegate)
    make_job(delegate)
    erasing.ask(delegate)
    pair_by_hand([delegate, make_delegate(category=delegate.category)])
    make_quota(conference)
    make_participation(make_session(conference, room=make_room(conference)))
    make_tag(conference)
    make_consent_request(conference)
    RetentionReport.objects.create(conference=conference, kind="phone", days=9)
    make_track(conference)
    make_agreement(make_session(conference))
    make_organisation()
    trials.register(make_signup(delegate.category), make_staff())
    make_colleague(conference)
    Export.objects.create(by="wei@example.org", what="programme.xlsx", rows=7)
    FailedSignIns.objects.create(day=timezone.now().date(), tries=2)


# -- Every page ------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    "model", admin.site._registry, ids=lambda m: m._meta.label_lower
)
def test_every_page_opens_and_says_what_it_is_for(office, model, language):
    make_everything()
    office.cookies["django_language"] = language
    pages = admin.site.get_model_admin(model)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model._default_manager.latest("pk")

    opened = [
        office.get(reverse(f"{name}_changelist")),
        office.get(reverse(f"{name}_change", args=[row.pk])),
        office.get(reverse(f"{name}_history", args=[row.pk])),
    ]
    adding = office.get(reverse(f"{name}_add"))

    assert [page.status_code for page in opened] == [200, 200, 200]
    assert adding.status_code == (
        200 if pages.has_add_permission(adding.wsgi_request) else 403
    )
    with translation.override(language):
        assert str(pages.purpose) in opened[0].content.decode()
        assert str(pages.purpose)
        assert str(pages.first_step)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_front_page_of_the_admin_leads_to_every_list(office, language):
    office.cookies["django_language"] = language

    page = office.get("/admin/").content.decode()

    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        # Once in the sidebar, and once on the page with what it is for.
        assert page.count(f'href="{reverse(name)}"') == 2


@pytest.mark.parametrize(
    ("page", "marked"),
    [
        ("/admin/", "/admin/"),
        ("/admin/registration/delegate/pasted/", "/admin/registration/delegate/"),
        ("/admin/registration/delegate/doings/",) * 2,
    ],
)
def test_one_page_is_marked_as_open(office, page, marked):
    groups = office.get(page).context["sidebar_navigation"]

    links = [item["link"] for g in groups for item in g["items"] if item["active"]]
    assert links == [marked]


def test_the_switch_of_languages_is_kept_without_a_prefix(client):
    client.force_login(make_staff())

    answer = client.post("/admin/language/", {"language": "zh-hans", "next": "/admin/"})
    page = client.get("/admin/")

    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert '<html lang="zh-hans"' in page.content.decode()


# -- Who may ---------------------------------------------------------------------------


def test_staff_without_a_group_see_nothing_of_it(client):
    cast = make_cast()
    client.force_login(cast.wei)

    page = client.get("/admin/").content.decode()

    assert client.get(SESSIONS).status_code == 403
    assert "Ask a colleague" not in page
    assert SESSIONS not in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_page_beside_a_form_opens_without_a_right(client, method):
    make_everything()
    client.force_login(make_staff(is_superuser=False))

    answers = {
        address: getattr(client, method)(address).status_code
        for model, pages in admin.site._registry.items()
        for path, _name, _view in custom_urls(pages.all_pages, pages.opts)
        if (address := address_of(model, path))
    }

    assert {a: status for a, status in answers.items() if status != 403} == {}


def address_of(model, path: str) -> str:
    """A page of the latest row; whatever else its path asks for is anything."""
    start = reverse(
        f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    )
    path = path.replace("<path:object_id>", str(model._default_manager.latest("pk").pk))
    path = re.sub("<uuid:.*?>", str(uuid.UUID(int=0)), path)
    return start + re.sub("<.*?>", "template", path)
