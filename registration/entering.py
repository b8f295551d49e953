"""People whom staff enter, one or ten thousand: in statements whose number is small."""

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models.functions import Now

from confsite.folding.columns import KEPT
from confsite.inserting import insert_all
from registration import places
from registration.errors import RegisteredAlready, RegistrationError
from registration.ledger import Ledger, group_of, put_in_line
from registration.letters import kinds, outbox
from registration.models import Delegate, StaffAction
from registration.sign_up import SignUp
from registration.states import LIVE, DelegateState, Mailing

# Rows that one statement inserts.
BATCH = 1000
# A reference is drawn anew where chance has drawn it before.
DRAWS = 5
# Of these people those whose address is that of a live registration.
KNOWN = """
SELECT given.place
FROM unnest(%s::integer[], %s::bigint[], %s::text[])
    AS given (place, conference, email)
WHERE given.email <> '' AND EXISTS (
    SELECT FROM registration_delegate AS delegate
    WHERE delegate.conference_id = given.conference
      AND lower(delegate.email) = lower(given.email)
      AND delegate.email <> '' AND delegate.state = ANY(%s)
)
"""

Entered = Delegate | RegistrationError


@transaction.atomic
def enter(
    people: Sequence[SignUp],
    *,
    mailing: Mailing,
    beyond: bool = False,
    reason: str = "",
    action: StaffAction | None = None,
) -> list[Entered]:
    """Register people whom staff vouch for; returns each, or why not, in their order.

    They are confirmed, also where a category needs approval. Who finds no place free
    waits, behind all who wait already; or, `beyond` the limit, gets one on purpose. The
    same form entered again leads to the one registration.
    """
    conferences = {signup.conference_id for signup in people}
    # Quotas before delegates, as everywhere.
    places.hold(conferences)
    found, new = _insert(people, mailing)
    past_the_limit = _seat_or_wait(new, Ledger(conferences), beyond=beyond)
    for state in (DelegateState.CONFIRMED, DelegateState.WAITING):
        those = [row for row in new if row.state == state]
        outbox.queue_for(those, kinds.telling(state), action)
    if action:
        action.number += len(new)
        action.reason = reason or action.reason
        for row in new:
            action.enters(row, is_beyond=row.pk in past_the_limit)
    return found


def _seat_or_wait(people: list[Delegate], ledger: Ledger, *, beyond: bool) -> set[int]:
    """Returns whose places are beyond the limit."""
    waiting, past_the_limit = [], set()
    for row in people:
        if ledger.take(group_of(row)):
            continue
        if beyond:
            ledger.take_beyond(group_of(row))
            past_the_limit.add(row.pk)
        else:
            waiting.append(row)
    ledger.write_down()
    for row in waiting:
        row.state, row.waiting_number = DelegateState.WAITING, row.pk
    put_in_line({row.pk: row.pk for row in waiting})
    return past_the_limit


def _insert(
    people: Sequence[SignUp], mailing: Mailing
) -> tuple[list[Entered], list[Delegate]]:
    """Each as they are registered now, or why not; and those who were not before."""
    found: dict[int, Entered] = {}
    new: list[Delegate] = []
    left = dict(enumerate(people))
    for _draw in range(DRAWS):
        for start in range(0, len(left), BATCH):
            batch = dict(list(left.items())[start : start + BATCH])
            found |= _insert_batch(batch, mailing, new)
        left = {place: left[place] for place in left if place not in found}
        if not left:
            break
        found |= {place: RegisteredAlready() for place in _with_known_address(left)}
        left = {place: left[place] for place in left if place not in found}
    return [found[place] for place in range(len(people))], new


def _insert_batch(
    people: dict[int, SignUp], mailing: Mailing, new: list[Delegate]
) -> dict[int, Entered]:
    """Those who are there now: the others have met a unique rule."""
    rows = {place: _row(signup, mailing) for place, signup in people.items()}
    insert_all([*rows.values()])
    submissions = [row.submission for row in rows.values()]
    stored = Delegate.objects.defer(*KEPT)
    known = stored.in_bulk(submissions, field_name="submission")
    found: dict[int, Entered] = {}
    for place, row in rows.items():
        if there := known.get(row.submission):
            found[place] = there
            if there.uid == row.uid:
                new.append(there)
    return found


def _row(signup: SignUp, mailing: Mailing) -> Delegate:
    columns = signup.columns | {"mailing": mailing, "proved_at": Now()}
    return Delegate(state=DelegateState.CONFIRMED, **columns)


def _with_known_address(people: dict[int, SignUp]) -> list[int]:
    conferences = [signup.conference_id for signup in people.values()]
    addresses = [signup.email for signup in people.values()]
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [list(people), conferences, addresses, list(LIVE)])
        return [place for (place,) in cursor.fetchall()]
