"""Every page with nonsense in its address: refused, or shown as if it were without."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from confsite import middleware
from confsite.admin.base import ModelAdmin
from tests.admin_pages import form_on
from tests.confsite.admin.test_admin import make_everything
from tests.factories import (
    make_letter,
    make_open_conference,
    make_organisation,
    make_participation,
    make_session,
    make_staff,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.server]

# The third has more digits than Python makes a number of.
JUNK = ["%00", "9" * 30, "9" * 5000, "%FF%FE1,x"]
CHOSEN = ["\0", "9" * 30, "1,x", "-1", ""]
# A key that stands in no form, and one that asks for what nobody may look up.
ALSO = ["q", "p", "o", "id__exact", "email__regex", "_to_field"]
LINK = re.compile(r'href="(\?[^"]*)"')
FIELD = re.compile(r'<(?:select|input)[^>]*name="([^"]+__[^"]+)"')
PUBLIC = ["", "agenda/", "speakers/", "organisations/", "changes/", "register/"]


@pytest.fixture
def client():
    client = Client(raise_request_exception=False)
    client.force_login(make_staff())
    return client


@pytest.fixture
def pages():
    """The list of each model, and the pages of a conference."""
    conference = make_open_conference(published=False)
    make_participation(make_session(conference))
    publish(conference)
    make_letter()
    make_organisation()
    lists = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
    ]
    front = f"/en/{conference.slug}/"
    return [*lists, *(front + page for page in PUBLIC), "/", "/en/", "/mailbox/"]


@pytest.mark.slow
def test_every_page_with_nonsense_in_its_query(client, pages):
    addresses = (
        f"{page}?{key}={junk}"
        for page in pages
        for key in keys(client.get(page))
        for junk in JUNK
    )

    assert failures(client, addresses) == {}


def test_every_address_with_nonsense_in_its_path(client):
    addresses = (
        filled(pattern, junk) for pattern in patterns(get_resolver()) for junk in JUNK
    )

    assert failures(client, addresses) == {}


@pytest.mark.parametrize("junk", ["\0", "9" * 30, "a\u202e<1,x", "-1"])
@pytest.mark.parametrize("model", admin.site._registry, ids=lambda m: m.__name__)
def test_every_form_with_nonsense_in_every_field(client, model, junk):
    make_everything()
    row = model._default_manager.latest("pk")
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
    page = reverse(name, args=[row.pk])
    typed = {
        name: value if name.endswith("_FORMS") else junk
        for name, value in form_on(client.get(page)).items()
    }

    assert client.post(page, typed).status_code in (200, 302, 400, 403)


@pytest.mark.parametrize("number", ["9" * 30, "2000", "x", "-1", "\0", "٣"])
def test_a_form_that_says_it_has_more_rows_than_came(client, number):
    session = make_session()
    page = reverse("admin:agenda_session_change", args=[session.pk])
    fields = form_on(client.get(page))

    answer = client.post(page, fields | {"participations-TOTAL_FORMS": number})

    is_too_many = number in ("9" * 30, "2000")
    assert answer.status_code in ([400] if is_too_many else [200, 302])


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda m: m.__name__)
def test_every_list_with_nonsense_chosen(client, model):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    statuses = {
        client.post(
            reverse(name), {"action": "delete_selected", "_selected_action": junk}
        ).status_code
        for junk in CHOSEN
    }

    assert statuses <= {200, 302, 400}


def test_the_control_without_the_guard_nonsense_breaks_a_list(client, monkeypatch):
    monkeypatch.delattr(ModelAdmin, "response_action")
    chosen = {"action": "delete_selected", "_selected_action": CHOSEN[0]}

    assert client.post("/admin/agenda/session/", chosen).status_code == 500


def test_the_control_without_the_guard_a_nul_breaks_a_list(client, monkeypatch):
    def unguarded(self, request):
        return self.get_response(request)

    monkeypatch.setattr(middleware.ReadableAddress, "__call__", unguarded)

    page = "/admin/agenda/session/"
    asked = [f"{page}?{key}=%00" for key in keys(client.get(page))]

    assert failures(client, asked)


def failures(client, addresses) -> dict[str, int]:
    found = {}
    for address in addresses:
        # What breaks the transaction breaks what comes after it.
        save = transaction.savepoint()
        status = client.get(address).status_code
        if status >= 500:
            found[address[:200]] = status
            transaction.savepoint_rollback(save)
        else:
            transaction.savepoint_commit(save)
    return found


def keys(response) -> set[str]:
    """What the page itself asks by, in its links and forms; and what it does not."""
    text = response.content.decode() if "Content-Disposition" not in response else ""
    links = (unescape(link).removeprefix("?") for link in LINK.findall(text))
    asked = {key for link in links for key, _value in parse_qsl(link)}
    return asked | set(ALSO) | set(FIELD.findall(text))


def patterns(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    """The routes with a variable part, each written as it is in the code."""
    for one in resolver.url_patterns:
        route = before + str(one.pattern).lstrip("^/")
        if isinstance(one, URLResolver):
            yield from patterns(one, route)
        elif "<" in route:
            yield route


VARIABLE = re.compile(r"\(\?P<\w+>[^)]*\)|<[^>]*>")


def filled(route: str, junk: str) -> str:
    return VARIABLE.sub(junk, route).rstrip("$").replace("\\", "")
