from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from confsite import translations


class Command(BaseCommand):
    help = "Collects what is to be translated into locale/; --check only looks."
    # It reads files alone and must work where no database answers.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Fail if anything lacks its Chinese, and say what.",
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        names = (translations.OURS, translations.VENDOR)
        if not check:
            for name in names:
                translations.update(name)
        problems = [
            f"{name}: {problem}"
            for name in names
            for problem in translations.problems(name)
        ]
        if check and problems:
            raise CommandError("\n".join([*problems, f"{len(problems)} problems"]))
        for problem in problems:
            self.stdout.write(problem)
        if not problems:
            self.stdout.write("Everything has its Chinese.")
