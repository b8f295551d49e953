"""bin/up from the outside: it comes up, stays up, and leaves nothing behind."""

import os
import re
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import takewhile
from pathlib import Path

import pytest

from launcher import processes
from launcher.home import CHECKOUT, find_free_port
from launcher.unprivileged import become
from tests.servers import running_site, start_site, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.slow]
CHILDREN = {"postgres", "mailbox", "mail1", "beat", "web"}
SET_UP = {"SECRET_KEY": "key" * 20, "SITE_URL": "https://conf.example"}
# The same web and worker, started by another supervisor than ours.
STARTS = {
    "up": ["launcher.up"],
    "web": ["launcher.web"],
    "worker": ["celery", "-A", "confsite.celery", "worker", "--pool", "solo"],
    "beat": [
        *("celery", "-A", "confsite.beat", "beat"),
        *("--scheduler", "celery.beat:Scheduler"),
    ],
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    path = tmp_path_factory.mktemp("site")
    with running_site(path, DEMO="0", STAFF_EMAIL="chair@example.org") as site:
        yield site
    assert processes.alive(site.home.run) == []


@pytest.fixture
def whole_site(site):
    """The site, once everything that an earlier test killed is back."""
    wait_until(
        lambda: site.records().keys() == CHILDREN and site.get("/healthz") == 200
    )
    return site


def fails(path, **options):
    """Start a confsite that cannot start; gives what it says at the end."""
    site = start_site(path, **options)
    said, _ = site.process.communicate(timeout=60)
    assert site.process.returncode == 1
    assert "Traceback" not in said
    assert processes.alive(site.home.run) == []
    return said.splitlines()[-1]


def test_it_says_where_everything_is(whole_site):
    said = "\n".join(whole_site.said)

    assert f"Site      {whole_site.url}/" in said
    assert f"Admin     {whole_site.url}/admin/" in said
    assert re.search(r"e-mail: chair@example\.org   password: \S{16}\n", said)
    key = whole_site.home.mailbox_key()
    assert f"Mailbox   {whole_site.url}/mailbox/open/{key}/" in said
    assert whole_site.said[-1] == "confsite is ready"


@pytest.mark.parametrize("path", ["/healthz", "/admin/login/"])
def test_its_pages_answer(whole_site, path):
    assert whole_site.get(path) == 200


def test_its_mailbox_opens_by_its_secret_address_alone(whole_site):
    key = whole_site.home.mailbox_key()

    assert whole_site.get("/mailbox/") == 302
    assert whole_site.get("/mailbox/", Cookie="mailbox=guessed") == 302
    assert whole_site.get("/mailbox/open/guessed/") == 404
    assert whole_site.get(f"/mailbox/open/{key}/") == 302
    assert whole_site.get("/mailbox/", Cookie=f"mailbox={key}") == 200


def test_nothing_stands_in_the_home_for_others_to_read(whole_site):
    found = whole_site.home.path.stat()

    # Somebody who is not root may pass, and see nothing but what it knows by name.
    assert found.st_mode & 0o067 == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_nothing_that_strangers_or_letters_reach_runs_as_root(whole_site):
    """Not even for what it could have become again."""
    for name in CHILDREN - {"postgres"}:
        status = Path(f"/proc/{whole_site.records()[name].pid}/status").read_text()
        facts = dict(line.split(":", 1) for line in status.splitlines())

        assert set(facts["Uid"].split()) == {"65534"}
        assert set(facts["Gid"].split()) == {"65534"}
        assert facts["Groups"].split() == []
        assert facts["NoNewPrivs"].strip() == "1"
        # At most CAP_DAC_READ_SEARCH, where root alone may enter the checkout.
        assert int(facts["CapEff"], 16) & ~0b100 == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_who_breaks_into_the_site_writes_where_it_must_and_nowhere_else(whole_site):
    home = whole_site.home
    mailbox, broker = home.mailbox / "new", home.broker / "queue"
    elsewhere = [home.path, home.logs, home.run, home.static, home.sockets]
    elsewhere += [home.postgres, CHECKOUT, home.path / "secret-key"]

    def may(path, what) -> bool:
        asking = [*become(65534, 65534, ()), "test", what, str(path)]
        return subprocess.run(asking).returncode == 0

    reachable = may(home.path, "-x")
    assert not reachable or (may(mailbox, "-w") and may(broker, "-w"))
    assert not any(may(path, "-w") for path in elsewhere)
    assert {path.stat().st_uid for path in (mailbox, broker)} == {65534}
    assert {path.stat().st_uid for path in (home.logs, home.run, home.path)} == {0}


@pytest.mark.parametrize("name", sorted(CHILDREN))
def test_whatever_is_killed_comes_back(whole_site, name):
    before = whole_site.records()[name]

    os.kill(before.pid, signal.SIGKILL)

    wait_until(lambda: whole_site.records().get(name) not in (None, before))
    wait_until(lambda: whole_site.get("/admin/login/") == 200)


def test_after_a_restart_of_postgresql_every_thread_answers_at_once(whole_site):
    """Whatever each of them has kept from before; staff are asked for by a session."""
    paths = ["/", "/admin/", "/readyz"] * 16

    def statuses() -> set[tuple[str, int]]:
        def ask(path: str) -> tuple[str, int]:
            return path, whole_site.get(path, Cookie="sessionid=nobody")

        with ThreadPoolExecutor(16) as threads:
            return set(threads.map(ask, paths))

    well = {("/", 302), ("/admin/", 302), ("/readyz", 200)}
    wait_until(lambda: statuses() == well)
    before = whole_site.records()["postgres"]
    os.kill(before.pid, signal.SIGKILL)
    wait_until(lambda: whole_site.records().get("postgres") not in (None, before))
    wait_until(lambda: whole_site.get("/readyz") == 200)

    assert statuses() == well


def test_a_second_start_from_the_same_home_says_so(whole_site):
    site = start_site(whole_site.home.path)
    said, _ = site.process.communicate(timeout=60)

    assert site.process.returncode == 1
    holder = f"{whole_site.home.path} (process {whole_site.process.pid})"
    assert said.startswith(f"bin/up: A confsite is already running from {holder}: ")
    assert said.count("\n") == 1
    assert whole_site.get("/healthz") == 200


def test_a_port_that_is_taken_is_named(whole_site, tmp_path):
    sentence = fails(tmp_path, port=whole_site.port)

    assert sentence.startswith(f"bin/up: Port {whole_site.port} of 127.0.0.1 is taken:")


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("PORT", "http", "PORT must be a number from 1 to 65535, not 'http'."),
        ("PORT", "99999", "PORT must be a number from 1 to 65535, not '99999'."),
        ("WEB_WORKERS", "0", "WEB_WORKERS must be a number from 1 to 64, not '0'."),
        ("MAIL_WORKERS", "-1", "MAIL_WORKERS must be a number from 0 to 64, not '-1'."),
    ],
)
def test_a_number_that_is_none_is_named(tmp_path, variable, value, sentence):
    assert fails(tmp_path, **{variable: value}) == f"bin/up: {sentence}"


def test_a_machine_without_postgresql_is_told_what_to_do(tmp_path):
    sentence = fails(tmp_path / "home", PG_BINDIR=str(tmp_path))

    assert sentence.startswith("bin/up: No PostgreSQL 15 or newer can be run")


def test_a_database_that_does_not_answer_is_named(tmp_path):
    url = f"postgres://nobody@127.0.0.1:{find_free_port()}/nothing"

    sentence = fails(tmp_path, DATABASE_URL=url, **SET_UP)

    assert sentence.startswith("bin/up: The database of DATABASE_URL fails: ")
    assert "Connection refused" in sentence


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("missing", SET_UP)
def test_a_database_of_ones_own_needs_a_key_and_an_address(tmp_path, start, missing):
    """Else each machine would sign links in a way of its own, to nowhere."""
    given = {name: value for name, value in SET_UP.items() if name != missing}
    given["DATABASE_URL"] = f"postgres://nobody@127.0.0.1:{find_free_port()}/nothing"
    inherited = {name: os.environ[name] for name in ("PATH", "HOME")}

    done = subprocess.run(
        [sys.executable, "-m", *STARTS[start]],
        cwd=CHECKOUT,
        env={**inherited, "CONFSITE_HOME": str(tmp_path), "PORT": "0", **given},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode != 0
    last = done.stderr.splitlines()[-1]
    assert f": DATABASE_URL needs {missing} beside it: " in last
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_full_disk_is_named(tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=20M", "confsite-test", str(small)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a disk")
    try:
        sentence = fails(small / "home", DEMO="0")
    finally:
        subprocess.run(["umount", str(small)], check=True)

    assert sentence == f"bin/up: The disk is full: make room for {small}/home."


def test_killed_in_one_blow_it_starts_again_with_its_data(tmp_path):
    with running_site(tmp_path, DEMO="0") as site:
        secrets = {path: path.read_text() for path in tmp_path.glob("s*-*")}
        site.process.kill()
        for record in site.records().values():
            os.kill(record.pid, signal.SIGKILL)
        site.process.wait()

    with running_site(tmp_path, DEMO="0") as site:
        assert site.get("/admin/login/") == 200
        assert {path: path.read_text() for path in secrets} == secrets
        assert "password:" in "\n".join(site.said)


def test_a_killed_supervisor_leaves_no_process_behind(tmp_path):
    with running_site(tmp_path, DEMO="0") as site:
        site.stop(signal.SIGKILL)

        wait_until(lambda: not site.records())

        assert site.get("/healthz") == 0


def test_a_start_that_is_interrupted_leaves_no_process_behind(tmp_path):
    site = start_site(tmp_path, DEMO="0")
    wait_until(lambda: "postgres" in site.records())

    assert site.stop(signal.SIGINT) == 0

    assert site.records() == {}
    assert site.process.communicate()[0].endswith("confsite has stopped.\n")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_user_can_run_it(tmp_path):
    """From a checkout of their own; the environment may be one that root has made."""
    home = tmp_path / "theirs"
    checkout = home / "checkout"
    ignored = shutil.ignore_patterns(".venv", "var", ".git", "__pycache__", ".*_cache")
    shutil.copytree(CHECKOUT, checkout, ignore=ignored)
    subprocess.run(["chown", "-R", "65534:65534", str(home)], check=True)
    # Tests run in a directory, and perhaps with a Python, that is root's alone.
    reaching = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *reaching]
    port = find_free_port()
    process = subprocess.Popen(
        [*nobody, "--", sys.executable, "-m", "launcher.up"],
        cwd=checkout,
        env={**os.environ, "CONFSITE_HOME": str(home / "var"), "PORT": str(port)},
        stdout=subprocess.PIPE,
        text=True,
    )

    with process.stdout as lines:
        said = takewhile(lambda line: line != "confsite is ready\n", lines)
        assert [line for line in said if line.startswith("bin/up")] == []
        process.terminate()
    assert process.wait(timeout=40) == 0
    assert (home / "var" / "postgres").stat().st_uid == 65534
