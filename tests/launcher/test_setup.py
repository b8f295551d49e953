"""manage.py up: what it makes, and that it makes nothing twice."""

import json
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import OperationalError, connection

from confsite.management.commands import up
from launcher.home import Home


@pytest.fixture
def home(settings, tmp_path, monkeypatch):
    for name in ("STAFF_EMAIL", "STAFF_PASSWORD", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    settings.HOME = Home(tmp_path / "home")
    settings.HOME.make()
    return settings.HOME


def test_static_files_are_collected_when_one_changed(settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path]
    (tmp_path / "site.css").write_text("a {}")
    before = up.static_fingerprint()

    assert up.static_fingerprint() == before
    (tmp_path / "site.css").write_text("b { }")
    assert up.static_fingerprint() != before


def test_files_are_collected_into_a_home_that_nobody_has_made(
    settings, tmp_path, monkeypatch
):
    """Where bin/up does not run, they are the first that is made in it."""
    settings.HOME = Home(tmp_path / "home")
    collected = []
    monkeypatch.setattr(
        up, "call_command", lambda *call, **_how: collected.append(call)
    )
    up.Command().collect_static_files()

    assert collected == [("collectstatic",)]
    assert (settings.HOME.run / "static-files").read_text()


@pytest.mark.django_db
class TestStaffAccount:
    def test_the_first_one_gets_a_password_that_is_kept_and_told_once(self, home):
        first = up.staff_account(home)
        second = up.staff_account(home)

        file = home.path / "staff-password"
        assert first["email"] == second["email"] == "staff@example.org"
        assert first["password"] == file.read_text().strip()
        assert second == {"email": "staff@example.org", "file": str(file)}
        user = get_user_model().objects.get()
        assert user.is_superuser
        assert user.check_password(first["password"])

    def test_it_can_be_chosen(self, home, monkeypatch):
        monkeypatch.setenv("STAFF_EMAIL", "chair@example.org")
        monkeypatch.setenv("STAFF_PASSWORD", "as was agreed")

        assert up.staff_account(home) == {
            "email": "chair@example.org",
            "password": None,
        }
        user = get_user_model().objects.get()
        assert user.check_password("as was agreed")
        assert not (home.path / "staff-password").exists()

    def test_a_password_that_was_changed_is_not_shown(self, home):
        up.staff_account(home)
        user = get_user_model().objects.get()
        user.set_password("something of my own")
        user.save()

        assert up.staff_account(home) == {"email": user.email, "file": None}
        user.refresh_from_db()
        assert user.check_password("something of my own")

    def test_one_that_was_replaced_does_not_come_back(self, home):
        users = get_user_model().objects
        users.create_superuser("olga@example.org", "secret")

        found = up.staff_account(home)

        assert found == {"email": "olga@example.org", "file": None}
        assert users.count() == 1


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            OSError(28, "No space left on device"),
            "confsite: The disk is full",
        ),
        (
            OperationalError("could not extend file\nHINT:  Check free disk space."),
            "confsite: The disk is full",
        ),
    ],
)
def test_a_full_disk_is_explained(home, error, sentence):
    with pytest.raises(SystemExit, match=sentence):
        up.Command().explain(error)


def test_what_cannot_be_written_is_named(home):
    with pytest.raises(SystemExit, match=r"confsite: /x.mo cannot be written"):
        up.Command().explain(OSError(30, "Read-only file system", "/x.mo"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("database", "complaint"),
    [
        ("ENCODING 'SQL_ASCII'", "the encoding SQL_ASCII: make one with UTF8"),
        ("ENCODING 'UTF8'", "cannot lower-case letters"),
    ],
)
def test_a_database_that_cannot_hold_our_texts_is_refused(
    home, monkeypatch, database, complaint
):
    assert up.database_complaint() is None
    name = f"{connection.settings_dict['NAME']}_other"
    locale = "LC_COLLATE 'C' LC_CTYPE 'C' LOCALE_PROVIDER libc"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0 {database} {locale}")
        try:
            other = connection.copy()
            other.settings_dict = other.settings_dict | {"NAME": name}
            monkeypatch.setattr(up, "connection", other)
            assert complaint in up.database_complaint()
            with pytest.raises(SystemExit, match=complaint):
                up.Command().fill_database()
        finally:
            other.close()
            cursor.execute(f"DROP DATABASE {name}")


def test_a_database_of_ones_own_is_explained(home, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/confsite")

    with pytest.raises(SystemExit, match="The database of DATABASE_URL fails: gone"):
        up.Command().explain(OperationalError("gone\n"))


@pytest.mark.django_db
def test_it_ends_with_the_staff_account_as_json(home, monkeypatch):
    monkeypatch.setenv("DEMO", "0")
    out = StringIO()

    call_command("up", stdout=out)

    staff = json.loads(out.getvalue().splitlines()[-1])
    assert staff["email"] == "staff@example.org"


@pytest.mark.django_db
def test_the_database_can_be_left_alone(home, monkeypatch):
    monkeypatch.setattr(up.translations, "compile_all", lambda: True)
    out = StringIO()

    call_command("up", "--files", stdout=out)

    assert "Compiled the translations." in out.getvalue()
    assert not get_user_model().objects.exists()
    assert (home.run / "static-files").exists()
