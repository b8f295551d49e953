import secrets
import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import JSONObject, Lower, Now
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from agenda.models import Conference
from confsite.bilingual import LANGUAGES, Text
from confsite.folding import asked
from confsite.folding.columns import KEPT
from confsite.folding.sql import person_is_found
from confsite.names import PersonName
from registration.fields import LONGEST_NUMBER
from registration.models.category import Category
from registration.models.delegate_indexes import INDEXES
from registration.models.quota import Quota
from registration.states import (
    HOLDING_A_PLACE,
    LIVE,
    OVER,
    Attendance,
    DelegateState,
    Mailing,
)

# Without letters and digits that look alike on paper or sound alike on the telephone.
REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

# What tells who somebody is; of somebody who was erased all of it is empty.
OF_THE_PERSON = (
    *("title", "family_name", "given_name", "native_name"),
    *("email", "phone", "organisation", "position"),
    *("contact_name", "contact_email", "note", "network"),
)


def new_reference() -> str:
    return "".join(secrets.choice(REFERENCE_ALPHABET) for _place in range(8))


class DelegateQuerySet(models.QuerySet["Delegate"]):
    def live(self) -> "DelegateQuerySet":
        """Those who are coming or still hope to."""
        return self.filter(state__in=LIVE)

    def holding_a_place(self) -> "DelegateQuerySet":
        return self.filter(state__in=HOLDING_A_PLACE)

    def written_to(self) -> "DelegateQuerySet":
        """Those to whom letters go."""
        nobody = Q(email="", contact_email="")
        return self.filter(mailing=Mailing.NOW).exclude(nobody)

    def waiting(self) -> "DelegateQuerySet":
        """The waiting list, first come first."""
        return self.filter(state=DelegateState.WAITING).order_by("waiting_number")

    def held(self) -> "DelegateQuerySet":
        """Those whose place goes to others unless they keep it."""
        return self.holding_a_place().filter(held_until__isnull=False)

    def overdue(self) -> "DelegateQuerySet":
        """Those who have not kept their place in time, by the database's clock."""
        return self.held().filter(held_until__lte=Now())

    def remove(self) -> None:
        """Them and their history, of which nobody could be erased without the row."""
        keys = list(self.values_list("pk", flat=True))
        self.delete()
        history = Delegate.pgh_event_model.objects  # type: ignore[attr-defined]
        history.filter(pgh_obj__in=keys).delete()

    def let_go(self, address: str) -> None:
        """Hold no place any longer for whom there is no such mailbox."""
        held = self.held().filter(email__iexact=address).exclude(email="")
        held.update(held_until=Now())

    def lapsed(self) -> "DelegateQuerySet":
        """Those who lost their place because they had not kept it."""
        return self.filter(state=DelegateState.CANCELLED, held_until__isnull=False)

    def ahead_of(self, delegate: "Delegate") -> "DelegateQuerySet":
        """Those who wait for the same conference and came earlier."""
        return self.waiting().filter(
            conference=delegate.conference_id,
            waiting_number__lt=delegate.waiting_number or 0,
        )

    def with_place_in_line(self) -> "DelegateQuerySet":
        """With `line`: the place of those who wait, as they read it themselves."""
        earlier = (
            Delegate.objects.filter(
                conference=OuterRef("conference"),
                state=DelegateState.WAITING,
                waiting_number__lte=OuterRef("waiting_number"),
            )
            .order_by()
            .values("conference")
            .values(number=Count("pk"))
        )
        is_waiting = When(state=DelegateState.WAITING, then=Subquery(earlier))
        return self.annotate(line=Case(is_waiting))

    def with_earlier(self) -> "DelegateQuerySet":
        """With `before`: how and when an earlier one with the same address ended."""
        events = Delegate.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
            pgh_obj=OuterRef("pk"), state=OuterRef("state")
        )
        ended_at = events.order_by("pgh_id").values("pgh_created_at")[:1]
        over = (
            Delegate.objects.alias(lower_email=Lower("email"))
            .filter(
                conference=OuterRef("conference"),
                lower_email=Lower(OuterRef("email")),
                state__in=OVER,
                pk__lt=OuterRef("pk"),
            )
            .exclude(email="")
            .order_by("-pk")
        )
        facts = JSONObject(pk="pk", state="state", at=Subquery(ended_at))
        return self.annotate(before=Subquery(over.values(facts=facts)[:1]))

    def with_email(self, email: str) -> "DelegateQuerySet":
        # As the constraint compares; LOWER on both sides, so that its index is used.
        return self.alias(lower_email=Lower("email")).filter(
            lower_email=Lower(models.Value(email))
        )

    def counted_by(self, quota: Quota) -> "DelegateQuerySet":
        """Those who take a place of this quota once they hold one."""
        counted = self.filter(conference=quota.conference_id)
        if quota.category_id:
            counted = counted.filter(category=quota.category_id)
        if quota.attendance:
            counted = counted.filter(attendance=quota.attendance)
        return counted

    def who_could_be_seated(self) -> "DelegateQuerySet":
        """Those on the waiting list for whom no quota is full, first come first."""
        full = Quota.objects.full().counting(
            OuterRef("conference"), OuterRef("category"), OuterRef("attendance")
        )
        return self.waiting().filter(~Exists(full))

    def search(self, text: str) -> "DelegateQuerySet":
        """Those with each of these words in whatever is known of them."""
        return asked.found(self, ["search_text"], text)


class DelegateManager(models.Manager.from_queryset(DelegateQuerySet)):  # type: ignore[misc]
    """Everybody but tests: they take no place, and stand in no list and no number."""

    def get_queryset(self) -> DelegateQuerySet:
        return super().get_queryset().filter(is_test=False)


@pghistory.track(
    exclude=[*KEPT, "network", "erased_at"],
    meta={
        "indexes": [
            # What staff did, by day; what strangers do is not in it.
            models.Index(
                *("pgh_created_at", "pgh_id"),
                name="delegate_event_of_staff",
                condition=Q(pgh_context__isnull=False),
            )
        ]
    },
)
class Delegate(PersonName):
    """One person's registration for one conference.

    The state changes only through registration.enrolment and registration.places,
    which move the places and the letters with it.
    """

    # The index delegate_by_state begins with the conference.
    conference = models.ForeignKey(
        Conference,
        models.PROTECT,
        related_name="delegates",
        db_index=False,
        verbose_name=_("conference"),
    )
    # The identity of the registration in calendars.
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    # The form that was sent: sent again, it leads to this registration.
    submission = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(
        _("reference"),
        max_length=8,
        default=new_reference,
        editable=False,
    )
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        related_name="delegates",
        # Each index makes every sign-up dearer; a conference has few categories.
        db_index=False,
        verbose_name=_("category"),
    )
    attendance = models.CharField(_("attendance"), max_length=10, choices=Attendance)
    state = models.CharField(
        _("state"), max_length=10, choices=DelegateState, editable=False
    )
    # The lower comes first. It starts as the row's own id: the order of arrival.
    # Who is let past others on purpose gets one that is lower, below zero if need be.
    waiting_number = models.BigIntegerField(
        "waiting number", null=True, blank=True, editable=False
    )
    # Their place is theirs for so long unless they keep it. Empty: there is nothing to
    # prove. Of somebody cancelled: they did not, and so it went to others.
    held_until = models.DateTimeField(
        _("held until"), null=True, blank=True, editable=False
    )
    # Since when we know that they read their mailbox, or staff vouch for them.
    proved_at = models.DateTimeField(
        _("address proved"), null=True, blank=True, editable=False
    )
    # A mark of the network that the form came from, for a week. It tells nobody which.
    network = models.CharField(max_length=16, blank=True, db_default="", editable=False)
    email = models.EmailField(_("email address"), blank=True)
    # Who gets the letters of somebody without an address of their own.
    contact_name = models.CharField(
        _("contact"), max_length=300, blank=True, default="", db_default=""
    )
    contact_email = models.EmailField(
        _("email address of the contact"), blank=True, default="", db_default=""
    )
    mailing = models.CharField(
        pgettext_lazy("to a delegate", "letters"),
        max_length=10,
        choices=Mailing,
        default=Mailing.NOW,
        db_default=Mailing.NOW,
    )
    phone = models.CharField(_("telephone"), max_length=LONGEST_NUMBER, blank=True)
    organisation = models.CharField(_("organisation"), max_length=300, blank=True)
    position = models.CharField(_("position"), max_length=300, blank=True)
    country = CountryField(_("country/region"), blank=True)
    language = models.CharField(
        _("language of letters"), max_length=10, choices=settings.LANGUAGES
    )
    # For colleagues: no page or letter of the delegate shows it.
    note = models.TextField(
        _("note for colleagues"), blank=True, default="", db_default=""
    )
    tags = models.ManyToManyField(
        "registration.Tag",
        through="registration.DelegateTag",
        related_name="delegates",
        blank=True,
        verbose_name=_("tags"),
    )
    # Raising it closes every personal link that was ever sent.
    link_version = models.PositiveIntegerField(default=1, editable=False)
    # How often state or attendance has changed: a part of the calendar's SEQUENCE.
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    signed_up_at = models.DateTimeField(_("signed up"), auto_now_add=True)
    # Staff have tried the form: see registration.trials.
    is_test = models.BooleanField(
        _("test"), default=False, db_default=False, editable=False
    )
    # Nothing of the person is left: registration.privacy. The row counts as before.
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    objects = DelegateManager()
    with_tests = DelegateQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        ordering = ["-pk"]
        # Who looks people up need not read how one reaches them, nor carry them away.
        default_permissions = ("add", "change", "delete", "view", "reach", "export")
        triggers = [
            person_is_found(
                *("position", "organisation", "email", "reference"),
                *("contact_name", "contact_email", "note"),
                title="title",
                digits_of="phone",
            ),
            # Whichever way it is changed, and by whichever verb.
            pgtrigger.Trigger(
                name="delegate_calendar_sequence_rises",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("state", "attendance"),
                condition=pgtrigger.AnyChange("state", "attendance"),
                func=("NEW.calendar_sequence = OLD.calendar_sequence + 1; RETURN NEW;"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                F("conference"),
                name="delegate_one_live_registration_per_address",
                condition=Q(state__in=[s.value for s in LIVE]) & ~Q(email=""),
                violation_error_message=_("This address is registered already."),
            ),
            models.CheckConstraint(
                name="delegate_waiting_has_a_number",
                condition=Q(state="waiting", waiting_number__isnull=False)
                | (~Q(state="waiting") & Q(waiting_number__isnull=True)),
            ),
            models.CheckConstraint(
                name="delegate_held_place_is_not_proved",
                condition=Q(held_until=None)
                | Q(
                    state__in=["pending", "confirmed", "offered", "cancelled"],
                    proved_at=None,
                ),
            ),
            # Nothing is written to the address that was typed, and nobody is ahead.
            models.CheckConstraint(
                name="delegate_test_takes_no_part",
                condition=Q(is_test=False) | Q(email="", waiting_number=None),
            ),
            models.CheckConstraint(
                name="delegate_state_is_known",
                condition=Q(state__in=DelegateState.values),
            ),
            models.CheckConstraint(
                name="delegate_attendance_is_known",
                condition=Q(attendance__in=Attendance.values),
            ),
            models.CheckConstraint(
                name="delegate_mailing_is_known",
                condition=Q(mailing__in=Mailing.values),
            ),
            models.CheckConstraint(
                name="delegate_has_a_name",
                condition=PersonName.has_a_name() | Q(erased_at__isnull=False),
                violation_error_message=_("Give the name in at least one script."),
            ),
            # Whatever is still under way with them: nothing comes back.
            models.CheckConstraint(
                name="delegate_erased_holds_nothing",
                condition=Q(erased_at=None) | Q(**dict.fromkeys(OF_THE_PERSON, "")),
                violation_error_message=_("The data of this person has been erased."),
            ),
            models.UniqueConstraint("reference", name="delegate_reference_once"),
            models.UniqueConstraint(
                fields=["conference", "waiting_number"],
                condition=Q(waiting_number__isnull=False),
                name="delegate_waiting_number_once_per_conference",
            ),
        ]
        indexes = INDEXES

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> Text:
        """The name; of somebody who was erased, that there is none."""
        if self.family_name or self.given_name or self.native_name:
            return super().display_name
        return Text(gettext("Erased"), LANGUAGES[get_language() or "en"][1])

    @cached_property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def mailbox(self) -> str:
        """Where letters to them go: their own address, or their contact's; or empty."""
        return self.email or self.contact_email

    @property
    def gets_letters(self) -> bool:
        """Whether a letter to them leaves if one is queued."""
        return self.mailing == Mailing.NOW and bool(self.mailbox)

    @property
    def holds_a_place(self) -> bool:
        return self.state in HOLDING_A_PLACE

    @property
    def is_held(self) -> bool:
        """Whether their place goes to others unless they keep it."""
        return self.holds_a_place and self.held_until is not None

    @property
    def has_lapsed(self) -> bool:
        """Whether they lost their place because they had not kept it."""
        return self.state == DelegateState.CANCELLED and self.held_until is not None
