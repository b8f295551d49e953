"""bin/restore: a confsite from a backup, whose letters wait for somebody."""

import argparse
import os
import shutil
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher import lifeline, postgres, processes
from launcher.backup import DUMP, MEDIA, SECRETS
from launcher.database import Database
from launcher.home import Home, SetupError, home_from_environ
from launcher.supervisor import Supervisor, say


def main() -> None:
    parser = argparse.ArgumentParser("bin/restore", description=__doc__)
    parser.add_argument("file", type=Path, help="what bin/backup has made")
    parser.add_argument(
        "--replace", action="store_true", help="lose the data that are there"
    )
    given = parser.parse_args()
    try:
        with lifeline.stoppable():
            restore(home_from_environ(), given.file, replace=given.replace)
    except lifeline.Stopped:
        sys.exit("bin/restore: stopped. Nothing was restored.")
    except zipfile.BadZipFile:
        what = f"{given.file} is no backup, or not a whole one"
        sys.exit(f"bin/restore: {what}. Nothing was restored.")
    except (SetupError, OSError) as error:
        reason = str(error).rstrip(".")
        sys.exit(f"bin/restore: {reason}. Nothing was restored.")
    say(f"Restored from {given.file}.")
    say(
        "No letter leaves until somebody releases them, in the admin or by "
        "manage.py release_outbox."
    )


def restore(home: Home, file: Path, *, replace: bool) -> None:
    """All or nothing, as far as the database goes; the files of the home come last."""
    with zipfile.ZipFile(file) as archive:
        check(archive)
        with emptied(home, replace=replace) as database, archive.open(DUMP) as dump:
            say("Filling the database …")
            database.fill(dump)
            restore_files(home, archive)


def check(archive: zipfile.ZipFile) -> None:
    """Before anything is changed."""
    try:
        if DUMP in archive.namelist() and not archive.testzip():
            return
    except zlib.error:
        pass
    raise zipfile.BadZipFile


@contextmanager
def emptied(home: Home, *, replace: bool) -> Iterator[Database]:
    """A database to fill, if there is nothing in it or that may be lost."""
    url = os.environ.get("DATABASE_URL")
    if url:
        database = Database(url)
        refuse(replace or not database.has_tables(), "The database of DATABASE_URL")
        yield database
        return
    draft = home.postgres.with_suffix(".restored")
    with Supervisor(home) as supervisor:
        refuse(replace or not home.postgres.exists(), str(home.path))
        shutil.rmtree(draft, ignore_errors=True)
        server = postgres.Server(home, draft)
        try:
            postgres.keep(supervisor, server)
            yield Database(home.database_url(), server.programs.directory)
        finally:
            processes.stop_all(home.run)
        take_the_place_of(home.postgres, draft)


def refuse(is_allowed: bool, what: str) -> None:
    if not is_allowed:
        raise SetupError(f"{what} has data: to lose them, say --replace")


def take_the_place_of(data: Path, draft: Path) -> None:
    old = data.with_suffix(".old")
    shutil.rmtree(old, ignore_errors=True)
    if data.exists():
        data.rename(old)
    draft.rename(data)
    shutil.rmtree(old, ignore_errors=True)


def restore_files(home: Home, archive: zipfile.ZipFile) -> None:
    """The secrets, for this user alone, and what was uploaded."""
    home.make()
    for name in archive.namelist():
        path = home.path / name
        if name in SECRETS:
            path.unlink(missing_ok=True)
            home.kept(name, archive.read(name).decode().strip)
        elif name.startswith(f"{MEDIA}/"):
            archive.extract(name, home.path)
    key = os.environ.get("SECRET_KEY")
    if key and "secret-key" in archive.namelist():
        say(
            "The key of the backup is not that of SECRET_KEY: add it to "
            f"SECRET_KEY_FALLBACKS from {home.path}/secret-key, or links in letters "
            "are dead."
        )


if __name__ == "__main__":
    main()
