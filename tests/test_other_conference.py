"""Staff of one conference ask every list, search, picker, file, history and number, and
find nothing of another one: a mark stands in all that is known of it."""

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.factories import make_colleague, make_staff
from tests.test_roles_matrix import OF_THE_ADMIN, POSTED
from tests.two_conferences import admin_pages, lists, make_world

MARK = "Zwibbelkraut"
# What a search echoes is no finding: a part of the mark is looked for, or an address.
PART = "Zwibbel"
DELEGATES = "/admin/registration/delegate/"
SELECT = re.compile(r"data-ajax--url|admin-autocomplete")


class Reader:
    """A browser that notes where it has read the mark."""

    def __init__(self, user):
        self.client = Client()
        self.client.force_login(user)
        self.found = []
        self.asked = 0

    def read(self, url, data=None, *, post=False):
        with transaction.atomic():
            ask = self.client.post if post else self.client.get
            response = ask(url, data, follow=True)
            content = (
                b"".join(response.streaming_content)
                if response.streaming
                else (response.content)
            )
            transaction.set_rollback(True)
        self.asked += 1
        if MARK.lower() in text_of(content).lower():
            self.found.append((url, str(data)))
        return response


def text_of(content):
    try:
        with ZipFile(BytesIO(content)) as archive:
            return "".join(
                archive.read(n).decode("latin-1") for n in archive.namelist()
            )
    except BadZipFile:
        return content.decode("utf-8", "replace")


def pickers():
    """Each search box of a form: which column of which model it is for."""
    for model_admin in admin.site._registry.values():
        for one in (model_admin, *model_admin.inlines):
            for column in one.autocomplete_fields:
                field = one.model._meta.get_field(column)
                yield field.model, field.name
    for model, column in (
        *(("participation", "speaker"), ("signature", "speaker")),
        *(("runitem", "people"), ("runitem", "agreement")),
    ):
        yield apps.get_model("agenda", model), column


def read_everything(reader, own, other):
    foreign = other.conference.pk
    for page in lists():
        for asked in (
            {},
            {"q": PART},
            {"conference__id__exact": foreign},
            {"delegate__conference__id__exact": foreign},
            {"session__conference__id__exact": foreign},
            {"all": "1", "p": "1"},
        ):
            reader.read(page, asked)
        reader.read(f"{page}add/", {"conference": foreign})
    for model, column in pickers():
        for extra in ({}, {"of_conference": foreign}):
            asked = {
                "app_label": model._meta.app_label,
                "model_name": model._meta.model_name,
                "field_name": column,
                "term": PART,
            }
            reader.read("/admin/autocomplete/", asked | extra)
    for name, patterns in admin_pages().items():
        if name in OF_THE_ADMIN or name in POSTED or name.endswith("_add"):
            continue
        for names in patterns:
            reader.read(reverse(f"admin:{name}", kwargs=own.args(name, names)))
            reader.read(reverse(f"admin:{name}", kwargs=other.args(name, names)))
    read_delegates(reader, other)
    for part in (PART, "shared", "delegates"):
        reader.read("/admin/search/", {"s": part})
    reader.read("/admin/")
    reader.read(f"/admin/agenda/conference/{foreign}/choose/")
    reader.read("/admin/")
    reader.read("/admin/agenda/conference/choose/", {"next": DELEGATES})


def read_delegates(reader, other):
    """Files, pasted lists, selections, and verbs with keys of other people."""
    person = other.rows["registration.delegate"]
    for suffix in ("csv", "xlsx"):
        for query in ("", f"?conference__id__exact={other.conference.pk}"):
            sent = {suffix: "1", "columns": ["family_name", "email", "note"]}
            reader.read(f"{DELEGATES}export/{query}", sent, post=True)
    for line in (person.reference, person.email.split("@")[0], PART):
        reader.read(f"{DELEGATES}pasted/", {"people": line}, post=True)
    for verb in ("approve", "cancel", "print", "delete_selected", "tag", "move"):
        sent = {"action": verb, "_selected_action": [person.pk], "select_across": "0"}
        reader.read(DELEGATES, sent, post=True)
    for day in (person.signed_up_at.date(),):
        reader.read(f"{DELEGATES}doings/", {"day": str(day)})


@pytest.fixture
def own():
    return make_world("Owned")


@pytest.fixture
def other():
    return make_world(MARK)


@pytest.mark.slow
@pytest.mark.django_db
def test_nothing_of_another_conference_is_read_anywhere(own, other):
    reader = Reader(make_colleague(own.conference, "owner"))

    read_everything(reader, own, other)

    assert reader.asked > 300
    assert reader.found == []


@pytest.mark.slow
@pytest.mark.django_db
def test_whoever_owns_the_installation_reads_it_in_all_of_these_ways(own, other):
    """The same questions find the mark where somebody may read it."""
    reader = Reader(make_staff())

    read_everything(reader, own, other)

    asked = " ".join(f"{url} {data}" for url, data in reader.found)
    for way in ("autocomplete", "export", "pasted", "history", "/choose/", "lists/"):
        assert way in asked, way
    assert all(f"'q': '{PART}'" in asked and page in asked for page in lists()[2:5])
    assert len(reader.found) > 100


@pytest.mark.django_db
def test_numbers_count_nobody_of_another_conference(own, other):
    reader = Reader(make_colleague(own.conference, "owner"))
    before = [len(world.conference.delegates.all()) for world in (own, other)]

    page = reader.read(DELEGATES, {"conference__isnull": "False"})
    today = reader.read("/admin/")

    assert before[0] == before[1] == 3
    assert page.context["cl"].result_count == 3
    assert today.context["total"] == "3"
