"""The worker's hand, and the clock of the outbox."""

from django.utils import timezone

from registration.letters import delivery
from registration.models import Letter, MailTrouble
from registration.states import LetterState

QUEUED, SENDING = LetterState.QUEUED, LetterState.SENDING
SENT, FAILED = LetterState.SENT, LetterState.FAILED


def deliver() -> int:
    """Send what is due now, and say how many letters left."""
    return delivery.deliver(drain_for=0)


def make_due() -> None:
    """Let the time pass that a letter has to wait, and the mail server."""
    MailTrouble.objects.update(until=timezone.now())
    Letter.objects.exclude(state=SENT).update(due_at=timezone.now())


def pause_of(mail: Letter) -> float:
    """Seconds until the letter is due."""
    mail.refresh_from_db()
    return round((mail.due_at - timezone.now()).total_seconds())
