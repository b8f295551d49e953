"""10,000 people of one category, and the job that moves them to another.

gather NUMBER     who are there
move              starts the job, as an answer in the admin does
state             of the job, and its seconds so far
"""

import sys

import django

django.setup()

from django.db.models import F  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.site import SLUG  # noqa: E402
from registration.jobs import services  # noqa: E402
from registration.models import Category, Delegate, Job, Quota  # noqa: E402
from registration.states import DelegateState  # noqa: E402


def gather(number: int) -> None:
    (category,) = Category.objects.filter(conference__slug=SLUG)
    goal = Category.objects.create(
        conference=category.conference, name_en="Press", name_zh="媒体", is_open=False
    )
    Quota.objects.create(
        conference=category.conference, category=goal, name="Press", size=1_000_000
    )
    Delegate.objects.bulk_create(
        (
            Delegate(
                conference=category.conference,
                category=category,
                attendance="onsite",
                state=DelegateState.CONFIRMED,
                email=f"crowd{n}@example.org",
                family_name=f"Crowd {n}",
                given_name="Ada",
                organisation="University of Nanjing",
                language="en",
            )
            for n in range(number)
        ),
        batch_size=1000,
    )
    Quota.objects.filter(category=category).update(taken=F("taken") + number)


def move() -> None:
    goal = Category.objects.get(name_en="Press", conference__slug=SLUG)
    people = Delegate.objects.filter(family_name__startswith="Crowd ")
    services.start(
        "move",
        conference=goal.conference_id,
        by=None,
        arguments={"category": goal.pk, "attendance": "", "letter": True},
        keys=sorted(people.values_list("pk", flat=True)),
    )


def state() -> None:
    job = Job.objects.latest("pk")
    seconds = (job.ended_at or timezone.now()) - job.asked_at
    print(job.state, seconds.total_seconds(), job.done - job.refused)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["gather", number]:
            gather(int(number))
        case ["move"]:
            move()
        case _:
            state()
