"""One kept connection to the mail server, and what its answers mean."""

import smtplib
from dataclasses import dataclass
from typing import Any

from django.core import mail

SERVICE_NOT_AVAILABLE = 421  # RFC 5321, 4.2.3: the server closes the channel


class RelayDown(Exception):
    """The mail server cannot be used at all; it is not about this letter."""


class TryLater(Exception):
    """The server took offence at this letter for the time being."""


class Refused(Exception):
    """The server will never take this letter."""


@dataclass(frozen=True)
class Message:
    """A letter as it travels: envelope, bytes, and what is kept for staff."""

    sender: str
    to: str
    subject: str
    text: str
    data: bytes


class Connection:
    """Opened when the first letter leaves, closed at the end.

    Django's backend opens it, so TLS is what the settings say and never less.
    """

    def __init__(self) -> None:
        self.backend: Any = mail.get_connection(
            "django.core.mail.backends.smtp.EmailBackend"
        )

    def close(self) -> None:
        try:
            self.backend.close()
        except (OSError, smtplib.SMTPException):
            self.backend.connection = None

    def open(self) -> None:
        try:
            self.backend.open()
        except (OSError, smtplib.SMTPException) as error:
            self.backend.connection = None
            raise RelayDown(str(error)) from error

    def send(self, message: Message) -> None:
        """Hand one letter to the server. Raises RelayDown, TryLater or Refused."""
        self.open()
        try:
            self.backend.connection.sendmail(message.sender, [message.to], message.data)
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            self.judge(code, answer)
        except smtplib.SMTPResponseException as error:
            self.judge(error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:
            # The connection broke in the middle of this letter: it is counted, so that
            # a letter on which the server dies cannot hold up the others for ever.
            self.close()
            raise TryLater(str(error)) from error

    def judge(self, code: int, answer: bytes | str) -> None:
        text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
        said = f"{code} {text}"
        if code == SERVICE_NOT_AVAILABLE:
            self.close()
            raise RelayDown(said)
        raise (TryLater if 400 <= code < 500 else Refused)(said)
