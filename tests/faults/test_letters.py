"""L1: a registration that was answered has its letter, whatever dies in between.

Real processes: the sign-up in one of its own, a Celery worker, beat, a mail server.
"""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from confsite.models import Heartbeat
from launcher import lifeline
from launcher.home import CHECKOUT, Home
from registration.models import Delegate, Letter, MailTrouble, RefusedSignUp
from registration.states import LetterState
from tests.factories import make_category
from tests.pages import answers, sign_up_address
from tests.servers import (
    RABBITMQ,
    REDIS,
    brokers_that_answer,
    run_python,
    running_worker,
    wait_until,
)
from tests.sink import Sink, running_sink

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

FILES = "filesystem://"
ADDRESS = "ada@example.org"
# Seconds after which the letters of a worker that was killed are free again.
LEASE = 5
SIGN_UP = """
import json, sys, time
import django
django.setup()
from django.conf import settings
from django.test import Client
settings.ALLOWED_HOSTS = ["testserver"]
started = time.monotonic()
response = Client().post(sys.argv[1], json.loads(sys.argv[2]))
said = json.dumps([response.status_code, time.monotonic() - started])
# In one piece: the bell may complain meanwhile, from a thread of its own.
sys.stdout.write(f"\\n{said}\\n")
"""


@pytest.fixture
def sink() -> Iterator[Sink]:
    with running_sink() as server:
        yield server


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.make()
    return home


@pytest.fixture
def category():
    return make_category()


def database_url() -> str:
    """The database of this test, for another process."""
    given = os.environ.get("DATABASE_URL") or settings.HOME.database_url()
    name = connection.settings_dict["NAME"]
    return urlsplit(given)._replace(path=f"/{name}").geturl()


def environment(home: Home, broker: str, sink: Sink | None = None) -> dict[str, str]:
    return {
        "CONFSITE_HOME": str(home.path),
        "DATABASE_URL": database_url(),
        "CELERY_BROKER_URL": broker,
        "EMAIL_URL": sink.url if sink else "smtp://127.0.0.1:1",
        "SECRET_KEY": settings.SECRET_KEY,
        "SITE_URL": "http://confsite.example",
        "MAIL_LEASE": str(LEASE),
        "SWEEP_EVERY": "1",
        "DJANGO_SETTINGS_MODULE": "confsite.settings",
    }


def sign_up(category, home: Home, broker: str) -> float:
    """Sign up in a process of its own, and say how many seconds the answer took."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(home, broker).items():
            patch.setenv(name, value)
        form = json.dumps(answers(category, email=ADDRESS))
        process = run_python(SIGN_UP, sign_up_address(category), form)
    output, _errors = process.communicate(timeout=60)
    (said,) = [line for line in output.splitlines() if line.startswith("[")]
    status, seconds = json.loads(said)
    assert status == 302, output
    assert Delegate.objects.get().letters.count() == 1
    return seconds


@contextmanager
def worker(home: Home, broker: str, sink: Sink) -> Iterator[subprocess.Popen[bytes]]:
    variables = environment(home, broker, sink)
    del variables["CONFSITE_HOME"], variables["DATABASE_URL"]
    with running_worker(home, database_url(), **variables) as process:
        yield process


@contextmanager
def beat(home: Home, broker: str) -> Iterator[None]:
    command = [sys.executable, "-m", "celery", "-A", "confsite.beat", "--quiet"]
    with (home.logs / "beat.log").open("wb") as log:
        process = subprocess.Popen(
            [
                *lifeline.tied(signal.SIGTERM),
                *command,
                *("beat", "--pidfile", "", "--schedule", home.run / "schedule"),
            ],
            cwd=CHECKOUT,
            env=os.environ | environment(home, broker),
            stdout=log,
            stderr=log,
        )
    try:
        yield
    finally:
        process.kill()
        process.wait()


@contextmanager
def one_at_a_time(broker: str) -> Iterator[None]:
    """Tests in other processes share this machine's Redis and RabbitMQ."""
    name = f"confsite-{urlsplit(broker).scheme}.lock"
    with (Path(tempfile.gettempdir()) / name).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def assert_letter_opens_the_registration(sink: Sink) -> None:
    (letter,) = sink.to(ADDRESS)
    delegate = Delegate.objects.get()
    text = letter.get_body(["plain"]).get_content()
    (link,) = [word for word in text.split() if "/my/" in word]
    page = Client().get(urlsplit(link).path)
    assert page.status_code == 200
    assert delegate.reference in page.content.decode()
    wait_until(lambda: delegate.letters.get().state == LetterState.SENT)


@pytest.mark.parametrize("broker", [FILES, REDIS, RABBITMQ])
def test_a_sign_up_is_a_letter_in_the_mailbox(category, home, sink, broker):
    if broker != FILES and broker not in brokers_that_answer():
        pytest.skip(f"Nothing answers at {broker}: this broker was not tried.")

    with one_at_a_time(broker), worker(home, broker, sink), beat(home, broker):
        sign_up(category, home, broker)
        wait_until(lambda: sink.letters, seconds=5)
        assert_letter_opens_the_registration(sink)


def test_a_worker_killed_in_the_middle_of_a_letter(category, home, sink):
    """Its lease runs out, and another worker sends the letter."""
    sink.is_awake.clear()
    with worker(home, FILES, sink) as first, beat(home, FILES):
        sign_up(category, home, FILES)
        assert sink.has_data.wait(10)
        first.kill()
        first.wait()
    mail = Letter.objects.get()
    assert (mail.state, mail.attempts) == (LetterState.SENDING, 1)
    # The server had not taken it when the connection broke.
    sink.verdicts[ADDRESS] = "451 nobody is listening"
    sink.is_awake.set()
    wait_until(lambda: sink.connections == 1)
    time.sleep(0.2)
    sink.verdicts.clear()

    with worker(home, FILES, sink), beat(home, FILES):
        wait_until(lambda: sink.letters, seconds=LEASE + 15)
        assert_letter_opens_the_registration(sink)

    mail.refresh_from_db()
    assert mail.attempts == 2
    assert sink.letters[0]["Message-ID"] == f"<{mail.uid}@{settings.MAIL_DOMAIN}>"


def test_a_broker_that_lost_everything(category, home, sink):
    """The ring is gone, the row is not: beat's sweep finds it."""
    sign_up(category, home, FILES)
    queue = home.broker / "queue"
    assert list(queue.iterdir()) != []
    shutil.rmtree(queue)
    queue.mkdir()

    with worker(home, FILES, sink), beat(home, FILES):
        wait_until(lambda: sink.letters)
        assert_letter_opens_the_registration(sink)
    assert Heartbeat.objects.filter(name="sweep").exists()


def test_a_form_with_a_known_address_that_nobody_rang_for(category, home, sink):
    """It is put aside as safely as a letter, and beat's sweep settles it."""
    for _form in range(2):
        sign_up(category, home, FILES)
    assert RefusedSignUp.objects.unsettled().count() == 1
    shutil.rmtree(home.broker / "queue")

    with worker(home, FILES, sink), beat(home, FILES):
        wait_until(lambda: len(sink.letters) == 2)
    kinds = [letter["X-Confsite-Letter"] for letter in sink.to(ADDRESS)]
    assert kinds == ["confirmed", "already_registered"]


def test_a_broker_whose_folders_are_removed_while_it_runs(category, home, sink):
    with worker(home, FILES, sink), beat(home, FILES):
        # At one blow: whoever rings meanwhile makes it anew.
        home.broker.rename(home.path / "removed")
        sign_up(category, home, FILES)
        wait_until(lambda: sink.letters)
        assert_letter_opens_the_registration(sink)


@pytest.mark.parametrize("broker", ["redis://127.0.0.1:1/0", "amqp://127.0.0.1:1//"])
def test_a_broker_that_is_down_costs_the_visitor_nothing(category, home, sink, broker):
    seconds = sign_up(category, home, broker)

    # Without the limits on its connection a dead broker holds a request for six.
    assert seconds < 4
    with worker(home, FILES, sink), beat(home, FILES):
        wait_until(lambda: sink.letters)
        assert_letter_opens_the_registration(sink)


@pytest.mark.parametrize("scheme", ["redis", "amqp"])
def test_a_broker_that_hangs_costs_the_visitor_nothing(category, home, scheme):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]

        seconds = sign_up(category, home, f"{scheme}://127.0.0.1:{port}/")

    # Waiting for it would cost as long as its timeouts are, once or twice.
    assert seconds < 10
    assert Letter.objects.get().state == LetterState.QUEUED


def test_a_mail_server_that_was_away_gets_the_letter_when_it_is_back(
    category, home, monkeypatch
):
    with running_sink(banner="421 come back later") as closed:
        # A doorbell in files can be lost; beat rings again.
        with worker(home, FILES, closed), beat(home, FILES):
            sign_up(category, home, FILES)
            wait_until(lambda: closed.connections)
            wait_until(lambda: Letter.objects.get().state == LetterState.QUEUED)
        mail = Letter.objects.get()
        assert mail.attempts == 0
    # Half a minute later.
    MailTrouble.objects.update(until=mail.queued_at)

    with (
        running_sink() as sink,
        worker(home, FILES, sink),
        beat(home, FILES),
    ):
        wait_until(lambda: sink.letters)
        assert_letter_opens_the_registration(sink)


def test_a_worker_stopped_politely_finishes_its_letter(category, home, sink):
    sink.slowness = 0.5
    with worker(home, FILES, sink) as process, beat(home, FILES):
        sign_up(category, home, FILES)
        assert sink.has_data.wait(10)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)

    assert len(sink.letters) == 1
    assert Letter.objects.get().state == LetterState.SENT
