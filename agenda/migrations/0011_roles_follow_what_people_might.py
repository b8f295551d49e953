"""Whoever had rights by groups or by themselves has roles in every conference.

Each gets what comes nearest, in every conference that there is, and nobody comes to
see people who did not see them before:

- owner: might add staff, and change delegates and conferences;
- registration: might change delegates and take them away;
- programme: might change sessions or conferences;
- letters: might see delegates and letters, and not the two of registration;
- viewer: might see delegates and conferences;
- door: might see delegates.

Superusers stay as they are. The rights themselves and memberships of groups go, so
that nobody has any by a table that no page shows; the history keeps them. Some rows,
whatever else the site does. May run twice: where rights are gone there is nothing to do.
"""

from django.db import migrations


def role_names(rights):
    """From codenames such as change_delegate."""
    may = rights.__contains__
    if may("add_user") and may("change_delegate") and may("change_conference"):
        return ["owner"]
    names = []
    if may("change_session") or may("change_conference"):
        names.append("programme")
    if may("change_delegate") and may("export_delegate"):
        return [*names, "registration"]
    if may("view_delegate") or may("change_delegate"):
        if may("view_letter") or may("change_letter"):
            names.append("letters")
        elif may("view_conference") or names:
            names.append("viewer")
        else:
            names.append("door")
    return names


def give_roles(apps, schema_editor):
    User = apps.get_model("confsite", "User")
    Role = apps.get_model("agenda", "RoleAssignment")
    conferences = apps.get_model("agenda", "Conference").objects.order_by("-starts_at")
    keys = list(conferences.values_list("pk", flat=True))
    for user in User.objects.filter(is_superuser=False, is_staff=True):
        rights = {
            *user.user_permissions.values_list("codename", flat=True),
            *user.groups.values_list("permissions__codename", flat=True),
        }
        Role.objects.bulk_create(
            (
                Role(user=user, conference_id=key, role=name)
                for key in keys
                for name in role_names(rights)
            ),
            ignore_conflicts=True,
        )
    User.user_permissions.through.objects.all().delete()
    User.groups.through.objects.all().delete()
    # A view that colleagues share belongs to a list from now on: to that of the latest.
    if keys:
        views = apps.get_model("confsite", "SavedView").objects
        views.filter(is_shared=True, conference_id=None).update(conference_id=keys[0])


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0010_roles_in_conferences"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("confsite", "0009_exports_and_views_of_conferences"),
    ]

    operations = [migrations.RunPython(give_roles, migrations.RunPython.noop)]
