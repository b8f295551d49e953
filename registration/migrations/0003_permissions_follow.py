"""What groups of staff may do with letters and registration settings, renamed with them.

Some rows, whatever else the site does. May run twice: what is renamed is not found.
"""

from django.db import migrations

RENAMED = {
    "mail": ("letter", "letter"),
    "desk": ("registrationsettings", "registration settings"),
    "deskevent": ("registrationsettingsevent", "registration settings event"),
}


def rename(apps, schema_editor):
    permissions = apps.get_model("auth", "Permission").objects
    for old, (new, words) in RENAMED.items():
        for verb in ("add", "change", "delete", "view"):
            permissions.filter(
                content_type__app_label="registration", codename=f"{verb}_{old}"
            ).update(codename=f"{verb}_{new}", name=f"Can {verb} {words}")


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("registration", "0002_settings_and_letters"),
    ]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
