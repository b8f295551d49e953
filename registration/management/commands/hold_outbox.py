"""manage.py hold_outbox: let no letter leave until somebody releases them."""

from typing import Any

from django.core.management.base import BaseCommand

from registration.letters import copies


class Command(BaseCommand):
    """For a copy of a whole disk or server, which nothing tells from the original."""

    help = "Let no letter leave until somebody releases them."

    def handle(self, *args: Any, **options: Any) -> None:
        copies.hold()
        self.stdout.write("No letter leaves: release them by manage.py release_outbox.")
