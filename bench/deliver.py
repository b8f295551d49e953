"""Queues letters in the database, sends them, prints how many seconds that took."""

import sys
import time

import django

django.setup()

from django.utils import timezone  # noqa: E402

from bench.site import SLUG  # noqa: E402
from registration.letters import (  # noqa: E402
    delivery,
    kinds,
)
from registration.models import Category, Delegate, Letter  # noqa: E402


def queue(number: int) -> None:
    category = Category.objects.get(conference__slug=SLUG)
    delegates = Delegate.objects.bulk_create(
        Delegate(
            conference=category.conference,
            category=category,
            attendance="onsite",
            state="confirmed",
            family_name="Lovelace",
            given_name="Ada",
            email=f"ada-{n}@example.org",
            language="zh-hans" if n % 2 else "en",
        )
        for n in range(number)
    )
    Letter.objects.bulk_create(
        Letter(
            kind=kinds.CONFIRMED,
            priority=kinds.CONFIRMED.priority,
            delegate=delegate,
            language=delegate.language,
            due_at=timezone.now(),
        )
        for delegate in delegates
    )


if __name__ == "__main__":
    wanted = int(sys.argv[1])
    queue(wanted)
    delivery.LONGEST_RUN = 600
    began = time.monotonic()
    sent = delivery.deliver(drain_for=0)
    assert sent == wanted, sent
    print(time.monotonic() - began)
