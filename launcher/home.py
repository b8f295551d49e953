"""The one directory in which a confsite keeps what it must not lose."""

import errno
import hashlib
import os
import secrets
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

CHECKOUT = Path(__file__).resolve().parents[1]
# The shortest limit of all systems for the path of a Unix socket, and the file that
# PostgreSQL puts into the directory.
SOCKET_PATH_LIMIT = 104
SOCKET_PORT = "5432"
SOCKET_NAME = f".s.PGSQL.{SOCKET_PORT}"
DATABASE = "confsite"
# Who owns the database, and can do nothing outside it. That it is not "confsite", who
# could do everything in a home that an older version has made, tells them apart.
USER = "site"
SMTP_USER = "confsite"
# What a home has of its own by kept().
KEPT = ("secret-key", "mailbox-key", "smtp-password", "smtp-port", "staff-password")
# As whom PostgreSQL runs where root cannot enter a user namespace.
NOBODY = 65534


class SetupError(Exception):
    """Something a person has to put right first; says what, in one sentence."""


class Home:
    """Where data, mailbox, broker files, logs and secrets of one confsite live."""

    def __init__(self, path: str | os.PathLike[str]):
        self.path = Path(path).expanduser().resolve()
        self.postgres = self.path / "postgres"
        self.mailbox = self.path / "mailbox"
        self.broker = self.path / "broker"
        self.static = self.path / "static"
        self.logs = self.path / "logs"
        self.run = self.path / "run"

    @property
    def sockets(self) -> Path:
        """The directory of PostgreSQL's socket: in the home if its path can be used."""
        directory = self.path / "sockets"
        length = len(os.fsencode(directory / SOCKET_NAME))
        # To PostgreSQL's clients a comma separates two hosts.
        if length < SOCKET_PATH_LIMIT and "," not in str(directory):
            return directory
        digest = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]
        return Path(f"/tmp/confsite-{os.getuid()}-{digest}")  # noqa: S108

    def make(self) -> None:
        """Create every directory, for this user alone."""
        broker = [self.broker / part for part in ("", "queue", "control")]
        mailbox = [self.mailbox / part for part in ("", "tmp", "new", "cur")]
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            for directory in (self.static, self.logs, self.run, *broker, *mailbox):
                directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._make_sockets()
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise
            raise SetupError(
                f"{error.filename} cannot be used ({error.strerror}): "
                "set CONFSITE_HOME to a directory that you may write to."
            ) from None

    def _make_sockets(self) -> None:
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        # In /tmp somebody else could have made it first, and would hold the database.
        found = self.sockets.lstat()
        ours = {os.getuid()} if os.getuid() else {0, NOBODY}
        if self.sockets.is_symlink() or found.st_uid not in ours:
            raise SetupError(f"{self.sockets} belongs to somebody else: remove it.")
        self.sockets.chmod(0o700)

    def share(self, uid: int, gid: int) -> None:
        """Let one user read what the site needs, and write where it has to.

        What has a second name may be somebody else's file that was linked to here.
        """
        for directory, mode in ((self.path, 0o710), (self.sockets, 0o710)):
            os.chown(directory, -1, gid)
            directory.chmod(mode)
        self.static.chmod(0o755)
        for name in KEPT:
            file = self.path / name
            if file.exists():
                os.chown(file, -1, gid)
                file.chmod(0o640)
        for theirs in (self.broker, self.mailbox, self.path / "media"):
            for around, _, names in os.walk(theirs):
                os.chown(around, uid, gid)
                for file in (Path(around, name) for name in names):
                    if file.lstat().st_nlink == 1:
                        os.chown(file, uid, gid, follow_symlinks=False)

    def kept(self, name: str, make: Callable[[], str]) -> str:
        """What stands in a private file of this home; made on first use.

        Any number of processes may ask at once and get the same answer.
        """
        file = self.path / name
        if file.exists():
            return file.read_text().strip()
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=self.path)
        try:
            with open(handle, "w") as out:
                out.write(make() + "\n")
            # Unlike a rename, a link never replaces what another process has made.
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)
        return file.read_text().strip()

    def mark(self) -> str:
        """Differs in every copy of this home: none keeps when a file came to be there.

        But for a copy of the whole disk. Nothing may ever touch the file. Who asks the
        server hears it as the setting confsite.home.
        """
        file = self.path / "original"
        if not file.exists():
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))
        return str(file.stat().st_ctime_ns)

    def secret_key(self) -> str:
        return self.kept("secret-key", lambda: secrets.token_urlsafe(50))

    def staff_password(self) -> str:
        return self.kept("staff-password", lambda: secrets.token_urlsafe(12))

    def database_url(self) -> str:
        where = quote(str(self.sockets), safe="")
        return f"postgres://{USER}@:{SOCKET_PORT}/{DATABASE}?host={where}"

    def mailbox_key(self) -> str:
        """Opens the pages of the embedded mailbox."""
        return self.kept("mailbox-key", lambda: secrets.token_urlsafe(24))

    def smtp_password(self) -> str:
        """Others of this machine, too, can speak to a port of it."""
        return self.kept("smtp-password", lambda: secrets.token_urlsafe(24))

    def smtp_port(self) -> int:
        return int(self.kept("smtp-port", lambda: str(find_free_port())))

    def smtp_url(self) -> str:
        who = f"{SMTP_USER}:{self.smtp_password()}"
        return f"smtp://{who}@127.0.0.1:{self.smtp_port()}"


def missing_in_production() -> str:
    """What several machines at one database must be told; empty if they are."""
    missing = [n for n in ("SECRET_KEY", "SITE_URL") if not os.environ.get(n)]
    if not missing or not os.environ.get("DATABASE_URL"):
        return ""
    return (
        f"DATABASE_URL needs {' and '.join(missing)} beside it: every machine signs "
        "links with the same key, and letters lead to the address of the site."
    )


def home_from_environ() -> Home:
    return Home(os.environ.get("CONFSITE_HOME") or CHECKOUT / "var")


def is_free(port: int) -> bool:
    """Can a server listen on this port of 127.0.0.1?"""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def find_free_port() -> int:
    # Below the range from which the system takes ports for outgoing connections, so
    # that none of those holds it at a later start.
    while not is_free(port := 20_000 + secrets.randbelow(10_000)):
        pass
    return port
