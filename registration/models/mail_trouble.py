from django.db import models
from django.db.models.functions import Now

RELAY = ""


class MailTroubleQuerySet(models.QuerySet["MailTrouble"]):
    def of_the_relay(self) -> "MailTroubleQuerySet":
        """That of the mail server itself, once letters have had to wait for it."""
        return self.filter(domain=RELAY, failures__gt=0)


class MailTrouble(models.Model):
    """What is wrong with the mail server, or with one domain that it writes to.

    A row lasts until the next letter is taken. Moved by registration.letters.troubles
    alone.
    """

    # Of the recipients; empty: the mail server itself.
    domain = models.CharField(max_length=255, primary_key=True)
    # Until then nothing is tried.
    until = models.DateTimeField(db_default=Now())
    since = models.DateTimeField(db_default=Now())
    # Pauses so far, one after another.
    failures = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True)
    # Keys of letters that were refused for good one after another, with none between.
    refused = models.JSONField(default=list)

    objects = MailTroubleQuerySet.as_manager()

    def __str__(self) -> str:
        return self.domain or "relay"
