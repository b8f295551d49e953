from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from agenda.models import Conference
from agenda.publishing import publish
from confsite.demo import editions
from confsite.demo.guests import open_registration
from confsite.demo.programme import make_conference


class Command(BaseCommand):
    help = (
        "Make two conferences to look at: the one of 2020, and one to come that is "
        "open for sign-up. Does nothing when there is a conference already."
    )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if Conference.objects.exists():
            self.stdout.write("There is a conference already; no demo was made.")
            return
        now = timezone.now()
        for edition in (editions.past(), editions.coming(now.date())):
            conference = make_conference(edition)
            # Before anybody signs up: letters are written from what is public.
            publish.publish(conference, note="Demo")
            open_registration(conference, edition, now)
            self.stdout.write(f"{conference.slug}: {conference}")
