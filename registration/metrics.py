"""How registration stands, in numbers for /metrics: few statements for any number."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, Min, Q
from django.db.models.functions import Now

from confsite.metrics.text import Family, Sample
from registration.jobs import standing
from registration.models import Delegate, Job, Letter, MailTrouble, Quota
from registration.states import JobState, LetterState

RECENT = 10_000


def families() -> Iterator[Family]:
    yield delegates()
    yield from letters()
    yield mail_server()
    yield from places()
    yield from jobs()


def delegates() -> Family:
    """All who have ever signed up: the sum over the states only rises."""
    rows = Delegate.objects.order_by("conference__slug", "state")
    numbers = rows.values_list("conference__slug", "state").annotate(Count("pk"))
    return Family(
        "confsite_delegates",
        "gauge",
        "Delegates by state; the sum over the states are the sign-ups.",
        [
            Sample(number, {"conference": slug, "state": state})
            for slug, state, number in numbers
        ],
    )


def letters() -> Iterator[Family]:
    """Of millions that have left nobody reads all every few seconds."""
    age = ExpressionWrapper(Now() - Min("queued_at"), output_field=DurationField())
    states = Letter.objects.unsent().order_by().values_list("state")
    rows = states.annotate(number=Count("pk"), oldest=age)
    waiting = {state: (number, oldest) for state, number, oldest in rows}
    yield Family(
        "confsite_letters_waiting",
        "gauge",
        "Letters that have not left.",
        [
            Sample(waiting.get(state, (0,))[0], {"state": state})
            for state in (LetterState.QUEUED, LetterState.SENDING)
        ],
    )
    ages = [oldest for _number, oldest in waiting.values()]
    yield Family(
        "confsite_letters_oldest_seconds",
        "gauge",
        "How long ago the oldest letter was queued that has not left.",
        [Sample(max(ages, default=timedelta(0)).total_seconds())],
    )
    by_state = {s: Count("pk", filter=Q(state=s)) for s in LetterState.values}
    recent = Letter.objects.order_by("-pk")[:RECENT].aggregate(**by_state)
    yield Family(
        "confsite_recent_letters",
        "gauge",
        f"The {RECENT} letters that were queued last; failed ones were set aside.",
        [Sample(number, {"state": state}) for state, number in recent.items()],
    )


def mail_server() -> Family:
    return Family(
        "confsite_mail_server_usable",
        "gauge",
        "Whether the mail server can be used, as far as letters have found out.",
        [Sample(not MailTrouble.objects.of_the_relay().exists())],
    )


def places() -> Iterator[Family]:
    columns = ("conference__slug", "pk", "name", "size", "taken")
    quotas = [
        ({"conference": slug, "quota": str(pk), "name": name}, size, taken)
        for slug, pk, name, size, taken in Quota.objects.order_by("pk").values_list(
            *columns
        )
    ]
    yield Family(
        "confsite_places",
        "gauge",
        "Places of each quota that has a limit.",
        [Sample(size, labels) for labels, size, _taken in quotas if size is not None],
    )
    yield Family(
        "confsite_places_taken",
        "gauge",
        "Places of each quota that are taken.",
        [Sample(taken, labels) for labels, _size, taken in quotas],
    )


def jobs() -> Iterator[Family]:
    states = Job.objects.unfinished().order_by().values_list("state")
    numbers = dict(states.annotate(Count("pk")))
    yield Family(
        "confsite_jobs_unfinished",
        "gauge",
        "Long pieces of work that staff have started and that are not over.",
        [
            Sample(numbers.get(state, 0), {"state": state})
            for state in (JobState.QUEUED, JobState.RUNNING)
        ],
    )
    yield Family(
        "confsite_jobs_standing_seconds",
        "gauge",
        "For how long a job has been due that no worker is at.",
        [Sample(standing.longest().total_seconds())],
    )
