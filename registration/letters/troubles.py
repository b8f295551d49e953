"""Trouble with the mail server or with one domain: letters wait, and staff read why.

A pause is a row that every worker sees. It ends with the next letter that is taken.
"""

import logging
from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, Subquery
from django.db.models.functions import Now

from registration.letters import claims
from registration.models import Letter, MailTrouble
from registration.models.mail_trouble import RELAY
from registration.states import LetterState

logger = logging.getLogger(__name__)

# The mail server is tried again so often.
RELAY_PAUSE = timedelta(seconds=30)
# A domain that takes no more: a minute, and twice as long each time, up to these.
DOMAIN_PAUSE = timedelta(minutes=1)
LONGEST_DOMAIN_PAUSE = timedelta(minutes=15)
# So many letters refused for good, and none taken between them, are the mail server's
# fault and not theirs.
A_RUN = 5
# Of a pause that is over, and that no letter has ended: letters are given up sooner.
LONG_AGO = timedelta(days=6)
# Letters of a domain that are put off at once.
MANY = 1000


class Troubles:
    """What one worker knows of them, as of its last look."""

    def __init__(self) -> None:
        self.known: set[str] = set()
        self.paused: set[str] = set()

    def look(self) -> None:
        pauses = ExpressionWrapper(Q(until__gt=Now()), output_field=BooleanField())
        rows = dict(MailTrouble.objects.values_list("domain", pauses))
        self.known = set(rows)
        self.paused = {domain for domain, pauses in rows.items() if pauses}

    @property
    def is_relay_down(self) -> bool:
        return RELAY in self.paused

    def holds_up(self, letter: Letter) -> bool:
        return domain_of(letter) in self.paused

    def relay_down(self, reason: str) -> None:
        logger.warning("The mail server cannot be used: %s", reason)
        pause(RELAY, reason, RELAY_PAUSE)
        self.known.add(RELAY)
        self.paused.add(RELAY)

    def slow_down(self, letter: Letter, reason: str) -> None:
        domain = domain_of(letter)
        logger.warning("Letters to %s wait: %s", domain, reason)
        pause(domain, reason, DOMAIN_PAUSE, LONGEST_DOMAIN_PAUSE)
        put_off(domain)
        self.known.add(domain)
        self.paused.add(domain)

    def put_off(self, letters: Collection[Letter]) -> None:
        """Claimed letters wait until the pause of their domain is over; others too."""
        for domain in {domain_of(letter) for letter in letters}:
            those = [letter for letter in letters if domain_of(letter) == domain]
            claims.put_back(those, due_at=end_of_pause(domain))
            put_off(domain)

    def taken(self, letter: Letter) -> None:
        """A letter was taken: whatever was wrong with its way is over."""
        over = self.known & {RELAY, domain_of(letter)}
        if over:
            MailTrouble.objects.filter(domain__in=over).delete()
            self.known -= over
            self.paused -= over

    @transaction.atomic
    def is_final(self, letter: Letter, reason: str) -> bool:
        """Whether a refusal is about the letter, and not one of a run of them.

        If it is of a run, those before it get a second chance, too. A letter that is
        refused again while others are taken has had it.
        """
        self.known.add(RELAY)
        MailTrouble.objects.get_or_create(domain=RELAY)
        row = MailTrouble.objects.select_for_update().get(domain=RELAY)
        if not row.failures:
            if letter.had_its_chance:
                return True
            row.refused.append(letter.pk)
            if len(row.refused) < A_RUN:
                row.save(update_fields=["refused"])
                return True
            Letter.objects.filter(pk__in=row.refused, state=LetterState.FAILED).update(
                state=LetterState.QUEUED,
                due_at=Now() + 2 * RELAY_PAUSE,
                had_its_chance=True,
                refused_address="",
            )
            logger.error("The mail server refuses everything: %s", reason)
            MailTrouble.objects.filter(domain=RELAY).update(refused=[])
        self.relay_down(reason)
        return False


def pause(
    domain: str, reason: str, length: timedelta, longest: timedelta | None = None
) -> None:
    """Nothing is tried for a while; longer each time if it says up to what length."""
    with transaction.atomic():
        MailTrouble.objects.get_or_create(domain=domain)
        rows = MailTrouble.objects.select_for_update().filter(domain=domain)
        failures = rows.get().failures
        if longest:
            length = min(length * 2 ** min(failures, 10), longest)
        # Another worker may have begun the same pause.
        rows.filter(until__lte=Now()).update(
            until=Now() + length, failures=failures + 1, reason=reason
        )


@transaction.atomic
def put_off(domain: str) -> None:
    """Letters to a domain that are due wait until its pause is over."""
    ending = f"@{domain}"
    due = Letter.objects.due().filter(
        Q(delegate__email__iendswith=ending)
        | Q(delegate__email="", delegate__contact_email__iendswith=ending),
        state=LetterState.QUEUED,
        recipient="",
    )
    due = due.select_for_update(skip_locked=True, of=("self",))
    rows = list(due.values_list("pk", flat=True)[:MANY])
    Letter.objects.filter(pk__in=rows).update(due_at=end_of_pause(domain))


def forget_old() -> None:
    """A domain to which nobody has written for days since is no trouble."""
    old = MailTrouble.objects.exclude(domain=RELAY).filter(until__lt=Now() - LONG_AGO)
    old.delete()


def end_of_pause(domain: str) -> Subquery:
    return Subquery(MailTrouble.objects.filter(domain=domain).values("until")[:1])


def domain_of(letter: Letter) -> str:
    address = letter.recipient or letter.delegate.mailbox
    return address.rpartition("@")[2].lower()
