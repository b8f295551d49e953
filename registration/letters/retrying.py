"""Letters that were set aside, and their way back into the outbox."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registration.errors import RegistrationError
from registration.letters import outbox
from registration.models import Mail
from registration.states import MailState


class NotSetAside(RegistrationError):
    message = _("This letter has not been set aside.")


@transaction.atomic
def queue_again(mail: Mail) -> None:
    """Give a letter that was set aside a new start. Raises NotSetAside."""
    moved = Mail.objects.filter(pk=mail.pk, state=MailState.FAILED).update(
        state=MailState.QUEUED, due_at=timezone.now(), attempts=0, reason=""
    )
    if not moved:
        raise NotSetAside
    transaction.on_commit(lambda: outbox.ring(), robust=True)
