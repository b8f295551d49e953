"""Forms that came with an address that is registered already.

The request keeps such a form by one statement, as it would queue a letter; the worker
looks whose address it is, and tells them. So a stranger with a stopwatch finds one
address like another.
"""

import json

from django.db import connection, transaction

from confsite import prepared
from confsite.folding.letters import plain
from confsite.folding.order import name_key
from confsite.prepared import Statement
from registration import correspondence
from registration.letters import kinds, outbox
from registration.models import Delegate, RefusedSignUp
from registration.sign_up import SignUp

# Of the forms that came for a registered address so many are kept, the latest.
KEPT = 20
# Sent again it is the same form; filled in otherwise, it is looked at anew.
KEEP = """
INSERT INTO registration_refusedsignup AS known (submission, email, typed, received_at)
VALUES (%s, %s, %s::jsonb, now())
ON CONFLICT (submission) DO UPDATE
SET email = excluded.email, typed = excluded.typed,
    received_at = excluded.received_at, delegate_id = NULL
WHERE (known.email, known.typed) IS DISTINCT FROM (excluded.email, excluded.typed)
"""


def keep(signup: SignUp) -> None:
    """Put a form aside until the worker looks at it."""
    with connection.cursor() as cursor:
        prepared.execute(cursor, keeping(signup))
    tell_of_it()


def keeping(signup: SignUp) -> Statement:
    """What puts a form aside; whoever says it calls tell_of_it(), too."""
    return KEEP, (signup.submission, signup.email, json.dumps(signup.typed))


def tell_of_it() -> None:
    """Have the worker look at what was put aside."""
    transaction.on_commit(lambda: outbox.wake_worker(), robust=True)


def refuse(form: RefusedSignUp, owner: Delegate) -> None:
    """Keep the form for staff, and tell the owner of the mailbox that it came."""
    form.delegate = owner
    form.save(update_fields=["delegate"])
    kept = owner.refused_sign_ups.values("pk")[:KEPT]
    owner.refused_sign_ups.exclude(pk__in=kept).delete()
    is_same = _is_same_person(owner, form.sign_up)
    kind = kinds.ALREADY_REGISTERED if is_same else kinds.ANOTHER_NAME
    correspondence.remind(owner, kind)


def _is_same_person(known: Delegate, other: SignUp) -> bool:
    """Whether both names are spellings of one: 李晓明, Li Xiaoming, LI XIAO MING."""
    if known.native_name and other.native_name:
        return plain(known.native_name) == plain(other.native_name)
    first, second = (
        name_key(person.family_name, person.given_name, person.native_name)
        for person in (known, other)
    )
    return first == second
