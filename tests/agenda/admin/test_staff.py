"""Colleagues and their roles: owners give them in their own conferences alone."""

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from agenda.models import RoleAssignment
from agenda.services import editions
from confsite.models import User
from confsite.roles import ROLES
from confsite.staff import accounts
from confsite.staff.tasks import password_letters
from tests.admin_pages import errors_on, filled_in, form_on, messages_of
from tests.agenda.london import make_edition
from tests.factories import (
    give_role,
    make_colleague,
    make_conference,
    make_staff,
)
from tests.threads import in_threads

LIST = "/admin/confsite/user/"
ADD = reverse("admin:confsite_user_add")
SEND = "confsite_user_send_password_link"


def address(user, page="change"):
    return reverse(f"admin:confsite_user_{page}", args=[user.pk])


def roles_of(user):
    rows = user.conference_roles.order_by("conference", "pk")
    return list(rows.values_list("conference", "role"))


@pytest.fixture
def own():
    return make_conference(published=False, name_en="Nanjing")


@pytest.fixture
def other():
    return make_conference(published=False, name_en="Secret elsewhere")


@pytest.fixture
def owner(client, own):
    user = make_colleague(own, "owner", email="owner@example.org")
    client.force_login(user)
    return user


@pytest.fixture
def wei(own, other):
    user = make_colleague(own, "door", email="wei@example.org", first_name="Wei")
    give_role(user, other, "registration")
    return user


@pytest.mark.usefixtures("owner")
def test_an_owner_sees_colleagues_of_their_conferences(client, wei, other):
    stranger = make_colleague(other, email="stranger@example.org")
    boss = make_staff(email="boss@example.org")

    page = client.get(LIST).content.decode()

    assert "wei@example.org" in page
    assert "Secret elsewhere" not in page
    for nobody in (stranger, boss):
        assert nobody.email not in page
        for name in ("change", "history", "delete"):
            assert client.get(address(nobody, name)).status_code in (403, 404)


@pytest.mark.parametrize("role", set(ROLES) - {"owner"})
def test_others_see_no_colleagues(client, own, role):
    client.force_login(make_colleague(own, role))
    assert client.get(LIST).status_code == 403
    assert client.get(ADD).status_code == 403


@pytest.mark.usefixtures("owner")
def test_an_owner_gives_and_takes_roles_in_their_conference_alone(
    client, wei, own, other
):
    page = client.get(address(wei))
    text = page.content.decode()
    fields = form_on(page)

    for grant in ROLES.values():
        assert str(grant.may) in text
    assert "Secret elsewhere" not in text
    assert fields["conference_roles-TOTAL_FORMS"] == "1"
    filled_in(client, address(wei), **{"conference_roles-0-role": "letters"})
    assert roles_of(wei) == [(own.pk, "letters"), (other.pk, "registration")]
    filled_in(client, address(wei), **{"conference_roles-0-DELETE": "on"})
    assert roles_of(wei) == [(other.pk, "registration")]


@pytest.mark.usefixtures("owner")
def test_roles_and_names_read_well_in_chinese(client, wei):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"

    page = client.get(address(wei)).content.decode()

    assert "不能修改或导出；看不到协议和邮件。" in page
    assert "。 不" not in page
    assert "名字" not in page


@pytest.mark.usefixtures("owner")
def test_what_an_owner_cannot_give_is_refused(client, wei, other):
    more = {
        "conference_roles-TOTAL_FORMS": "2",
        "conference_roles-1-conference": other.pk,
        "conference_roles-1-role": "owner",
    }
    elsewhere = wei.conference_roles.get(conference=other)
    before = roles_of(wei)

    given = filled_in(client, address(wei), **more)
    moved = filled_in(
        client, address(wei), **{"conference_roles-0-conference": other.pk}
    )
    # A form that is deleted is not looked at; nor is anything by it.
    filled_in(
        client,
        address(wei),
        **{"conference_roles-0-id": elsewhere.pk, "conference_roles-0-DELETE": "on"},
    )

    assert "conference_roles-1-conference" in errors_on(given)
    assert "conference_roles-0-conference" in errors_on(moved)
    assert elsewhere in wei.conference_roles.all()
    assert roles_of(wei)[-1] == before[-1]


def test_nobody_gives_themselves_powers(client, owner, own, other):
    filled_in(
        client,
        address(owner),
        **{
            "is_superuser": "on",
            "email": "other@example.org",
            "first_name": "Ed",
            "conference_roles-TOTAL_FORMS": "2",
            "conference_roles-INITIAL_FORMS": "1",
            "conference_roles-1-conference": own.pk,
            "conference_roles-1-role": "door",
        },
    )

    now = User.objects.get(pk=owner.pk)
    assert (now.first_name, now.email, now.is_superuser) == ("Ed", owner.email, False)
    assert roles_of(now) == [(own.pk, "owner")]


@pytest.mark.usefixtures("owner")
def test_an_owner_changes_no_account(client, wei):
    filled_in(
        client,
        address(wei),
        email="mallory@example.org",
        first_name="Mallory",
        is_superuser="on",
    )

    now = User.objects.get(pk=wei.pk)
    assert (now.email, now.first_name) == (wei.email, "Wei")
    assert (now.is_superuser, now.is_active) == (False, True)
    assert client.post(address(wei, "delete"), {"post": "yes"}).status_code == 403
    answer = client.get(LIST, {"password__startswith": "md5"})
    assert answer.status_code == 400


@pytest.mark.usefixtures("owner")
def test_a_new_colleague_gets_a_letter_and_a_role(client, own, other):
    typed = {"email": "new@example.org", "first_name": "Ada", "role": "door"}

    refused = filled_in(client, ADD, **typed, conference=other.pk)
    without = filled_in(client, ADD, **typed | {"role": ""}, conference=own.pk)
    taken = filled_in(client, ADD, **typed, conference=own.pk)
    password_letters()

    assert "conference" in errors_on(refused)
    assert "role" in errors_on(without)
    assert taken.status_code == 302
    new = User.objects.get(email="new@example.org")
    assert (new.is_staff, new.is_superuser) == (True, False)
    assert roles_of(new) == [(own.pk, "door")]
    assert [letter.to for letter in mail.outbox] == [["new@example.org"]]


@pytest.mark.usefixtures("owner")
def test_whoever_has_an_account_is_given_the_role(client, own, other):
    known = make_colleague(other, "viewer", email="Known@example.org", first_name="Li")
    closed = make_colleague(is_active=False, email="closed@example.org")
    typed = {"first_name": "Mallory", "conference": own.pk, "role": "owner"}

    taken = filled_in(client, ADD, email="known@example.org", **typed)
    refused = filled_in(client, ADD, email=closed.email, **typed)
    password_letters()

    assert taken.status_code == 302
    assert roles_of(known) == [(own.pk, "owner"), (other.pk, "viewer")]
    assert User.objects.get(pk=known.pk).first_name == "Li"
    assert "email" in errors_on(refused)
    assert not roles_of(closed)
    assert mail.outbox == []


@pytest.mark.usefixtures("owner")
def test_the_link_for_the_password_goes_to_a_colleague(client, wei):
    answer = client.post(
        address(wei), form_on(client.get(address(wei))) | {SEND: "1"}, follow=True
    )
    assert "Done: 1." in messages_of(answer)


@pytest.mark.django_db(transaction=True)
def test_changes_of_roles_are_read_by_the_owners(client, owner, wei, own, other):
    boss = Client()
    boss.force_login(make_staff(email="boss@example.org"))
    filled_in(client, address(wei), **{"conference_roles-0-role": "letters"})
    wei.conference_roles.filter(conference=other).update(role="owner")

    of_wei = client.get(address(wei, "history"))
    of_own = client.get(reverse("admin:agenda_conference_history", args=[own.pk]))
    seen_by_boss = boss.get(address(wei, "history"))

    told = [(e.what, e.by) for e in of_wei.context["changes"] if e.subject]
    assert told == [("Changed", "owner@example.org"), ("Created", "The site itself")]
    assert "Secret elsewhere" not in of_wei.content.decode()
    assert "letters" in of_own.content.decode()
    assert len([e for e in seen_by_boss.context["changes"] if e.subject]) == 4


def test_nobody_shuts_themselves_out(client):
    boss = make_staff()
    client.force_login(boss)

    filled_in(client, address(boss), is_active=None, is_superuser=None)
    answer = client.post(address(boss, "delete"), {"post": "yes"})

    now = User.objects.get(pk=boss.pk)
    assert (now.is_active, now.is_superuser) == (True, True)
    assert answer.status_code == 403


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_guarded", [True, False])
def test_two_owners_cannot_take_it_from_each_other(monkeypatch, is_guarded):
    both = [make_staff(), make_staff()]
    browsers = [Client(), Client()]
    for browser, user in zip(browsers, both, strict=True):
        browser.force_login(user)
    forms = [form_on(browsers[n].get(address(both[1 - n]))) for n in (0, 1)]
    for form in forms:
        del form["is_superuser"]
    if not is_guarded:
        monkeypatch.setattr(accounts, "keep_an_owner", lambda: None)

    answers = in_threads(
        2, lambda n: browsers[n].post(address(both[1 - n]), forms[n]).status_code
    )

    owners = User.objects.filter(is_superuser=True).count()
    assert answers.count(302) == 2
    # Without the guard nobody is left, or the second came after the first was done.
    assert owners == 1 if is_guarded else owners in (0, 1)


def test_whoever_makes_an_edition_owns_it(client, owner, own):
    page = reverse("admin:agenda_conference_new_edition", args=[own.pk])
    assert client.get(page).status_code == 200
    new = editions.new_edition(own, make_edition(), owner)

    assert roles_of(owner) == [(own.pk, "owner"), (new.pk, "owner")]
    assert client.get(reverse("admin:agenda_conference_add")).status_code == 403
    for role in set(ROLES) - {"owner"}:
        client.force_login(make_colleague(own, role))
        assert client.get(page).status_code == 403
    assert RoleAssignment.objects.filter(conference=new).count() == 1
