"""manage.py release_outbox: let the letters of a copy of the database leave."""

from datetime import UTC
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registration.errors import NothingToRelease
from registration.letters import copies


class Command(BaseCommand):
    """Says how many letters wait and how old they are, and asks."""

    help = "Release the letters that wait in a copy of the database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--new",
            action="store_true",
            help="set aside what came with the copy, and release the others",
        )
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, new: bool, yes: bool, **options: Any) -> None:
        try:
            copies.check_held()
            self.tell(copies.waiting())
            if not yes and not is_confirmed():
                raise CommandError("Nothing was released. Without a terminal: --yes.")
            if new:
                self.stdout.write(f"Set aside: {copies.release_new()}.")
            else:
                self.stdout.write(f"Released: {copies.release()}.")
        except NothingToRelease as refusal:
            raise CommandError(str(refusal)) from None

    def tell(self, waiting: copies.Waiting) -> None:
        self.stdout.write(f"Letters that wait: {waiting.number}.")
        if waiting.oldest:
            self.stdout.write(f"The oldest since {waiting.oldest.astimezone(UTC)}.")
        self.stdout.write(f"Of them came with the copy: {waiting.copied}.")


def is_confirmed() -> bool:
    """Where nobody sits who could answer, the answer is no."""
    try:
        return input("Release them? [y/N] ").strip().lower() == "y"
    except EOFError:
        return False
