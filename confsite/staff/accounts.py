"""What must stay true of accounts, whoever changes them at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from confsite.exceptions import ServiceError
from confsite.models import User

# The key of the lock under which owners of the installation are counted.
COUNTING = 0x6F776E


class NobodyOwnsIt(ServiceError):
    message = _(
        "Nothing was changed: nobody would own the installation any more. Make "
        "somebody else its owner first."
    )


def keep_an_owner() -> None:
    """Within the transaction that changes accounts. Raises NobodyOwnsIt.

    Of two who take it from each other one comes second, and sees what the first did.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [COUNTING])
    if not User.objects.may_sign_in().filter(is_superuser=True).exists():
        raise NobodyOwnsIt


@contextmanager
def keeping_an_owner() -> Iterator[None]:
    with transaction.atomic():
        yield
        keep_an_owner()
