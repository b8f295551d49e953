"""Who may do what in which conference: one question, and one filter."""

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.db import IntegrityError
from django.test import override_settings

from agenda.models import RoleAssignment, Session
from agenda.rights import colleagues, conferences_of, visible
from confsite.models import User
from tests.factories import (
    give_role,
    make_agreement,
    make_colleague,
    make_conference,
    make_delegate,
    make_letter,
    make_organisation,
    make_session,
    make_staff,
)

SEES, CHANGES = "agenda.view_session", "agenda.change_session"


@pytest.fixture
def two():
    return make_conference(published=False), make_conference(published=False)


@pytest.fixture
def wei(two):
    """Runs the programme of the first, and looks at the second."""
    user = make_colleague(two[0], "programme")
    give_role(user, two[1], "viewer")
    return user


def test_a_permission_holds_in_the_conference_of_a_row(two, wei):
    here, there = (make_session(conference) for conference in two)

    assert wei.has_perm(CHANGES)
    assert [wei.has_perm(CHANGES, row) for row in (here, there)] == [True, False]
    assert [wei.has_perm(CHANGES, c) for c in two] == [True, False]
    assert [wei.has_perm(SEES, row) for row in (here, there)] == [True, True]


def test_a_row_further_away_finds_its_conference(two, wei):
    here, there = (make_agreement(make_session(c)) for c in two)
    right = "agenda.view_agreement"
    assert [wei.has_perm(right, row) for row in (here, there)] == [True, False]
    letter = make_letter(make_delegate(two[0]))
    assert not wei.has_perm("registration.view_letter", letter)
    assert wei.has_perm("agenda.change_organisation", make_organisation())


def test_rows_are_those_of_the_conferences_with_the_right(two, wei):
    here, there = (make_session(conference) for conference in two)
    rows = Session.objects.order_by("pk")
    nobody, boss = make_colleague(), make_staff()

    assert list(visible(rows, wei, CHANGES)) == [here]
    assert list(visible(rows, wei, SEES)) == [here, there]
    assert list(visible(rows, nobody, SEES)) == []
    assert list(visible(rows, boss, SEES)) == [here, there]
    assert conferences_of(boss, SEES) is None


@override_settings(AUTHENTICATION_BACKENDS=["agenda.rights.ConferenceRoles"])
def test_all_that_a_request_asks_costs_one_statement(
    two, wei, django_assert_num_queries
):
    user = User.objects.get(pk=wei.pk)
    with django_assert_num_queries(1):
        for conference in two:
            user.has_perm(SEES, conference)
            user.has_perm(CHANGES)
            conferences_of(user, SEES)
    boss = make_staff()
    with django_assert_num_queries(0):
        assert boss.has_perm(SEES, two[0])


def test_whoever_may_not_sign_in_may_nothing(two, wei):
    wei.is_active = False
    wei.save()
    user = User.objects.get(pk=wei.pk)

    assert not user.has_perm(SEES, two[0])
    assert conferences_of(user, SEES) == []
    assert conferences_of(AnonymousUser(), SEES) == []
    boss = make_staff(is_active=False)
    assert conferences_of(boss, SEES) == []


@override_settings(AUTHENTICATION_BACKENDS=["agenda.rights.ConferenceRoles"])
def test_tables_that_no_page_shows_give_nothing(two):
    user = make_colleague()
    user.user_permissions.set(Permission.objects.all())

    assert not user.has_perm(SEES)
    assert not user.has_module_perms("agenda")


def test_colleagues_share_a_conference(two, wei):
    other = make_colleague(two[1], "door")
    stranger = make_colleague(make_conference(published=False))

    assert set(colleagues(wei)) == {wei, other}
    assert set(colleagues(stranger)) == {stranger}
    assert set(colleagues(make_staff())) == set(User.objects.all())


def test_a_role_is_held_once(two, wei):
    with pytest.raises(IntegrityError, match="role_assigned_once_for_its_holder"):
        give_role(wei, two[0], "programme")


def test_there_is_no_role_of_another_name(two, wei):
    with pytest.raises(IntegrityError, match="role_assigned_is_known"):
        RoleAssignment.objects.update(role="emperor")
