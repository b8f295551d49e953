"""frozen: measured. Numbers that all processes of one web server add to.

Whoever asks for them reaches one of several processes, and that one has to tell of all.
So they lie in memory that the server has made before it forked. A process writes into a
row of its own, which it holds by a lock of the kernel; when it ends, however that is,
the row goes on with whoever takes it next. So no number ever falls.

Not in a file of the disk: while the kernel writes that back, whoever adds would wait.
"""

import fcntl
import logging
import mmap
import os
import tempfile
from array import array
from threading import Lock

logger = logging.getLogger(__name__)

ROWS = 128  # as many processes at most count at the same time
OF_EACH = 8  # bytes


class Cells:
    """So many numbers, each the sum of what every process has added to it."""

    def __init__(self, width: int):
        self.width = width
        self.file = without_a_name()
        size = width * ROWS * OF_EACH
        os.truncate(self.file, size)
        self.whole = memoryview(mmap.mmap(self.file, size)).cast("d")
        self.forget()
        # A child must not write into the row of its parent.
        os.register_at_fork(after_in_child=self.forget)

    def forget(self) -> None:
        self.row: memoryview[float] | array[float] | None = None
        self.lock = Lock()

    def add(self, cell: int, amount: float, other: int, more: float) -> None:
        """Add to two of them."""
        with self.lock:
            row = self.row or self.take_a_row()
            row[cell] += amount
            row[other] += more

    def totals(self) -> list[float]:
        """What all have added."""
        return [sum(self.whole[cell :: self.width]) for cell in range(self.width)]

    def take_a_row(self) -> "memoryview[float] | array[float]":
        """The first that nobody holds."""
        for row in range(ROWS):
            try:
                fcntl.lockf(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, row)
            except BlockingIOError:
                continue
            self.row = self.whole[row * self.width :][: self.width]
            return self.row
        logger.warning("This process is not counted: %s others are.", ROWS)
        self.row = array("d", bytes(self.width * OF_EACH))
        return self.row


def without_a_name() -> int:
    """A file in memory, where there can be one; it is there as long as a process is."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("confsite")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())
