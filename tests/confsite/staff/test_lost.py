"""Somebody has lost their second factor: a colleague or the operator lets them in."""

import re
from html import unescape

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from confsite.staff import factors
from confsite.staff.tasks import password_letters
from tests.admin_pages import filled_in
from tests.confsite.staff.second_factors import (
    PASSWORD,
    app_code,
    code,
    give_app,
    is_in,
    password,
)
from tests.factories import make_staff

APP = "/admin/account/app/"


@pytest.fixture
def sam():
    return make_staff(email="sam@example.org", password=PASSWORD)


def text(response):
    return unescape(response.content.decode())


@pytest.fixture
def boss(client):
    boss = make_staff(email="boss@example.org")
    client.force_login(boss)
    return boss


@pytest.fixture
def button(sam):
    give_app(sam)
    page = reverse("admin:confsite_user_change", args=[sam.pk])
    press = {"confsite_user_take_away_second_factor": "1"}
    return lambda client: filled_in(client, page, **press)


@pytest.mark.django_db(transaction=True)
def test_an_owner_takes_it_away_with_a_letter_and_a_history(client, boss, sam, button):
    own = Client()
    password(own, sam)
    code(own, app_code())

    button(client)
    password_letters()

    assert not Authenticator.objects.exists()
    assert not is_in(own)
    [letter] = mail.outbox
    assert letter.to == [sam.email]
    assert "has been taken away from your account" in " ".join(letter.body.split())
    assert "第二" in letter.subject
    page = client.get(reverse("admin:confsite_user_history", args=[sam.pk]))
    said = [(e.what, e.subject, e.by) for e in page.context["changes"]]
    assert ("Deleted", "second factor: codes of an app", boss.email) in said
    assert ("Created", "second factor: codes of an app", "The site itself") in said
    assert "JBSWY" not in text(page)


def test_nobody_else_does(client, sam, button):
    colleague = make_staff(is_superuser=False)
    colleague.user_permissions.set(rights_on_staff())
    sam.is_superuser = False
    sam.save()
    client.force_login(colleague)

    button(client)

    assert factors.has_one(sam)


def test_the_operator_lets_in_who_is_locked_out(sam, capsys, settings):
    settings.STAFF_SECOND_FACTOR = True
    give_app(sam)
    call_command("let_in", "SAM@example.org")
    link = capsys.readouterr().out.split()[-1].removeprefix(settings.SITE_URL)
    own = Client()
    own.post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD})

    assert APP in text(own.get(password(own, sam)["Location"]))
    with pytest.raises(CommandError, match="No member of staff"):
        call_command("let_in", "nobody@example.org")


def test_a_deletion_names_no_second_factor(client, sam):
    give_app(sam)
    own = Client()
    password(own, sam)
    code(own, app_code())
    client.force_login(make_staff())

    page = client.get(reverse("admin:confsite_user_delete", args=[sam.pk]))

    assert not re.search("authenticator|TOTP|session: |sessions: ", text(page), re.I)


def rights_on_staff():
    return Permission.objects.filter(codename__in=["view_user", "change_user"])
