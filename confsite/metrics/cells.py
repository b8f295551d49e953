"""frozen: measured. Numbers that all processes of a machine add to.

Whoever asks for them reaches one of several processes, and that one has to tell of all.
So they lie in one file that each process maps into its memory. A process writes into a
row of its own, which it holds by a lock of the kernel; when it ends, however that is,
the row goes on with whoever takes it next. So no number ever falls.
"""

import fcntl
import logging
import mmap
import os
from array import array
from collections.abc import Callable
from pathlib import Path
from threading import Lock

logger = logging.getLogger(__name__)

ROWS = 128  # as many processes at most count at the same time
OF_EACH = 8  # bytes


class Cells:
    """So many numbers, each the sum of what every process has added to it."""

    def __init__(self, path: Callable[[], Path], width: int):
        self.path = path
        self.width = width
        self.forget()
        # A child must not write into the row of its parent.
        os.register_at_fork(after_in_child=self.forget)

    def forget(self) -> None:
        self.row: memoryview[float] | array[float] | None = None
        self.whole: memoryview[float] | None = None
        self.lock = Lock()

    def add(self, cell: int, amount: float, other: int, more: float) -> None:
        """Add to two of them."""
        with self.lock:
            row = self.row or self.take_a_row()
            row[cell] += amount
            row[other] += more

    def totals(self) -> list[float] | None:
        """What all have added; None where nobody but this process would know."""
        with self.lock:
            if self.row is None:
                self.take_a_row()
        whole = self.whole
        if whole is None:
            return None
        return [sum(whole[cell :: self.width]) for cell in range(self.width)]

    def take_a_row(self) -> "memoryview[float] | array[float]":
        row: memoryview[float] | array[float]
        try:
            self.whole, number = self.map()
            row = self.whole[number * self.width :][: self.width]
        except OSError as error:
            logger.warning("Requests are not counted: %s", error)
            row = array("d", bytes(self.width * OF_EACH))
        self.row = row
        return row

    def map(self) -> "tuple[memoryview[float], int]":
        """The whole of it, and the first row that nobody holds."""
        path, size = self.path(), self.width * ROWS * OF_EACH
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # It stays open: with it the lock would go.
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if hasattr(os, "posix_fallocate"):
            # On a full disk this fails; a write into what was not there would kill us.
            os.posix_fallocate(file, 0, size)
        else:
            os.truncate(file, size)
        whole = memoryview(mmap.mmap(file, size)).cast("d")
        return whole, first_free(file)


def first_free(file: int) -> int:
    for row in range(ROWS):
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, row)
        except BlockingIOError:
            continue
        return row
    raise OSError(f"{ROWS} processes count already")
