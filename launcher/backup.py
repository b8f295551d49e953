"""bin/backup: the database and the secrets of a confsite in one file, or none."""

import argparse
import os
import sys
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import IO

from launcher import lifeline
from launcher.database import Database, opened
from launcher.home import Home, SetupError, home_from_environ
from launcher.supervisor import say

# The members of the file: what any psql can read, and what the home must not lose. With
# another key every link in a letter would be dead.
DUMP = "database.sql"
SECRETS = ("secret-key", "staff-password")
MEDIA = "media"


def main() -> None:
    parser = argparse.ArgumentParser("bin/backup", description=__doc__)
    parser.add_argument("file", type=Path, help="where to; one that is there goes")
    file = parser.parse_args().file
    try:
        with lifeline.stoppable():
            back_up(home_from_environ(), file)
    except lifeline.Stopped:
        sys.exit("bin/backup: stopped. Nothing was backed up.")
    except (SetupError, OSError) as error:
        reason = str(error).rstrip(".")
        sys.exit(f"bin/backup: {reason}. Nothing was backed up.")
    size = file.stat().st_size // 1000 + 1
    say(f"Backed up to {file} ({size:,} kB). It holds secrets: keep it from others.")
    if os.environ.get("SECRET_KEY"):
        say("SECRET_KEY is not in it: without that key all links in letters are dead.")


def back_up(home: Home, file: Path) -> None:
    """Write beside the file, and put it in its place once all of it is on the disk."""
    if not file.parent.is_dir():
        raise SetupError(f"there is no directory {file.parent}")
    with opened(home) as database:
        handle, draft = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with open(handle, "wb") as out:
                write(out, home, database)
                out.flush()
                os.fsync(out.fileno())
            os.rename(draft, file)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(draft)
    directory = os.open(file.parent, os.O_RDONLY)
    os.fsync(directory)
    os.close(directory)


def write(out: IO[bytes], home: Home, database: Database) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        with archive.open(DUMP, "w", force_zip64=True) as dump:
            database.dump(dump)
        for name in SECRETS:
            # A key of the environment stands in for that of the home.
            is_used = name != "secret-key" or not os.environ.get("SECRET_KEY")
            if is_used and (home.path / name).exists():
                archive.write(home.path / name, name)
        for path in sorted((home.path / MEDIA).rglob("*")):
            archive.write(path, path.relative_to(home.path))


if __name__ == "__main__":
    main()
