"""Sign-ups that arrived together from one network, for staff to judge.

Many from one house may be a class or a flood; who has proved their address is nobody's
invention. The marks of networks are emptied after a week.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F, Func, JSONField, QuerySet, Value
from django.db.models.functions import Now

from registration.models import Delegate, RefusedSignUp

# So many within ten minutes are shown; with less of a pause they belong together.
MANY = 5
KEPT_FOR = timedelta(days=7)
MOST = 50  # groups on a page
TOGETHER = """
WITH marked AS (
    SELECT id, network, signed_up_at, state, proved_at,
           split_part(email, '@', 2) AS domain,
           signed_up_at - lag(signed_up_at) OVER line
               > interval '10 minutes' AS begins,
           signed_up_at - lag(signed_up_at, %(many)s - 1) OVER line
               <= interval '10 minutes' AS is_dense
    FROM registration_delegate
    WHERE network <> '' AND conference_id = %(conference)s
    WINDOW line AS (PARTITION BY network ORDER BY signed_up_at, id)
), numbered AS (
    SELECT *, count(*) FILTER (WHERE begins)
        OVER (PARTITION BY network ORDER BY signed_up_at, id) AS run
    FROM marked
)
SELECT network, min(id), max(id), min(signed_up_at), max(signed_up_at),
       count(*) FILTER (WHERE state NOT IN ('declined', 'cancelled')) AS live,
       count(*) FILTER (WHERE state NOT IN ('declined', 'cancelled')
           AND proved_at IS NULL) AS unproved,
       count(DISTINCT domain)
FROM numbered
GROUP BY network, run
HAVING bool_or(is_dense)
   AND count(*) FILTER (WHERE state NOT IN ('declined', 'cancelled')) > 0
ORDER BY max(signed_up_at) DESC
LIMIT %(most)s
"""
KEY = re.compile(r"([0-9a-f]{16})-(\d{1,18})-(\d{1,18})")


@dataclass(frozen=True)
class Arrival:
    """Those of one network between whom there was no pause of ten minutes."""

    network: str
    first: int
    last: int
    begins_at: datetime
    ends_at: datetime
    number: int  # of those who have a place or wait for one
    unproved: int
    domains: int

    @property
    def key(self) -> str:
        """What stands in the address of the list of exactly these people."""
        return f"{self.network}-{self.first}-{self.last}"


def together(conference_id: int) -> list[Arrival]:
    """Of the last week, the latest first."""
    values = {"conference": conference_id, "many": MANY, "most": MOST}
    with connection.cursor() as cursor:
        cursor.execute(TOGETHER, values)
        return [Arrival(*row) for row in cursor.fetchall()]


def of(key: str, delegates: QuerySet[Delegate]) -> QuerySet[Delegate]:
    """Exactly those whom a key tells."""
    if not (told := KEY.fullmatch(key)):
        return delegates.none()
    network, first, last = told.groups()
    return delegates.filter(network=network, pk__range=(int(first), int(last)))


def forget_networks() -> None:
    """Empty the marks that are older than a week, of registrations and of forms."""
    earliest = Now() - KEPT_FOR
    marked = Delegate.objects.exclude(network="")
    marked.filter(signed_up_at__lt=earliest).update(network="")
    forms = RefusedSignUp.objects.filter(
        typed__has_key="network", received_at__lt=earliest
    )
    forms.update(
        typed=Func(
            F("typed"),
            Value("network"),
            template="%(expressions)s",
            arg_joiner=" - ",
            output_field=JSONField(),
        )
    )
