"""What the worker does: the doorbell and beat's sweep call the same deliver()."""

from django.utils import timezone

from confsite.celery import app
from confsite.models import Pulse
from registration.letters import outbox


@app.task(name="registration.letters.deliver")
def deliver() -> None:
    """Somebody rang: letters are due."""
    outbox.deliver()


@app.task(name="registration.letters.sweep")
def sweep() -> None:
    """Send what a lost ring or a dead worker left behind, and show that we live."""
    Pulse.objects.update_or_create(name="sweep", defaults={"at": timezone.now()})
    outbox.deliver(linger=0)
