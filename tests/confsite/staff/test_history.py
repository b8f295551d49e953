"""Rights of staff, their passwords, sign-ins and exports: who, when, before, after."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from pghistory.core import event_models

from confsite.models import Export, User
from tests.admin_pages import filled_in
from tests.factories import (
    make_colleague,
    make_conference,
    make_participation,
    make_session,
    make_speaker,
    make_staff,
    publish,
)

# Of these tables nothing is written down: Django's own bookkeeping, and the code's.
# What a member of staff wants to see of a list gives nobody a right.
NOT_KEPT = {
    *("LogEntry", "Permission", "ContentType", "Session", "SavedView", "StaffSession"),
}
# Columns that stand in no history, and why.
NO_COLUMN = {
    "password": "a hash; that it changed is an entry of its own",
    "last_login": "every sign-in is an entry of its own",
}


@pytest.fixture
def boss(client):
    boss = make_staff(email="boss@example.org")
    client.force_login(boss)
    return boss


def history_of(client, row):
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_history"
    return client.get(reverse(name, args=[row.pk])).context["changes"]


def lines(client, row):
    return [
        f"{e.what} {e.subject}".strip() + f" / {e.by}" for e in history_of(client, row)
    ]


@pytest.mark.pure
def test_every_table_that_says_who_may_do_what_is_kept_whole():
    tables = [
        table
        for app in ("auth", "confsite")
        for table in apps.get_app_config(app).get_models(include_auto_created=True)
        if not table._meta.proxy and table.__name__ not in NOT_KEPT
    ]
    about_rights = [t for t in tables if {User, Group, Permission} & {t, *related(t)}]
    about_rights = [t for t in about_rights if not hasattr(t, "pgh_tracked_model")]

    lost = {
        table.__name__: columns(table) - set(NO_COLUMN) - kept(table)
        for table in about_rights
    }

    assert set(lost) == {
        *("Group", "Group_permissions", "User", "User_groups", "User_user_permissions"),
    }
    assert not any(lost.values()), lost


def related(table):
    return {c.related_model for c in table._meta.concrete_fields if c.related_model}


def columns(table):
    return {column.name for column in table._meta.concrete_fields}


def kept(table):
    found = {
        event.pgh_tracked_model._meta.concrete_model: columns(event)
        for event in event_models()
    }
    labels = {
        tracker.label
        for event in event_models()
        if event.pgh_tracked_model._meta.concrete_model is table
        for tracker in event.pgh_trackers
    }
    return found[table] if {"insert", "update", "delete"} <= labels else set()


@pytest.mark.django_db(transaction=True)
def test_rights_of_before_there_were_roles_are_told_still(client, boss):
    door = Group.objects.create(name="Door")
    [right] = Permission.objects.filter(codename="view_delegate")
    sam = make_staff(email="sam@example.org", is_superuser=False)
    sam.groups.add(door)
    sam.user_permissions.add(right)
    sam.groups.clear()

    assert lines(client, sam) == [
        "Deleted membership: sam@example.org · Door / The site itself",
        "Created right: Delegates: see / The site itself",
        "Created membership: sam@example.org · Door / The site itself",
        "Created / The site itself",
    ]


@pytest.mark.django_db(transaction=True)
def test_who_gave_a_role_is_named_when_they_are_staff_no_longer(client, boss):
    wei = make_colleague(make_conference(published=False), "door")
    [row] = wei.conference_roles.all()
    prefix = "conference_roles-0"
    filled_in(
        client,
        reverse("admin:confsite_user_change", args=[wei.pk]),
        **{f"{prefix}-role": "viewer"},
    )
    boss.delete()
    client.force_login(make_staff())

    changed = history_of(client, wei)[0]

    assert changed.by == "boss@example.org, who is staff no longer"
    [difference] = changed.differences
    assert (difference.before, difference.after) == ("door", "viewer")
    assert row.events.count() == 2


@pytest.mark.django_db(transaction=True)
def test_sign_ins_and_new_passwords_are_told_without_the_hash(client, boss):
    sam = make_staff(email="sam@example.org", password="unusual-enough-9")
    own = Client()
    own.post("/admin/login/", {"username": sam.email, "password": "unusual-enough-9"})
    sam.set_password("other")
    sam.save(update_fields=["password"])

    assert lines(client, sam) == [
        "New password / The site itself",
        "Signed in / sam@example.org",
        "Created / The site itself",
    ]
    page = client.get(reverse("admin:confsite_user_history", args=[sam.pk]))
    assert User.objects.get(pk=sam.pk).password not in page.content.decode()


EXPORTS = [
    ("programme.pdf/", "programme-1.pdf", 1),
    ("run-sheet/?pdf=1", "run-sheet", 0),
    ("place-cards.pdf/", "place-cards.pdf", 1),
    ("import/programme.xlsx", "programme.xlsx", 2),
    ("import/programme/sessions.csv", "programme-sessions.csv", 1),
]


@pytest.fixture
def conference():
    conference = make_conference(published=False)
    make_participation(make_session(conference), make_speaker(conference))
    publish(conference)
    return conference


@pytest.mark.parametrize(("path", "name", "rows"), EXPORTS)
def test_every_file_that_is_taken_away_is_written_down(
    client, boss, conference, path, name, rows
):
    start = reverse("admin:agenda_conference_change", args=[conference.pk])

    answer = client.get(start.replace("change/", path))

    assert "attachment" in answer["Content-Disposition"]
    export = Export.objects.get()
    assert (export.by, name in export.what) == ("boss@example.org", True)
    assert export.rows >= rows
    shown = client.get(reverse("admin:confsite_export_changelist")).content.decode()
    assert export.what in shown
    assert export.by in shown


def test_whoever_may_not_see_them_does_not(client):
    client.force_login(make_staff(is_superuser=False))

    answers = [
        client.get(reverse(f"admin:confsite_{name}_changelist")).status_code
        for name in ("export", "failedsignins")
    ]

    assert answers == [403, 403]
