import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject, Lower, Now, NullIf
from django.utils.encoding import punycode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registration.letters import kinds
from registration.letters.kinds import LetterKind, Priority
from registration.models.delegate import Delegate
from registration.models.mail_trouble import RELAY, MailTrouble
from registration.models.staff_action import StaffAction
from registration.states import LetterState

# How long a letter takes at most where nothing is wrong.
AT_ONCE = timedelta(minutes=2)


class LetterQuerySet(models.QuerySet["Letter"]):
    def due(self) -> "LetterQuerySet":
        """Those that may leave now, in that order; expired leases are dead workers'.

        By the database's clock: those of the machines that ask may differ. Priorities
        are named, because then one look at the index letter_due serves the order,
        however many letters of an earlier priority are put off.
        """
        due = self.unsent().filter(priority__in=Priority, due_at__lte=Now())
        return due.order_by("priority", "due_at", "pk")

    def undelivered(self) -> "LetterQuerySet":
        """Those that were set aside, or that wait for longer than they should."""
        waits = ~Q(reason="") | Q(queued_at__lt=Now() - AT_ONCE)
        return self.filter(
            Q(state=LetterState.FAILED)
            | Q(waits, state__in=[LetterState.QUEUED, LetterState.SENDING])
        )

    def unsent(self) -> "LetterQuerySet":
        return self.filter(state__in=[LetterState.QUEUED, LetterState.SENDING])

    def with_trouble(self) -> "LetterQuerySet":
        """With `trouble`: why it would wait however soon it is due, and until when."""
        address = Coalesce(
            NullIf("recipient", Value("")),
            NullIf("delegate__email", Value("")),
            "delegate__contact_email",
        )
        domain = Lower(
            Func(address, Value("@"), Value(-1), function="split_part"),
            output_field=models.TextField(),
        )
        letters = self.annotate(domain=domain)
        troubles = MailTrouble.objects.filter(
            Q(domain=RELAY) | Q(domain=OuterRef("domain"), until__gt=Now()),
            failures__gt=0,
        ).order_by("domain")
        facts = JSONObject(reason="reason", until="until")
        return letters.annotate(trouble=Subquery(troubles.values(facts=facts)[:1]))

    def within_an_hour(self) -> "LetterQuerySet":
        return self.filter(queued_at__gt=Now() - timedelta(hours=1))

    def to(self, email: str) -> "LetterQuerySet":
        """Those that this mailbox has had or is to have: its delegate's own."""
        local, _at, domain = email.rpartition("@")
        written = ("", email, f"{local}@{punycode(domain)}" if domain else "")
        return self.filter(recipient__in=written).exclude(state=LetterState.OVERTAKEN)

    def with_calendar(self, method: kinds.CalendarMethod) -> "LetterQuerySet":
        """Those whose kind carries such an entry."""
        return self.filter(
            kind__in=[str(k) for k in kinds.KINDS.values() if k.calendar == method]
        )


class Letter(models.Model):
    """One letter in the outbox: a small row, written by the change that causes it.

    The worker writes the letter itself when it leaves, so no secret link lies here.
    Moved by registration.letters.outbox alone.
    """

    # Message-ID of the letter, the same however often it has to be tried.
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    delegate = models.ForeignKey(
        Delegate, models.CASCADE, related_name="letters", verbose_name=_("delegate")
    )
    # What staff did to cause it: until it is due they may take that back.
    action = models.ForeignKey(
        StaffAction,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="letters",
        # letter_of_an_action: an index of every letter would cost every sign-up.
        db_index=False,
        editable=False,
    )
    # By whoever has the personal link, whatever its kind.
    asked = models.BooleanField(db_default=False, editable=False)
    kind = models.CharField(_("letter"), max_length=30, choices=kinds.choices)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    state = models.CharField(
        _("state"), max_length=10, choices=LetterState, default=LetterState.QUEUED
    )
    # Set by whoever queues it, so that claiming needs no look at the kind.
    priority = models.SmallIntegerField(
        db_default=Priority.NORMAL.value, editable=False
    )
    queued_at = models.DateTimeField(_("queued"), db_default=Now())
    # While queued: not before. While being sent: when the lease of the worker ends.
    due_at = models.DateTimeField(_("due"), db_default=Now())
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # How often it could not be written, or the worker that held it died.
    crashes = models.PositiveSmallIntegerField(db_default=0, editable=False)
    # How often the connection ended after all was said, so that it may have arrived.
    unclear_ends = models.PositiveSmallIntegerField(db_default=0, editable=False)
    # It was refused for good when everything was, and queued again.
    had_its_chance = models.BooleanField(db_default=False, editable=False)
    # The address of which the mail server said that there is no such mailbox.
    refused_address = models.EmailField(blank=True, db_default="", editable=False)
    claim = models.UUIDField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    # Beforehand only if it goes to another address than the delegate's own.
    recipient = models.EmailField(_("sent to"), blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    reason = models.TextField(_("reason"), blank=True)

    # When the worker that holds it took it or renewed its lease, by its own clock.
    held_since: float

    conference_path = "delegate__conference"

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="letter_state_is_known",
                condition=Q(state__in=LetterState.values),
            ),
            models.CheckConstraint(
                name="letter_priority_is_known",
                condition=Q(priority__in=[priority.value for priority in Priority]),
            ),
            models.CheckConstraint(
                name="letter_being_sent_has_a_claim",
                condition=Q(state="sending", claim__isnull=False)
                | (~Q(state="sending") & Q(claim__isnull=True)),
            ),
            models.CheckConstraint(
                name="letter_sent_has_a_time",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                "priority",
                "due_at",
                "id",
                name="letter_due",
                condition=Q(state__in=["queued", "sending"]),
            ),
            # Costs no letter anything that leaves.
            models.Index(
                "delegate", name="letter_set_aside", condition=Q(state="failed")
            ),
            models.Index(
                "action",
                name="letter_of_an_action",
                condition=Q(action__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.delegate}"

    @property
    def letter_kind(self) -> LetterKind:
        """The kind with all that it says, which the column has by its name."""
        return kinds.KINDS[self.kind]

    @property
    def was_asked_for(self) -> bool:
        """Whether its reader or staff caused it, and not just any form."""
        return self.asked or self.action_id is not None or self.letter_kind.asked

    @property
    def reason_in_words(self) -> str:
        """Why it has not left: ours in the active language, a server's as it is."""
        return gettext(self.reason) if self.reason else ""
