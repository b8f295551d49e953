from django.db import models


class FormCount(models.Model):
    """How many forms came from one network address within some minutes.

    In the database, so that all processes count together; without write-ahead log, so
    that a count costs no wait for the disk. The key is derived: no address is kept, and
    registration.signup.limits deletes what is over.
    """

    key = models.CharField(max_length=32, primary_key=True)
    period = models.BigIntegerField(db_index=True)
    forms = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.key
