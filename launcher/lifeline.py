"""How a home is held by one supervisor, and let go of whatever happens to it."""

import fcntl
import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from launcher import processes
from launcher.home import Home, SetupError

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# How long a start waits while the reaper of a killed supervisor still cleans up.
REAPER_PATIENCE = 60.0


class Stopped(BaseException):
    """Somebody asked this process to stop. No error: nothing may swallow it."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Turn the first signal to stop into Stopped; the following ones change nothing."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in STOP_SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    before = {number: signal.getsignal(number) for number in STOP_SIGNALS}
    for number in STOP_SIGNALS:
        # Somebody who starts it with nohup wants it to outlive the terminal.
        if number != signal.SIGHUP or before[number] != signal.SIG_IGN:
            signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def take_lock(home: Home) -> int:
    """Hold the home for this process, or say who does."""
    lock = os.open(home.run / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + REAPER_PATIENCE
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = int(os.pread(lock, 20, 0).strip() or 0)
            # A reaper holds the lock a little longer than its dead supervisor.
            if time.monotonic() < deadline and not processes.started(holder):
                time.sleep(0.1)
                continue
            os.close(lock)
            raise SetupError(
                f"A confsite is already running from {home.path} (process {holder}): "
                "stop it, or set CONFSITE_HOME to another directory."
            ) from None
        os.pwrite(lock, str(os.getpid()).ljust(20).encode(), 0)
        return lock


def fork_reaper(home: Home) -> tuple[int, int]:
    """Start the process that stops everything once this one is gone.

    Returns its pid and the end of a pipe: closing it, also by dying, wakes the reaper.
    A fork shares nearly all of its memory with this process.
    """
    reading, writing = os.pipe()
    if pid := os.fork():
        os.close(reading)
        return pid, writing
    with suppress(BaseException):
        os.setsid()
        os.close(writing)
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        os.read(reading, 1)
        processes.stop_all(home.run)
    os._exit(0)


def tied(stop_signal: signal.Signals) -> list[str]:
    """What goes before a command so that the kernel, too, stops it with its parent.

    The second net, for when the reaper was killed as well; Linux only. It must stand
    after unshare, which would cut it.
    """
    if not shutil.which("setpriv"):
        return []
    name = stop_signal.name.removeprefix("SIG")
    return ["setpriv", "--pdeathsig", name, "--"]
