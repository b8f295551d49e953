"""Django's mail over our connection: what is sent to staff goes the same way."""

from collections.abc import Sequence
from contextlib import closing
from smtplib import SMTPException
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from registration.errors import NoAddressToWriteTo
from registration.letters import smtp
from registration.letters.addresses import mailbox


class Backend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Raises SMTPException for what the server has not taken."""
        with closing(smtp.Connection()) as relay:
            for message in email_messages:
                for to in message.recipients():
                    try:
                        relay.send(as_carried(message, to))
                    except (smtp.NotTaken, smtp.Unclear, NoAddressToWriteTo) as error:
                        raise SMTPException(str(error)) from error
        return len(email_messages)


def as_carried(message: EmailMessage, to: str) -> smtp.Message:
    content: Any = message.message()
    return smtp.Message(
        sender=mailbox(message.from_email),
        to=mailbox(to),
        subject=str(message.subject),
        text=str(message.body),
        data=content.as_bytes(linesep="\r\n"),
    )
