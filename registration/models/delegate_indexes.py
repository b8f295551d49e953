"""The indexes of delegates. Each makes every sign-up dearer."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from registration.states import HOLDING_A_PLACE, OVER

INDEXES = [
    # With what tells tests apart, so that counting reads nothing else.
    models.Index(
        fields=["conference", "state"],
        include=["is_test"],
        name="delegate_by_state",
    ),
    models.Index("conference", name="delegate_test", condition=Q(is_test=True)),
    # The heads of the waiting list: nobody else is in it.
    models.Index(
        *("conference", "category", "attendance", "waiting_number"),
        name="delegate_in_line",
        condition=Q(state="waiting"),
    ),
    models.Index(
        "held_until",
        name="delegate_held",
        condition=Q(
            state__in=[s.value for s in HOLDING_A_PLACE],
            held_until__isnull=False,
        ),
    ),
    # Those of the last week, at its end the latest.
    models.Index(
        "signed_up_at",
        name="delegate_with_network",
        condition=~Q(network=""),
    ),
    # Costs no sign-up anything: only those that are over are in it.
    models.Index(
        Lower("email"),
        "conference",
        name="delegate_over_by_address",
        condition=Q(state__in=[s.value for s in OVER]),
    ),
]
