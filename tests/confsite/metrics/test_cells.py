"""Numbers that several processes add to: none is lost, one tells of all."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from confsite.metrics import cells
from confsite.metrics.cells import Cells

# Newer Pythons warn of it, for another test may have left a thread.
pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")


@pytest.fixture
def mine():
    return Cells(3)


def add(mine: Cells, times: int = 1000) -> None:
    for _ in range(times):
        mine.add(0, 1, 1, 0.5)


@contextmanager
def child(mine: Cells) -> Iterator[None]:
    """A process of the same server that has added, and is killed in the end."""
    heard, told = os.pipe()
    pid = os.fork()
    if not pid:
        add(mine)
        os.write(told, b"x")
        signal.pause()
    os.read(heard, 1)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(heard)
        os.close(told)


def test_one_process_tells_of_all_and_forgets_none_that_died(mine):
    add(mine)
    with child(mine), child(mine):
        assert mine.totals() == [3000, 1500, 0]
    with child(mine), child(mine), child(mine):
        pass

    assert mine.totals() == [6000, 3000, 0]
    # Three at most at a time, and each row has gone on with the next.
    assert [mine.whole[row * 3] for row in range(5)] == [1000, 2000, 2000, 1000, 0]


def test_a_child_has_a_row_of_its_own(mine):
    add(mine)
    with child(mine):
        assert list(mine.row) == [1000, 500, 0]
        assert mine.totals() == [2000, 1000, 0]


class Hesitant(list[float]):
    """Lets another thread in between reading and writing."""

    def __getitem__(self, cell: int) -> float:  # type: ignore[override]
        value = super().__getitem__(cell)
        time.sleep(0)
        return value


def test_threads_take_nothing_from_each_other(mine):
    mine.row = Hesitant([0, 0, 0])

    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(add, mine, 200) for _ in range(8)]:
            done.result()

    assert list(mine.row) == [1600, 800, 0]


def test_more_processes_than_rows_are_no_error(mine, monkeypatch, caplog):
    monkeypatch.setattr(cells, "ROWS", 1)
    with child(mine):
        add(mine)

    assert mine.totals() == [1000, 500, 0]
    assert caplog.messages == ["This process is not counted: 1 others are."]


def test_where_there_is_no_memory_with_a_name_a_file_does(monkeypatch):
    monkeypatch.delattr(os, "memfd_create", raising=False)
    mine = Cells(3)
    with child(mine):
        assert mine.totals() == [1000, 500, 0]
