"""manage.py up: bring the database and the files of a home to the state of the code."""

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, connection

from confsite import translations
from launcher.home import Home
from launcher.supervisor import EXPLAINED, FULL_DISK

DEFAULT_EMAIL = "staff@example.org"


class Command(BaseCommand):
    """All steps in one process, because starting Django takes longer than most of them.

    Each can be repeated. The last line says which staff account there is, as JSON.
    """

    help = "Migrate, compile translations, collect static files, make staff and demo."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--files", action="store_true", help="leave the database")

    def handle(self, *args: Any, files: bool, **options: Any) -> None:
        try:
            self.compile_translations()
            self.collect_static_files()
            if not files:
                self.fill_database()
        except (OperationalError, OSError) as error:
            self.explain(error)
            raise

    def fill_database(self) -> None:
        if complaint := database_complaint():
            sys.exit(f"{EXPLAINED}{complaint}")
        self.say("Bringing the database up to date …")
        call_command("migrate", interactive=False, verbosity=0)
        self.make_demo()
        self.say(json.dumps(staff_account(settings.HOME)))

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def explain(self, error: Exception) -> None:
        """Say as the last line what a person can do about it, for bin/up to show."""
        reason = " ".join(str(error).split())
        if FULL_DISK.search(reason):
            sys.exit(
                f"{EXPLAINED}The disk is full: make room for {settings.HOME.path}."
            )
        if isinstance(error, OperationalError) and os.environ.get("DATABASE_URL"):
            sys.exit(f"{EXPLAINED}The database of DATABASE_URL fails: {reason}")
        if isinstance(error, OSError) and error.filename:
            sys.exit(
                f"{EXPLAINED}{error.filename} cannot be written ({error.strerror}): "
                "start as a user who may write there."
            )

    def compile_translations(self) -> None:
        if translations.compile_all():
            self.say("Compiled the translations.")

    def collect_static_files(self) -> None:
        kept = settings.HOME.run / "static-files"
        manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
        fingerprint = static_fingerprint()
        if manifest.exists() and kept.exists() and kept.read_text() == fingerprint:
            return
        self.say("Collecting static files …")
        # Where bin/up does not run nobody has made it.
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        kept.write_text(fingerprint)

    def make_demo(self) -> None:
        conferences = apps.get_model("agenda", "Conference").objects
        if os.environ.get("DEMO") != "0" and not conferences.exists():
            self.say("Making the demo …")
            call_command("demo", verbosity=0)


def database_complaint() -> str | None:
    """Why it cannot hold our texts: each is kept, and found, in any script."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        [encoding] = cursor.fetchone()
        if encoding != "UTF8":
            return f"The database has the encoding {encoding}: make one with UTF8."
        cursor.execute("SELECT lower('Ł') = 'ł'")
        [knows_letters] = cursor.fetchone()
    if knows_letters:
        return None
    return (
        "The database cannot lower-case letters beyond ASCII: make one with "
        "LC_CTYPE 'C.UTF-8' or that of a language."
    )


def static_fingerprint() -> str:
    """Changes whenever collecting the static files again could change them."""
    digest = hashlib.sha256()
    for file in ("requirements.txt", "confsite/staticfiles.py"):
        digest.update((settings.BASE_DIR / file).read_bytes())
    for directory in settings.STATICFILES_DIRS:
        for path in sorted(Path(directory).rglob("*")):
            facts = path.stat()
            digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def staff_account(home: Home) -> dict[str, str | None]:
    """The first staff account, made if there is none.

    Its password stands in it once, when it has been made; later the file that holds it,
    as long as nobody has changed it.
    """
    users = get_user_model().objects
    wanted, chosen = os.environ.get("STAFF_EMAIL"), os.environ.get("STAFF_PASSWORD")
    user = users.filter(email__iexact=wanted or DEFAULT_EMAIL).first()
    if user is None and (wanted or not users.filter(is_superuser=True).exists()):
        password = chosen or home.staff_password()
        user = users.create_superuser(wanted or DEFAULT_EMAIL, password)
        return {"email": user.email, "password": None if chosen else password}
    if user is None:
        user = users.filter(is_superuser=True).earliest("pk")
    file = home.path / "staff-password"
    is_kept = file.exists() and user.check_password(file.read_text().strip())
    return {"email": user.email, "file": str(file) if is_kept else None}
