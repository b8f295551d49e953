"""Changes every session and publishes, five times; prints the seconds of each."""

import time
from datetime import timedelta

import django

django.setup()

from django.db.models import F, Value  # noqa: E402
from django.db.models.functions import Concat  # noqa: E402

from agenda.models import Conference  # noqa: E402
from agenda.publishing import publish  # noqa: E402
from bench.site import SLUG  # noqa: E402

TIMES = 5


def change(conference: Conference) -> None:
    """Another title in both languages, and another time, for every session."""
    conference.sessions.update(
        title_en=Concat("title_en", Value("!")),
        title_zh=Concat("title_zh", Value("！")),
        ends_at=F("ends_at") + timedelta(minutes=1),
    )


if __name__ == "__main__":
    for _ in range(TIMES):
        conference = Conference.objects.get(slug=SLUG)
        change(conference)
        began = time.monotonic()
        publish.publish(conference)
        print(time.monotonic() - began)
