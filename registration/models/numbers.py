from django.db import models

from agenda.models import Conference


class RegistrationNumbers(models.Model):
    """How many have signed up, by day and by what they told, as last counted.

    Of a conference so large that counting takes longer than a page may.
    registration.numbers makes it; docs/decisions/0023 says why nothing is kept up.
    """

    conference = models.OneToOneField(
        Conference, models.CASCADE, primary_key=True, related_name="numbers"
    )
    counted_at = models.DateTimeField()
    counts = models.JSONField()

    def __str__(self) -> str:
        return str(self.conference)
