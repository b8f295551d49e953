"""What the worker is asked for: the doorbell and beat's sweep both deliver."""

from django.utils import timezone

from confsite.celery import app
from confsite.models import Heartbeat
from registration.letters import delivery


@app.task(name="registration.letters.deliver")
def deliver() -> None:
    """Somebody rang: letters are due."""
    delivery.deliver()


@app.task(name="registration.letters.sweep")
def sweep() -> None:
    """Send what a lost ring or a dead worker left behind, and show that we live."""
    Heartbeat.objects.update_or_create(name="sweep", defaults={"at": timezone.now()})
    delivery.deliver(drain_for=0)
