"""Which processes belong to a home, written down for whoever has to stop them.

That is the supervisor when it ends, its reaper when the supervisor was killed, and the
next start when both were. They all call stop_all().
"""

import json
import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path

# What follows when a process has not ended in its time: quit at once, then no choice.
QUIT_GRACE = 3.0
KILL_GRACE = 3.0
# A record is padded to this length and overwritten in place, which needs no new block:
# a child can be restarted on a full disk.
RECORD_LENGTH = 200


@dataclass(frozen=True)
class Record:
    """One process, the leader of its own group; lower ranks stop later."""

    name: str
    rank: int
    stop_signal: int
    grace: float
    pid: int
    started: str

    @property
    def is_alive(self) -> bool:
        return started(self.pid) == self.started

    def signal(self, number: int) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(self.pid, number)

    def kill_group(self) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)


def started(pid: int) -> str | None:
    """When a process began: with its pid that is unmistakable. None if it ended."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return None if Path("/proc/self").exists() else _started_by_ps(pid)
    except ProcessLookupError:
        return None
    # The name in parentheses may itself hold spaces and parentheses.
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else fields[19]


def _started_by_ps(pid: int) -> str | None:
    """The same where there is no /proc, as on macOS."""
    command = ["ps", "-o", "state=,lstart=", "-p", str(pid)]
    answer = subprocess.run(command, capture_output=True, text=True).stdout.strip()
    return None if not answer or answer.startswith("Z") else answer.split(maxsplit=1)[1]


def command_line(pid: int) -> str:
    """The command a process was started with; empty if it ended."""
    command = ["ps", "-ww", "-o", "args=", "-p", str(pid)]
    file = Path(f"/proc/{pid}/cmdline")
    with suppress(OSError):
        if file.exists():
            return file.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        return subprocess.run(command, capture_output=True, text=True).stdout
    return ""


def write_own(directory: Path, name: str, **facts: float) -> None:
    """Write the record of the calling process."""
    pid = os.getpid()
    record = Record(name=name, pid=pid, started=started(pid) or "", **facts)  # type: ignore[arg-type]
    file = os.open(directory / f"{name}.process", os.O_WRONLY | os.O_CREAT, 0o600)
    os.write(file, json.dumps(asdict(record)).ljust(RECORD_LENGTH).encode())
    os.close(file)


def alive(directory: Path) -> list[Record]:
    """Every recorded process that still runs, in the order in which they stop."""
    records = []
    for file in directory.glob("*.process"):
        # Nothing was started under a record that could not be written.
        with suppress(ValueError, TypeError):
            records.append(Record(**json.loads(file.read_text())))
    running = [record for record in records if record.is_alive]
    return sorted(running, key=attrgetter("rank"), reverse=True)


def stop_all(directory: Path) -> None:
    """Stop every recorded process, one rank after the other."""
    for _, rank in groupby(alive(directory), attrgetter("rank")):
        stop(list(rank))


def stop(records: list[Record]) -> None:
    """Ask, then press, then kill; returns when the processes and their groups ended."""
    for record in records:
        record.signal(record.stop_signal)
    if not ended(records, max(record.grace for record in records)):
        for record in records:
            record.signal(signal.SIGQUIT)
        ended(records, QUIT_GRACE)
    for record in records:
        record.kill_group()
    ended(records, KILL_GRACE)


def ended(records: list[Record], seconds: float) -> bool:
    """Wait until none of them runs any more, at most so many seconds."""
    deadline = time.monotonic() + seconds
    while any(record.is_alive for record in records):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
