"""bin/backup and bin/restore: all or nothing, and a copy that sends nothing."""

import json
import os
import re
import subprocess
import sys
import urllib.request
import zipfile
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from launcher import postgres
from launcher.database import Database
from launcher.home import CHECKOUT, Home
from tests.servers import running_site, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.slow]


def run(command: str, home: Home, *arguments: object, **environ: str) -> str:
    """What a command says at the end; fails if the command does."""
    unset = ("DATABASE_URL", "SECRET_KEY", "PG_BINDIR")
    inherited = {name: value for name, value in os.environ.items() if name not in unset}
    done = subprocess.run(
        [sys.executable, "-m", f"launcher.{command}", *map(str, arguments)],
        cwd=CHECKOUT,
        env=inherited | {"CONFSITE_HOME": str(home.path)} | environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert "Traceback" not in done.stdout
    if done.returncode:
        raise SystemExit(done.stdout)
    return done.stdout


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "original")


@pytest.fixture
def copy(tmp_path):
    return Home(tmp_path / "copy")


@pytest.fixture
def file(tmp_path):
    return tmp_path / "backup.zip"


@contextmanager
def database(home):
    with postgres.running(home) as url:
        programs = postgres.find_programs(home, home.postgres).directory
        yield Database(url, programs)


def write(home, word):
    with database(home) as rows:
        rows.ask(f"CREATE TABLE words AS SELECT $${word}$$::text AS word")


def read(home):
    with database(home) as rows:
        return rows.ask("SELECT word FROM words")


def test_what_was_backed_up_is_restored_elsewhere(home, copy, file):
    write(home, "南京 O'Brien")
    key, password = home.secret_key(), home.staff_password()
    (home.path / "media" / "talks").mkdir(parents=True)
    (home.path / "media" / "talks" / "slides.pdf").write_bytes(b"%PDF")

    run("backup", home, file)
    said = run("restore", copy, file)

    assert read(copy) == "南京 O'Brien"
    assert (copy.secret_key(), copy.staff_password()) == (key, password)
    assert (copy.path / "media" / "talks" / "slides.pdf").read_bytes() == b"%PDF"
    assert "No letter leaves until somebody releases them" in said
    assert [path.stat().st_mode & 0o077 for path in (file, copy.path)] == [0, 0]
    assert (copy.path / "secret-key").stat().st_mode & 0o077 == 0


def test_data_are_lost_only_if_one_says_so(home, copy, file):
    write(home, "new")
    write(copy, "old")
    run("backup", home, file)

    with pytest.raises(SystemExit, match="has data: to lose them, say --replace"):
        run("restore", copy, file)
    assert read(copy) == "old"

    run("restore", copy, "--replace", file)
    assert read(copy) == "new"


def test_a_running_site_is_left_alone(home, file):
    write(home, "kept")
    run("backup", home, file)

    with database(home) as rows:
        with pytest.raises(SystemExit, match="already running"):
            run("restore", home, "--replace", file)
        assert rows.ask("SELECT word FROM words") == "kept"


@pytest.mark.parametrize("size", [0, 100, -100])
def test_half_a_file_changes_nothing(home, copy, file, size):
    write(home, "new")
    write(copy, "old")
    run("backup", home, file)
    file.write_bytes(file.read_bytes()[:size])

    with pytest.raises(SystemExit, match="is no backup, or not a whole one"):
        run("restore", copy, "--replace", file)

    assert read(copy) == "old"


@pytest.mark.parametrize("member", ["database.sql", "secret-key"])
def test_a_byte_that_rotted_changes_nothing(home, file, member):
    write(home, "old")
    home.secret_key()
    run("backup", home, file)
    content = bytearray(file.read_bytes())
    content[zipfile.ZipFile(file).getinfo(member).header_offset + 80] ^= 1
    file.write_bytes(content)

    with database(home) as rows:
        rows.ask("UPDATE words SET word = 'newer'")
        with pytest.raises(SystemExit, match="is no backup, or not a whole one"):
            run("restore", home, "--replace", file, DATABASE_URL=rows.url)

        assert rows.ask("SELECT word FROM words") == "newer"


def test_sql_that_fails_halfway_changes_nothing(home, file):
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("database.sql", "CREATE TABLE half ();\nSELECT 1/0;\n")
        archive.writestr("secret-key", "another")
    write(home, "old")
    key = home.secret_key()

    with database(home) as rows:
        with pytest.raises(SystemExit, match=r"division by zero. Nothing was restored"):
            run("restore", home, "--replace", file, DATABASE_URL=rows.url)
        assert rows.ask("SELECT word FROM words") == "old"
    with pytest.raises(SystemExit, match="Nothing was restored"):
        run("restore", home, "--replace", file)

    assert read(home) == "old"
    assert home.secret_key() == key


def programs(directory: Path, pg_dump: str) -> str:
    """A directory with this pg_dump, and a psql that works."""
    directory.mkdir()
    real = postgres.directories()[0]
    (directory / "psql").symlink_to(real / "psql")
    script = directory / "pg_dump"
    script.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo {pg_dump}\nexit 1\n')
    script.chmod(0o755)
    return str(directory)


def test_a_backup_that_fails_leaves_the_one_before(home, file, tmp_path):
    write(home, "kept")
    run("backup", home, file)
    before = file.read_bytes()
    says_half = programs(tmp_path / "bin", "pg_dump 18.0; echo CREATE TABLE")

    with (
        database(home) as rows,
        pytest.raises(SystemExit, match=r"pg_dump fails: .*\. Nothing was backed up"),
    ):
        run("backup", home, file, DATABASE_URL=rows.url, PG_BINDIR=says_half)

    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.glob("*backup.zip*")] == [file.name]


def test_a_pg_dump_that_is_too_old_is_named(home, file, tmp_path):
    write(home, "kept")
    old = programs(tmp_path / "bin", "pg_dump 14.2")

    with (
        database(home) as rows,
        pytest.raises(
            SystemExit, match=r"PostgreSQL 18, .*\(found: 14 in /.*PG_BINDIR"
        ),
    ):
        run("backup", home, file, DATABASE_URL=rows.url, PG_BINDIR=old)

    assert not file.exists()


def test_it_can_be_restored_into_an_older_server(home, copy, file, monkeypatch):
    """That of DATABASE_URL, by programs that know more than it does."""
    write(home, "new")
    run("backup", home, file)
    monkeypatch.setenv("PG_BINDIR", str(postgres.directories()[1]))
    write(copy, "old")

    with database(copy) as rows:
        assert rows.ask("SHOW server_version_num") < "170000"
        with pytest.raises(SystemExit, match="DATABASE_URL has data"):
            run("restore", copy, file, DATABASE_URL=rows.url)
        run("restore", copy, "--replace", file, DATABASE_URL=rows.url)
        assert rows.ask("SELECT word FROM words") == "new"


def test_where_there_is_nothing_it_says_so(home, file, tmp_path):
    with pytest.raises(SystemExit, match="There is no database in"):
        run("backup", home, file)
    with pytest.raises(SystemExit, match="there is no directory"):
        run("backup", home, tmp_path / "nowhere" / "file.zip")
    with pytest.raises(SystemExit, match="No such file"):
        run("restore", home, file)


def test_a_key_of_the_environment_is_not_in_it(home, file):
    write(home, "kept")
    home.secret_key()

    said = run("backup", home, file, SECRET_KEY="of the environment" * 5)

    assert "SECRET_KEY is not in it" in said
    assert "secret-key" not in zipfile.ZipFile(file).namelist()


# -- The whole story -------------------------------------------------------------------


def sign_up(site) -> None:
    """As a browser does it, to the edition of the demo that is to come."""
    with urllib.request.urlopen(f"{site.url}/en/") as page:
        latest = max(re.findall(r"/en/china-uk-\d+/", page.read().decode()))
    register = f"{site.url}{latest}register/"
    with urllib.request.urlopen(register) as page:
        cookie = page.headers["Set-Cookie"].partition(";")[0]
        form = page.read().decode()
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    fields |= {
        "category": re.search(r'name="category"[^>]* value="(\d+)"', form)[1],
        "attendance": "online",
        "family_name": "Lovelace",
        "organisation": "Analytical",
        "position": "Countess",
        "country": "GB",
        "email": f"{uuid4().hex}@example.org",
    }
    request = urllib.request.Request(
        register, urlencode(fields).encode(), {"Cookie": cookie}
    )
    assert urllib.request.urlopen(request).url.endswith("/received/")


def readiness(site) -> dict:
    with suppress(HTTPError), urllib.request.urlopen(f"{site.url}/readyz") as answer:
        return json.load(answer)
    with pytest.raises(HTTPError) as refused:
        urllib.request.urlopen(f"{site.url}/readyz")
    return json.load(refused.value)


def letters(home) -> int:
    return len(list((home.mailbox / "new").iterdir()))


def test_a_restored_site_sends_nothing_until_somebody_says_so(home, copy, file):
    with running_site(home.path, MAIL_WORKERS="0", LIMITS="0") as site:
        sign_up(site)
        run("backup", home, file)
    run("restore", copy, file)

    with running_site(copy.path, LIMITS="0") as site:
        # The worker has been there, and was there again.
        wait_until(lambda: readiness(site).get("worker"), 60)
        sign_up(site)
        assert readiness(site)["outbox"].startswith("No letter leaves")
        assert letters(copy) == 0

        release = [sys.executable, "manage.py", "release_outbox", "--yes", "--new"]
        env = {**os.environ, "CONFSITE_HOME": str(copy.path)}
        env.pop("DATABASE_URL", None)
        subprocess.run(release, cwd=CHECKOUT, env=env, check=True)

        wait_until(lambda: letters(copy) == 1)
        assert readiness(site)["outbox"] is True
