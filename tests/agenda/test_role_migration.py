"""Whoever had rights by groups has roles in every conference, and nobody sees more."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from agenda.models import RoleAssignment
from confsite.models import SavedView
from tests.factories import make_conference, make_staff

migration = import_module("agenda.migrations.0011_roles_follow_what_people_might")
LOOKS = {"view_delegate", "view_conference"}
DESK = {"view_delegate", "change_delegate", "export_delegate"}


@pytest.mark.parametrize(
    ("rights", "names"),
    [
        (set(), []),
        ({"view_conference"}, []),
        ({"view_delegate"}, ["door"]),
        (LOOKS, ["viewer"]),
        (LOOKS | {"view_letter"}, ["letters"]),
        ({"change_session"}, ["programme"]),
        ({"change_session", "view_delegate"}, ["programme", "viewer"]),
        (DESK, ["registration"]),
        # Who could not carry people away does not learn it.
        (DESK - {"export_delegate"}, ["door"]),
        (DESK | {"change_conference"}, ["programme", "registration"]),
        (DESK | {"change_conference", "add_user"}, ["owner"]),
    ],
)
def test_everybody_gets_what_comes_nearest(rights, names):
    assert migration.role_names(rights) == names


def test_in_every_conference_by_whatever_way_and_twice():
    old, new = (make_conference(published=False) for _n in range(2))
    new_last = max(old, new, key=lambda c: (c.starts_at, c.pk))
    office = Group.objects.create(name="Office")
    office.permissions.set(Permission.objects.filter(codename__in=DESK))
    sam = make_staff(is_superuser=False)
    sam.groups.add(office)
    wei = make_staff(is_superuser=False)
    wei.user_permissions.set(Permission.objects.filter(codename__in=["change_session"]))
    boss = make_staff()
    boss.groups.add(office)
    view = SavedView.objects.create(
        of="registration.delegate", owner=sam, name="Ours", is_shared=True
    )

    for _time in range(2):
        migration.give_roles(apps, None)

    rows = RoleAssignment.objects.order_by("user", "conference")
    assert list(rows.values_list("user", "conference", "role")) == [
        (sam.pk, old.pk, "registration"),
        (sam.pk, new.pk, "registration"),
        (wei.pk, old.pk, "programme"),
        (wei.pk, new.pk, "programme"),
    ]
    assert not sam.groups.exists()
    assert not wei.user_permissions.exists()
    boss.refresh_from_db()
    assert boss.is_superuser
    view.refresh_from_db()
    assert view.conference_id in {old.pk, new.pk, new_last.pk}
