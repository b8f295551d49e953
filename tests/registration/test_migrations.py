"""What staff were allowed to do before models got other names, they still are."""

from importlib import import_module

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType

from registration.models import Letter, RegistrationSettings

permissions = import_module("registration.migrations.0003_permissions_follow")


def test_rights_on_letters_and_settings_keep_their_holders():
    office = Group.objects.create(name="Office")
    for model, old in ((Letter, "mail"), (RegistrationSettings, "desk")):
        rights = ContentType.objects.get_for_model(model).permission_set
        for right in rights.all():
            verb, _underscore, _model = right.codename.partition("_")
            Permission.objects.filter(pk=right.pk).update(codename=f"{verb}_{old}")
            office.permissions.add(right)

    for _time in range(2):
        permissions.rename(apps, None)

    assert {right.codename for right in office.permissions.all()} == {
        f"{verb}_{model}"
        for verb in ("add", "change", "delete", "view")
        for model in ("letter", "registrationsettings")
    }
