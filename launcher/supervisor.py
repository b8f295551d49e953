"""Keeps programs running: starts them, again when they die, and stops them at the end.

Each child leads a session of its own: Ctrl-C reaches the supervisor alone, which stops
the children in their order. Should the supervisor be killed, its reaper does that.
"""

import math
import os
import re
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self

from launcher import lifeline, processes
from launcher.home import CHECKOUT, Home, SetupError

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 30.0
# A child that has run so long is healthy: its next death is answered at once again.
HEALTHY_AFTER = 60.0
# A log that is longer is put aside, and what was aside before is gone.
LOG_LIMIT = 5_000_000
LOOK_AT_LOGS_EVERY = 10.0
FULL_DISK = re.compile("No space left on device|Check free disk space")
# How a child marks a last line that says to a person what to do.
EXPLAINED = "confsite: "


@dataclass
class Child:
    """A program that is to run for as long as the supervisor does."""

    name: str
    command: list[str]
    rank: int  # lower ranks stop later
    stop_signal: signal.Signals = signal.SIGTERM
    grace: float = 10.0
    env: Mapping[str, str] = field(default_factory=dict)
    # What has to be put right before a start, such as the traces of a crash.
    prepare: Callable[[], None] = lambda: None
    # So many deaths at the first start are no failure yet.
    tries: int = 1

    process: subprocess.Popen[str] | None = field(default=None, init=False)
    began: float = field(default=0.0, init=False)
    deaths: int = field(default=0, init=False)  # since it last was healthy
    next_start: float | None = field(default=None, init=False)
    trouble: str = field(default="", init=False)  # why it could not even be run

    @property
    def pause(self) -> float:
        """How long it stays down: not at all the first time, then longer and longer."""
        if self.deaths < 2:
            return 0.0
        return min(FIRST_PAUSE * 2 ** (self.deaths - 2), LONGEST_PAUSE)


class Supervisor:
    """Holds a home and its children; leaving the context ends them all."""

    def __init__(self, home: Home):
        self.home = home
        self.children: list[Child] = []

    def __enter__(self) -> Self:
        self.home.make()
        self._lock = lifeline.take_lock(self.home)
        self._reaper, self._lifeline = lifeline.fork_reaper(self.home)
        # What a run left behind whose supervisor and reaper were both killed.
        processes.stop_all(self.home.run)
        return self

    def __exit__(self, *_: object) -> None:
        processes.stop_all(self.home.run)
        for child in self.children:
            if child.process:
                child.process.wait()
        # It may lie in /tmp, where nothing of ours should stay.
        with suppress(OSError):
            self.home.sockets.rmdir()
        os.close(self._lifeline)
        os.waitpid(self._reaper, 0)
        os.close(self._lock)

    def keep(self, child: Child) -> None:
        """Start a child and from now on start it again whenever it dies."""
        self.children.append(child)
        self._start(child)

    def run(self, child: Child) -> Iterator[str]:
        """Run a child to its end; yields its lines. Raises SetupError if it fails."""
        process = self.spawn(child, stdout=subprocess.PIPE)
        assert process.stdout
        with process.stdout as lines:
            yield from lines
        if process.wait():
            raise SetupError(self.last_words(child))

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Wait for the kept children at their first start."""
        deadline = time.monotonic() + seconds
        while not ready():
            self.revive()
            for child in self.children:
                if child.deaths > child.tries:
                    raise SetupError(self.last_words(child))
            if time.monotonic() > deadline:
                raise SetupError(
                    f"Not ready after {seconds:.0f} seconds; see {self.home.logs}."
                )
            time.sleep(0.05)

    def watch(self) -> None:
        """Start again whatever dies, until a signal raises Stopped."""
        with woken_by_children() as woken:
            while True:
                self.revive()
                for child in self.children:
                    put_aside(self.log(child))
                planned = [c.next_start for c in self.children if c.next_start]
                pause = min(planned, default=math.inf) - time.monotonic()
                pause = min(max(0.0, pause), LOOK_AT_LOGS_EVERY)
                if select.select([woken], [], [], pause)[0]:
                    os.read(woken, 1000)

    def revive(self) -> None:
        """Notice who died; start those whose pause is over."""
        for child in self.children:
            if child.process and child.process.poll() is not None:
                self._mourn(child)
            if child.next_start and child.next_start <= time.monotonic():
                self._start(child)

    def _mourn(self, child: Child) -> None:
        assert child.process
        # Whoever the dead leader started is asked to go as well.
        with suppress(ProcessLookupError):
            os.killpg(child.process.pid, signal.SIGTERM)
        say(f"{child.name} ended ({how(child.process.returncode)}); it starts again.")
        child.process = None
        self._plan(child)

    def _plan(self, child: Child) -> None:
        now = time.monotonic()
        child.deaths = 1 if now - child.began > HEALTHY_AFTER else child.deaths + 1
        child.next_start = now + child.pause

    def _start(self, child: Child) -> None:
        child.began, child.next_start, child.trouble = time.monotonic(), None, ""
        try:
            child.prepare()
            child.process = self.spawn(child)
        except (OSError, subprocess.SubprocessError, SetupError) as error:
            child.trouble = f"{child.name} cannot be started: {error}"
            say(child.trouble)
            self._plan(child)

    def spawn(self, child: Child, stdout: int | None = None) -> subprocess.Popen[str]:
        # A signal between the fork and the child's record would leave it unknown.
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, lifeline.STOP_SIGNALS)

        def introduce() -> None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            processes.write_own(
                self.home.run,
                child.name,
                rank=child.rank,
                stop_signal=int(child.stop_signal),
                grace=child.grace,
            )

        try:
            with open_log(self.log(child)) as log:
                return subprocess.Popen(
                    child.command,
                    cwd=CHECKOUT,
                    env={**os.environ, **child.env},
                    stdin=subprocess.DEVNULL,
                    stdout=stdout or log,
                    stderr=log,
                    text=True,
                    start_new_session=True,
                    # Runs in the child: no program ever runs without its record,
                    # however early this process is killed.
                    preexec_fn=introduce,
                )
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)

    def log(self, child: Child) -> Path:
        return self.home.logs / f"{child.name}.log"

    def last_words(self, child: Child) -> str:
        """Why a child does not start, as far as can be told."""
        if child.trouble:
            return child.trouble
        lines = self.log(child).read_text(errors="replace").splitlines()[-12:]
        if lines and lines[-1].startswith(EXPLAINED):
            return lines[-1].removeprefix(EXPLAINED)
        if any(map(FULL_DISK.search, lines)):
            return f"The disk is full: make room for {self.home.path}."
        said = "".join(f"\n    {line}" for line in lines)
        return f"{child.name} does not start; {self.log(child)} ends with:{said}"


@contextmanager
def woken_by_children() -> Iterator[int]:
    """A file to wait for: it can be read once a child has died."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    # Python writes the signal's number into the pipe, if only there is a handler.
    handler = signal.signal(signal.SIGCHLD, lambda number, frame: None)
    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    try:
        yield reading
    finally:
        signal.set_wakeup_fd(before)
        signal.signal(signal.SIGCHLD, handler)
        os.close(reading)
        os.close(writing)


def open_log(file: Path) -> IO[bytes]:
    """Open a log to append to, and put a long one aside first."""
    put_aside(file)
    return file.open("ab")


def put_aside(file: Path) -> None:
    """Begin a long log anew, in place: whoever writes into it goes on doing so."""
    with suppress(FileNotFoundError):
        if file.stat().st_size <= LOG_LIMIT:
            return
        # On a full disk nothing can be kept, and room is what everybody waits for.
        with suppress(OSError):
            shutil.copyfile(file, file.with_suffix(".log.1"))
        os.truncate(file, 0)


def how(code: int) -> str:
    return f"killed by signal {-code}" if code < 0 else f"exit code {code}"


def say(line: str) -> None:
    # Whoever read our output may be gone; that is no reason to stop.
    with suppress(OSError):
        print(line, flush=True)
