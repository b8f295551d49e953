"""Whether jobs go on: what /readyz and /metrics say."""

from datetime import timedelta

from django.db.models import DurationField, ExpressionWrapper, Min
from django.db.models.functions import Now

from registration.models import Job

OVERDUE = timedelta(minutes=10)


def longest() -> timedelta:
    """For how long a job has been due that no worker is at; most of them for none."""
    since = ExpressionWrapper(Now() - Min("due_at"), output_field=DurationField())
    return Job.objects.due().order_by().aggregate(age=since)["age"] or timedelta(0)


def jobs_go_on() -> bool:
    """Whether a worker takes what is due: soon, or after others that it is at."""
    return longest() < OVERDUE or Job.objects.held().exists()
