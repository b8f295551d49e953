"""Staff who may edit staff cannot become, or act as, a colleague with more rights."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from confsite.models import User
from confsite.staff import rights
from tests.admin_pages import errors_on, filled_in
from tests.factories import make_staff

EDIT_STAFF = ("view_user", "add_user", "change_user", "delete_user")
EDIT_GROUPS = ("view_group", "add_group", "change_group", "delete_group")


def permissions(*names):
    found = Permission.objects.filter(codename__in=names).exclude(
        content_type__app_label="sessions"
    )
    assert len(found) == len(names)
    return found


def make_group(name, *names):
    group = Group.objects.create(name=name)
    group.permissions.set(permissions(*names))
    return group


@pytest.fixture
def office():
    """What the one who edits staff may do."""
    return make_group("Office", *EDIT_STAFF, *EDIT_GROUPS, "view_session")


@pytest.fixture
def programme():
    """One right more than the office has."""
    return make_group("Programme", "view_session", "change_session")


@pytest.fixture
def editor(client, office):
    user = make_staff(is_superuser=False, email="editor@example.org")
    user.groups.add(office)
    client.force_login(user)
    return user


def address(row, page="change"):
    app, model = row._meta.app_label, row._meta.model_name
    return reverse(f"admin:{app}_{model}_{page}", args=[row.pk])


def colleague_with(group=None, **columns):
    user = make_staff(is_superuser=False, first_name="Wei", **columns)
    if group:
        user.groups.add(group)
    return user


def snapshot(user):
    now = User.objects.get(pk=user.pk)
    groups = list(now.groups.values_list("name", flat=True))
    return [getattr(now, c.attname) for c in now._meta.concrete_fields], groups


class TestOfAColleague:
    @pytest.fixture(params=["a group", "a right of their own", "superuser", "inactive"])
    def stronger(self, request, programme):
        """Somebody who may do more, by whatever way."""
        if request.param == "superuser":
            return make_staff(first_name="Wei")
        if request.param == "a right of their own":
            user = colleague_with()
            user.user_permissions.set(permissions("change_session"))
            return user
        return colleague_with(programme, is_active=request.param != "inactive")

    @pytest.mark.usefixtures("editor")
    def test_with_more_rights_nothing_is_changed_or_deleted(self, client, stronger):
        before = snapshot(stronger)
        typed = {
            "email": "editor+2@example.org",
            "first_name": "Mallory",
            "is_active": "on",
            "is_staff": "on",
        }

        answers = [
            client.post(address(stronger), typed),
            client.post(address(stronger), typed | {SEND: "1"}),
            client.post(address(stronger, "delete"), {"post": "yes"}),
            client.post(
                reverse("admin:confsite_user_changelist"),
                {
                    "action": "delete_selected",
                    "_selected_action": [stronger.pk],
                    "post": "yes",
                },
            ),
        ]

        assert [answer.status_code for answer in answers] == [403] * 4
        assert snapshot(stronger) == before

    @pytest.mark.usefixtures("editor")
    def test_without_the_guard_it_would_be(self, client, stronger, monkeypatch):
        monkeypatch.setattr(rights, "may_act_on", lambda by, user: True)

        answer = filled_in(client, address(stronger), first_name="Mallory")

        assert answer.status_code == 302
        assert User.objects.get(pk=stronger.pk).first_name == "Mallory"

    def test_every_single_right_is_less_than_a_superuser_has(self, client, editor):
        editor.user_permissions.set(Permission.objects.all())
        boss = make_staff()

        answer = client.post(address(boss), {"email": boss.email})

        assert answer.status_code == 403

    def test_with_no_more_rights_the_name_and_groups_are_changed(
        self, client, editor, office, programme
    ):
        door = make_group("Door", "view_session")
        wei = colleague_with(door)

        refused = filled_in(client, address(wei), groups=programme.pk)
        taken = filled_in(
            client,
            address(wei),
            first_name="Hana",
            groups=office.pk,
            email="editor+2@example.org",
            is_superuser="on",
        )

        assert "groups" in errors_on(refused)
        assert taken.status_code == 302
        now = User.objects.get(pk=wei.pk)
        assert (now.first_name, [*now.groups.all()]) == ("Hana", [office])
        # Whoever has the mailbox gets the link for the password.
        assert (now.email, now.is_superuser) == (wei.email, False)

    def test_nobody_sets_the_password_of_another(self, client):
        boss, wei = make_staff(), colleague_with()
        client.force_login(boss)

        page = client.get(address(wei)).content.decode()
        answer = client.get(f"/admin/confsite/user/{wei.pk}/password/")
        filled_in(client, address(wei), password="mallory", password1="mallory")

        assert "pbkdf2" not in page
        assert "md5" not in page
        # Django takes it for a row that is not there.
        assert answer.status_code == 302
        assert User.objects.get(pk=wei.pk).password == wei.password

    @pytest.mark.usefixtures("editor")
    def test_nobody_looks_for_a_password_letter_by_letter(self, client):
        asked = {"password__startswith": "md5"}

        answer = client.get(reverse("admin:confsite_user_changelist"), asked)

        assert answer.status_code == 400


SEND = "confsite_user_send_password_link"


class TestOfOneself:
    def test_nobody_gives_themselves_powers(self, client, editor, programme):
        filled_in(
            client,
            address(editor),
            is_superuser="on",
            groups=programme.pk,
            email="other@example.org",
            first_name="Ed",
        )

        now = User.objects.get(pk=editor.pk)
        assert (now.first_name, now.is_superuser) == ("Ed", False)
        assert (now.email, now.groups.get().name) == (editor.email, "Office")

    def test_nobody_shuts_themselves_out(self, client):
        boss = make_staff()
        client.force_login(boss)

        filled_in(client, address(boss), is_active=None, is_superuser=None)
        answer = client.post(address(boss, "delete"), {"post": "yes"})

        now = User.objects.get(pk=boss.pk)
        assert (now.is_active, now.is_superuser) == (True, True)
        assert answer.status_code == 403


class TestOfAGroup:
    @pytest.mark.usefixtures("editor")
    def test_with_more_rights_nothing_is_changed_or_deleted(self, client, programme):
        answers = [
            client.post(address(programme), {"name": "Mine"}),
            client.post(address(programme, "delete"), {"post": "yes"}),
        ]

        assert [answer.status_code for answer in answers] == [403, 403]
        assert Group.objects.get(pk=programme.pk).name == "Programme"

    @pytest.mark.usefixtures("editor")
    def test_nobody_gives_a_group_more_rights_than_they_have(self, client, office):
        [more] = permissions("change_session")
        [own] = permissions("view_session")
        form = {"name": "Door", "permissions": [more.pk]}

        added = client.post(reverse("admin:auth_group_add"), form)
        grown = client.post(address(office), form | {"name": "Office"})
        allowed = client.post(
            reverse("admin:auth_group_add"), form | {"permissions": [own.pk]}
        )

        assert "permissions" in errors_on(added)
        assert "permissions" in errors_on(grown)
        assert allowed.status_code == 302
        assert list(Group.objects.get(name="Door").permissions.all()) == [own]

    def test_a_superuser_gives_any(self, client):
        client.force_login(make_staff())
        rights_to_give = permissions("change_session", "change_group")

        client.post(
            reverse("admin:auth_group_add"),
            {"name": "All", "permissions": [right.pk for right in rights_to_give]},
        )

        assert {*Group.objects.get(name="All").permissions.all()} == {*rights_to_give}
