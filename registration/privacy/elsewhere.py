"""How people are wiped where more than a column of their own row is about them."""

from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import Q
from django.db.models.functions import Lower

from confsite.models import PasswordLetter
from registration.models import (
    DelegateFile,
    HeadMeaning,
    Letter,
    MailTrouble,
    RefusedRow,
    RefusedSignUp,
    RegistrationNumbers,
    StaffAction,
)
from registration.models.mail_trouble import RELAY
from registration.privacy.people import People
from registration.privacy.wiping import blotted, emptied_where_named
from registration.states import LetterState

MESSAGES = "_messages"


def letters_on_their_way(people: People) -> int:
    """None leaves any more, and who is sending one writes nothing of it down."""
    letters = Letter.objects.filter(delegate__in=people.keys).unsent()
    letters.update(state=LetterState.OVERTAKEN, claim=None)
    return 0


def troubles_with_mail(people: People) -> int:
    """What mail servers said of an address, and domains of which theirs was the one."""
    number = 0
    domains = {email.rpartition("@")[2].lower() for email in people.emails}
    for trouble in MailTrouble.objects.exclude(domain=RELAY).filter(domain__in=domains):
        waiting = Letter.objects.unsent().exclude(delegate__in=people.keys)
        at_it = Q(recipient__iendswith=f"@{trouble.domain}") | Q(
            delegate__email__iendswith=f"@{trouble.domain}"
        )
        if not waiting.filter(at_it).exists():
            trouble.delete()
            number += 1
    for trouble in MailTrouble.objects.exclude(reason=""):
        # Servers name a mailbox by what stands before the @.
        said = trouble.reason.lower()
        if any(email.lower().partition("@")[0] in said for email in people.emails):
            MailTrouble.objects.filter(pk=trouble.pk).update(reason="")
            number += 1
    return number


def letters_for_staff(people: People) -> int:
    """Somebody typed the address where staff ask for a new password."""
    lower = {email.lower() for email in people.emails}
    asked = PasswordLetter.objects.alias(lower=Lower("email"))
    number, _tables = asked.filter(lower__in=lower).delete()
    return number


def numbers(people: People) -> int:
    """Counted by organisation: they are counted anew when somebody looks."""
    counted = RegistrationNumbers.objects.filter(conference__in=people.conferences)
    of_them = [row.pk for row in counted if people.are_named_in(row.counts)]
    RegistrationNumbers.objects.filter(pk__in=of_them).delete()
    return 0


def reasons(people: People) -> int:
    """Why something was done with them alone; with many others it stays."""
    alone = StaffAction.objects.filter(keys__contained_by=people.keys)
    alone = alone.exclude(keys=[])
    number = 0
    for column in ("reason", "told_en", "told_zh"):
        number += alone.exclude(**{column: ""}).update(**{column: ""})
    return number


def forms(people: People) -> int:
    """Forms that came with their address; of these nobody was registered."""
    lower = {email.lower() for email in people.emails}
    kept = RefusedSignUp.objects.alias(lower=Lower("email"))
    unsettled = Q(
        lower__in=lower,
        delegate=None,
        typed__conference_id__in=list(people.conferences),
    )
    number, _tables = kept.filter(Q(delegate__in=people.keys) | unsettled).delete()
    return number


def files(people: People) -> int:
    """A list that waits for its import would bring them in again: it is gone."""
    waiting = DelegateFile.objects.all()
    with_them = [
        file.pk
        for file in waiting.iterator(chunk_size=1)
        if people.are_named_in(file.content) or people.are_named_in(file.result)
    ]
    number, _tables = DelegateFile.objects.filter(pk__in=with_them).delete()
    return number


def heads(people: People) -> int:
    """A file without heads begins with a person."""
    number, _tables = HeadMeaning.objects.filter(head__in=people.heads).delete()
    return number


def refused_rows(people: People) -> int:
    """What a job said of them, and of rows of files in which they stood."""
    rows = RefusedRow.objects.filter(delegate__in=people.keys).exclude(cells=[])
    number = rows.update(cells=[])
    number += emptied_where_named(RefusedRow, "cells")(people)
    return number + blotted(RefusedRow, "reason_en", "reason_zh")(people)


def messages_to_staff(people: People) -> int:
    """What a page was about to say to a colleague: messages wait in the session."""
    number = 0
    store: Any = Session.get_session_store_class()
    for session in Session.objects.iterator():
        data = session.get_decoded()
        if MESSAGES in data and people.are_named_in(data[MESSAGES]):
            del data[MESSAGES]
            session.session_data = store().encode(data)
            session.save(update_fields=["session_data"])
            number += 1
    return number
