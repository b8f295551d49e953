"""The broker in files: a message is there as a whole or not at all."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError
from kombu.simple import SimpleQueue
from kombu.transport import filesystem

from confsite import doorbell
from tests.servers import run_python

BROKER = """
import django
django.setup()
from confsite.celery import app
with app.connection_for_write() as connection:
    print(type(connection.transport).__module__)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "control").mkdir()
    folder = tmp_path / "queue"
    folder.mkdir()
    return folder


@contextmanager
def running_queue(folder: Path, transport: Any) -> Iterator[SimpleQueue]:
    options = {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(folder.with_name("control")),
    }
    with (
        Connection(
            "filesystem://", transport=transport, transport_options=options
        ) as connection,
        # Kombu remembers queues by name, wherever their files are.
        connection.SimpleQueue(folder.parent.name) as queue,
    ):
        yield queue


class Witness:
    """Part of a message: it looks at the queue while the message is written."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.seen: list[str] = []

    def __json__(self) -> str:
        files = [f for f in self.folder.iterdir() if f.name[0] != "."]
        self.seen = [file.read_text() for file in files]
        return "seen"


@pytest.mark.parametrize(
    ("transport", "seen"),
    # The control: what Celery brings along shows an empty file.
    [(doorbell.Transport, []), (filesystem.Transport, [""])],
)
def test_no_message_is_seen_before_it_is_whole(folder, transport, seen):
    witness = Witness(folder)
    with running_queue(folder, transport) as queue:
        queue.put("ding", headers={"witness": witness})

    assert witness.seen == seen


def test_messages_come_in_their_order_and_leave_nothing_behind(folder):
    numbers = list(range(12))
    with running_queue(folder, doorbell.Transport) as queue:
        for number in numbers:
            queue.put(number)
        found = [queue.get(timeout=1) for _number in numbers]
        for message in found:
            message.ack()

    assert [message.payload for message in found] == numbers
    assert list(folder.iterdir()) == []


def test_what_is_half_written_is_no_message(folder):
    (folder / f".0_half.{folder.parent.name}.msg").write_text("")
    with running_queue(folder, doorbell.Transport) as queue:
        queue.put("ding")

        assert queue.get(timeout=1).payload == "ding"


def test_it_rings_where_no_other_broker_is_named(tmp_path, monkeypatch):
    for name, value in {
        "CONFSITE_HOME": str(tmp_path / "home"),
        "CELERY_BROKER_URL": "filesystem://",
        "DJANGO_SETTINGS_MODULE": "confsite.settings",
    }.items():
        monkeypatch.setenv(name, value)
    process = run_python(BROKER)
    output, _errors = process.communicate(timeout=60)

    assert output.strip() == "confsite.doorbell"


@pytest.mark.parametrize("lost", ["queue", "control", "."])
def test_folders_that_are_removed_meanwhile_are_made_again(folder, lost):
    with running_queue(folder, doorbell.Transport) as queue:
        queue.put("before")
        shutil.rmtree(folder.parent / lost)
        queue.put("ding")
        heard = [queue.get(timeout=1).payload]
        if lost == "control":
            heard.append(queue.get(timeout=1).payload)

    assert heard[-1] == "ding"


def test_a_worker_waits_though_its_folder_is_removed(folder):
    with running_queue(folder, doorbell.Transport) as queue:
        shutil.rmtree(folder.parent)
        with pytest.raises(Empty):
            queue.get(timeout=0.1)

        queue.put("ding")
        assert queue.get(timeout=1).payload == "ding"


def test_what_celery_brings_along_gives_up(folder):
    """The control."""
    with running_queue(folder, filesystem.Transport) as queue:
        shutil.rmtree(folder)

        with pytest.raises(ChannelError):
            queue.put("ding")
        folder.mkdir()
