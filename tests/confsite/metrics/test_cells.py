"""Numbers that several processes add to: none is lost, one tells of all."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from confsite.metrics import cells
from confsite.metrics.cells import Cells
from tests.servers import run_python

ADD = """
import sys, time
from pathlib import Path
from confsite.metrics.cells import Cells
mine = Cells(lambda: Path(sys.argv[1]), 3)
for _ in range(1000):
    mine.add(0, 1, 1, 0.5)
print("added", flush=True)
sys.stdin.read() if len(sys.argv) < 3 else time.sleep(60)
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "deep" / "requests"


def in_a_process(file, *arguments):
    process = run_python(ADD, file, *arguments)
    assert process.stdout.readline() == "added\n"
    return process


def end(process) -> None:
    process.stdout.close()
    process.wait(timeout=20)


def test_all_processes_are_told_of_and_none_that_died_is_forgotten(file):
    mine = Cells(lambda: file, 3)
    mine.add(0, 1, 1, 0.5)
    others = [in_a_process(file, "stay") for _ in range(2)]
    assert mine.totals() == [2001, 1000.5, 0]

    for process in others:
        process.send_signal(signal.SIGKILL)
        end(process)
    for process in [in_a_process(file, "stay") for _ in range(3)]:
        process.kill()
        end(process)

    assert mine.totals() == [5001, 2500.5, 0]


def test_a_child_has_a_row_of_its_own(file):
    mine = Cells(lambda: file, 3)
    mine.add(0, 1, 1, 0.5)
    child = os.fork()
    if not child:
        for _ in range(1000):
            mine.add(0, 1, 1, 0.5)
        os._exit(0)
    for _ in range(1000):
        mine.add(0, 1, 1, 0.5)
    os.waitpid(child, 0)

    assert mine.totals() == [2001, 1000.5, 0]
    assert list(mine.row) == [1001, 500.5, 0]


class Hesitant(list[float]):
    """Lets another thread in between reading and writing."""

    def __getitem__(self, cell: int) -> float:  # type: ignore[override]
        value = super().__getitem__(cell)
        time.sleep(0)
        return value


def test_threads_take_nothing_from_each_other(file):
    mine = Cells(lambda: file, 3)
    mine.row = Hesitant([0, 0, 0])

    def add() -> None:
        for _ in range(200):
            mine.add(0, 1, 1, 0.5)

    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(add) for _ in range(8)]:
            done.result()

    assert list(mine.row) == [1600, 800, 0]


def test_a_full_disk_costs_the_numbers_and_no_request(file, monkeypatch, caplog):
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    mine = Cells(lambda: file, 3)
    for _ in range(3):
        mine.add(0, 1, 1, 0.5)

    assert mine.totals() is None
    assert caplog.messages == [
        "Requests are not counted: [Errno 28] No space left on device"
    ]


def test_more_processes_than_rows_are_no_error(file, monkeypatch):
    monkeypatch.setattr(cells, "ROWS", 1)
    other = in_a_process(file, "stay")
    try:
        # The other one has taken the first row of many, and it is the only one of ours.
        mine = Cells(lambda: file, 3)
        mine.add(0, 1, 1, 0.5)
        assert mine.totals() is None
    finally:
        other.kill()
        end(other)
