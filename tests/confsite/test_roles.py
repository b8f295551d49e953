"""The table of roles: read in words, and complete."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import translation

from confsite import roles
from confsite.roles import OF_THE_INSTALLATION, ROLES, StaffRole

ROOT = Path(roles.__file__).parent.parent
ASKED = re.compile(r'"((?:agenda|registration|confsite)\.[a-z]+_[a-z]+)"')


def real_permissions():
    return {
        f"{model._meta.app_label}.{verb}_{model._meta.model_name}"
        for app in ("agenda", "registration", "confsite")
        for model in apps.get_app_config(app).get_models()
        for verb in model._meta.default_permissions
    }


def given():
    return frozenset().union(*(grant.permissions for grant in ROLES.values()))


def test_every_role_is_told_in_words_in_both_languages():
    assert set(ROLES) == set(StaffRole)
    for language in ("en", "zh-hans"):
        with translation.override(language):
            told = [str(grant.may) + str(grant.may_not) for grant in ROLES.values()]
        assert len(set(told)) == len(StaffRole)


def test_roles_give_permissions_that_there_are():
    assert given() | OF_THE_INSTALLATION <= real_permissions()
    assert not given() & OF_THE_INSTALLATION


def test_what_a_page_asks_for_is_given_by_a_role_or_kept_for_the_installation():
    code = [
        path.read_text()
        for app in ("agenda", "registration", "confsite")
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts
    ]
    asked = {name for text in code for name in ASKED.findall(text)}
    asked &= real_permissions()

    assert len(asked) > 15
    assert asked <= given() | OF_THE_INSTALLATION


@pytest.mark.parametrize("role", StaffRole)
def test_whoever_may_change_something_may_see_it(role):
    held = ROLES[role].permissions
    for name in held:
        app, codename = name.split(".")
        verb, model = codename.split("_")
        if verb in ("add", "change", "delete", "export", "reach"):
            assert f"{app}.view_{model}" in held, name
        if verb in ("add", "delete") and model not in ("conference",):
            assert f"{app}.change_{model}" in held, name


def test_an_owner_may_all_that_any_role_may():
    assert given() == ROLES[StaffRole.OWNER].permissions


def test_no_role_is_another_under_a_second_name():
    for one, other in combinations(StaffRole, 2):
        assert ROLES[one].permissions != ROLES[other].permissions


@pytest.mark.parametrize("role", [StaffRole.DOOR, StaffRole.VIEWER])
def test_who_only_looks_changes_and_takes_nothing(role):
    verbs = {name.split(".")[1].split("_")[0] for name in ROLES[role].permissions}
    assert verbs <= {"view", "reach"}
    held = ROLES[role].permissions
    assert not {"agenda.view_agreement", "registration.view_letter"} & held
    assert ("registration.reach_delegate" in held) is (role == StaffRole.VIEWER)


def test_a_role_that_is_gone_gives_nothing():
    assert roles.permissions(["emperor"]) == frozenset()
