"""What the worker is asked for: the doorbell and beat's sweep both do all there is.

Forms that were put aside are settled first, for letters come of them.

While letters never cease a run rings for the next. All other rings and sweeps come to
nothing then: they would queue up, each with a run of its own, and beat's among them
would be heard so late that the worker seemed to be dead.
"""

from django.utils import timezone

from confsite.celery import app
from confsite.models import Heartbeat
from registration import arrivals, enrolment, holds, numbers

# The kinds of jobs: whoever registers some stands here.
from registration import many as many
from registration.duplicates import search
from registration.imports import jobs as jobs
from registration.jobs import thread
from registration.letters import copies, delivery, outbox, troubles
from registration.models import DelegateFile, DelegateSelection
from registration.privacy import retention, scrubbing


@app.task(name="registration.letters.deliver")
def deliver() -> None:
    """Somebody rang: there are forms or letters."""
    if not outbox.goes_on():
        enrolment.settle_all()
        delivery.deliver()


@app.task(name="registration.letters.go_on")
def go_on() -> None:
    """The run before has left some."""
    outbox.has_gone_on()
    enrolment.settle_all()
    delivery.deliver()


@app.task(name="registration.letters.sweep")
def sweep() -> None:
    """Do what a lost ring or a dead worker left behind, and show that we live."""
    Heartbeat.objects.update_or_create(name="sweep", defaults={"at": timezone.now()})
    copies.notice()
    if not outbox.goes_on():
        enrolment.settle_all()
        delivery.deliver(drain_for=0)


@app.task(name="registration.release")
def release() -> None:
    """Give on the places that nobody has kept in time; forget what is old."""
    holds.release()
    arrivals.forget_networks()
    DelegateSelection.objects.forgotten().delete()
    DelegateFile.objects.over().delete()
    troubles.forget_old()
    retention.run_due()
    scrubbing.scrub_if_due()


@app.task(name="registration.duplicates")
def find_duplicates() -> None:
    """Compare who has signed up or changed with the others."""
    search.search()


@app.task(name="registration.count")
def count() -> None:
    """Somebody looks at the numbers of a large conference that are no longer fresh."""
    numbers.count_apart()


@app.task(name="registration.jobs.work")
def work() -> None:
    """Somebody rang, or beat did: there may be jobs."""
    thread.wake()
