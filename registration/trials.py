"""Staff try the form: the same letter and the same pages, and nobody is registered.

A test takes no place and is in no list and no number. Its letter goes to the member of
staff who tried, whatever address they typed.
"""

from django.db import transaction
from django.db.models.functions import Now

from confsite.models import User
from registration import places
from registration.consents import services as consents
from registration.letters import kinds, outbox
from registration.models import RegistrationSettings, TrialSignUp
from registration.sign_up import SignUp

# What is left out of what was typed: nobody is written to, and no network is marked.
NOT_KEPT = {"email": "", "contact_name": "", "network": ""}


@transaction.atomic
def register(signup: SignUp, by: User) -> TrialSignUp:
    """Do as enrolment would with somebody who finds a place; sent again, do nothing."""
    known = TrialSignUp.objects.filter(submission=signup.submission).first()
    if known:
        return known
    trial = TrialSignUp(
        is_test=True,
        state=places.first_state(needs_approval=signup.needs_approval),
        **signup.columns | NOT_KEPT | {"contact_email": by.email},
        **signup.proof,
    )
    trial.save(force_insert=True)
    consents.give(trial, signup.consents)
    trial.refresh_from_db(fields=["held_until"])
    kind = kinds.telling(trial.state, is_held=trial.is_held)
    outbox.queue(kind, trial, recipient=by.email, asked=True)
    settings = RegistrationSettings.objects.filter(conference=signup.conference_id)
    settings.filter(tried_at=None).update(tried_at=Now())
    return trial


@transaction.atomic
def remove_all(conference_id: int) -> int:
    """Remove every test of a conference, with its letters and its history."""
    trials = TrialSignUp.objects.filter(conference=conference_id)
    keys = list(trials.select_for_update().values_list("pk", flat=True))
    trials.filter(pk__in=keys).remove()
    return len(keys)
