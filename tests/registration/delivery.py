"""The worker's hand, and the clock of the outbox."""

from django.utils import timezone

from registration.letters import outbox
from registration.models import Mail
from registration.states import MailState

QUEUED, SENDING = MailState.QUEUED, MailState.SENDING
SENT, FAILED = MailState.SENT, MailState.FAILED


def deliver() -> int:
    """Send what is due now, and say how many letters left."""
    return outbox.deliver(linger=0)


def make_due() -> None:
    """Let the time pass that a letter has to wait."""
    Mail.objects.exclude(state=SENT).update(due_at=timezone.now())


def pause_of(mail: Mail) -> float:
    """Seconds until the letter is due."""
    mail.refresh_from_db()
    return round((mail.due_at - timezone.now()).total_seconds())
