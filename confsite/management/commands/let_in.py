"""manage.py let_in ADDRESS: for whoever has locked themselves out of the office."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from confsite.models import User
from confsite.staff import factors, passwords


class Command(BaseCommand):
    """For who runs the machine, when nobody else can sign in, or no letter arrives."""

    help = "Take away a second factor, and print a link for a new password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address of a member of staff")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        user = User.objects.filter(email__iexact=email).may_sign_in().first()
        if user is None:
            raise CommandError(f"No member of staff signs in as {email}.")
        factors.take_away(user)
        self.stdout.write(
            f"{user.email} has no second factor now. The password is set here, once, "
            f"within 48 hours; in the same browser one then signs in:\n"
            f"{passwords.link(user)}"
        )
