"""The database of a confsite, embedded or not, as PostgreSQL's own programs see it."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit, urlunsplit

from launcher import postgres
from launcher.home import Home, SetupError

TABLES = (
    "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace "
    "AND relkind IN ('r', 'p')"
)
EMPTIED = b"DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"
# In the head of a dump by newer programs: no older server knows it, and none needs it.
UNKNOWN = b"SET transaction_timeout = 0;\n"
LAST_OF_THE_HEAD = b"SET row_security"


class Database:
    """An address, and programs that are not older than the server."""

    def __init__(self, url: str, programs: Path | None = None):
        parts = urlsplit(url)
        who, at, where = parts.netloc.rpartition("@")
        user, _colon, password = who.partition(":")
        # Others see the command line of a program, and not its environment.
        self.url = urlunsplit(parts._replace(netloc=f"{user}{at}{where}"))
        self.env = {**os.environ}
        if password:
            self.env["PGPASSWORD"] = unquote(password)
        self.programs = programs or self._programs()

    def _programs(self) -> Path:
        found = client_programs()
        if not found:
            raise SetupError(
                "PostgreSQL's programs are not here: install them, or set PG_BINDIR to "
                "where they are"
            )
        self.programs = max(found, key=lambda path: found[path])
        server = int(self.ask("SHOW server_version_num")) // 10_000
        usable = {path: version for path, version in found.items() if version >= server}
        if not usable:
            versions = ", ".join(f"{v} in {path}" for path, v in found.items())
            raise SetupError(
                f"The server is PostgreSQL {server}, and an older pg_dump cannot read "
                f"it (found: {versions}): install that of version {server}, or set "
                "PG_BINDIR to where it is"
            )
        # What the nearest writes the server understands.
        return min(usable, key=lambda path: usable[path])

    def ask(self, query: str) -> str:
        """The one value that a query answers."""
        with self._program("psql", "-XAtq", "-c", query) as psql:
            assert psql.stdout
            return psql.stdout.read().decode().strip()

    def has_tables(self) -> bool:
        return self.ask(TABLES) != "0"

    def dump(self, out: IO[bytes]) -> None:
        """Write all of it as SQL. Raises SetupError if that is not all of it."""
        with self._program("pg_dump", "--no-owner", "--no-privileges") as pg_dump:
            assert pg_dump.stdout
            shutil.copyfileobj(pg_dump.stdout, out)

    def fill(self, dump: IO[bytes]) -> None:
        """Make it what it was when it was dumped, or leave all as it is."""
        whole = ("-Xq", "--single-transaction", "-v", "ON_ERROR_STOP=1", "-f", "-")
        with self._program("psql", *whole) as psql:
            script = psql.stdin
            assert script
            # One that gives up says why when it ends. To close what it reads is to say
            # that this is all of it.
            with suppress(BrokenPipeError):
                script.write(EMPTIED)
                for line in dump:
                    script.write(b"" if line == UNKNOWN else line)
                    if line.startswith(LAST_OF_THE_HEAD):
                        break
                shutil.copyfileobj(dump, script)
                script.close()

    @contextmanager
    def _program(
        self, name: str, *arguments: str
    ) -> Iterator["subprocess.Popen[bytes]"]:
        """One of PostgreSQL's programs; raises SetupError if it fails."""
        with tempfile.TemporaryFile() as errors:
            process = subprocess.Popen(
                [str(self.programs / name), "-d", self.url, *arguments],
                stdin=subprocess.PIPE if name == "psql" else subprocess.DEVNULL,
                stdout=subprocess.PIPE if "-f" not in arguments else errors,
                stderr=errors,
                env=self.env,
            )
            try:
                yield process
                process.communicate()
            finally:
                # Whatever stops us stops it: nobody reads it any more.
                process.kill()
                process.wait()
                for pipe in filter(None, (process.stdin, process.stdout)):
                    with suppress(BrokenPipeError):
                        pipe.close()
            if process.returncode:
                errors.seek(0)
                raise SetupError(reason(name, errors.read().decode(errors="replace")))


def reason(name: str, said: str) -> str:
    """The sentence among what a program has said before it gave up."""
    lines = [line for line in said.splitlines() if line.strip()]
    complaints = [line for line in lines if re.search("error|fatal", line, re.I)]
    return f"{name} fails: {(complaints or lines or ['it does not say why'])[0]}"


def client_programs() -> dict[Path, int]:
    """Where there is a pg_dump, and of which version."""
    places = postgres.directories()
    if not os.environ.get("PG_BINDIR") and (found := shutil.which("pg_dump")):
        places = [*places, Path(found).parent]
    versions = {}
    for place in places:
        with suppress(OSError):
            command = [str(place / "pg_dump"), "--version"]
            said = subprocess.run(command, capture_output=True, text=True).stdout
            if number := re.search(r"\d+", said):
                versions[place] = int(number[0])
    return versions


@contextmanager
def opened(home: Home) -> Iterator[Database]:
    """The database of this confsite: that of DATABASE_URL, or the home's, started."""
    if url := os.environ.get("DATABASE_URL"):
        yield Database(url)
        return
    if not home.postgres.exists():
        raise SetupError(f"There is no database in {home.path}")
    server = postgres.Server(home)
    database = Database(home.database_url(), server.programs.directory)
    if server.is_ready():
        yield database
    else:
        with postgres.running(home, durable=True):
            yield database
