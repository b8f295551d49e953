"""Leaves so many places of the conference, and prints how many were given since.

python -m bench.places leave 100
python -m bench.places given
"""

import sys

import django

django.setup()

from django.db.models import F  # noqa: E402

from registration.models import Delegate, Quota  # noqa: E402
from registration.states import DelegateState  # noqa: E402


def leave(places: int) -> None:
    """Everybody before is sent home: what is counted afterwards is of the rush."""
    Delegate.objects.all().delete()
    Quota.objects.update(size=places, taken=0)


def given() -> int:
    confirmed = Delegate.objects.filter(state=DelegateState.CONFIRMED).count()
    assert Quota.objects.filter(taken=confirmed, size__gte=F("taken")).exists()
    return confirmed


if __name__ == "__main__":
    if sys.argv[1] == "leave":
        leave(int(sys.argv[2]))
    else:
        print(given())
