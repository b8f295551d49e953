import uuid

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from agenda.choices import Kind, Role, SessionAttendance, SpokenLanguage
from agenda.models.conference import Conference
from agenda.models.fields import position
from agenda.models.place import Room, Track
from agenda.models.speaker import Speaker
from agenda.rules import PEOPLE_ARE_OF_THE_CONFERENCE, SESSION_KEEPS_TO_ITS_CONFERENCE
from confsite.bilingual import either, long_text, short_text
from confsite.clocks import Clock, WithSpan
from confsite.fields import SlugColumn
from confsite.words import apart


class AsRange(Func):
    """A number as a range, which GiST compares without the extension btree_gist."""

    function = "int8range"
    template = "%(function)s(%(expressions)s, '[]')"


class Period(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


@pghistory.track()
class Session(WithSpan, models.Model):
    """One item of the programme: a keynote, a round table, a signing, a break."""

    conference = models.ForeignKey(
        Conference,
        models.CASCADE,
        related_name="sessions",
        verbose_name=_("conference"),
    )
    # Its identity in calendars and exports, whatever becomes of the title.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = SlugColumn(_("address"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.TALK)
    title = short_text(_("title"))
    abstract = long_text(_("abstract"))
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    room = models.ForeignKey(
        Room,
        # In use a room stays, but for a conference that goes with all it has.
        models.RESTRICT,
        related_name="sessions",
        null=True,
        blank=True,
        verbose_name=_("room"),
    )
    track = models.ForeignKey(
        Track,
        models.SET_NULL,
        related_name="sessions",
        null=True,
        blank=True,
        verbose_name=_("track"),
    )
    language = models.CharField(
        _("spoken language"), max_length=10, choices=SpokenLanguage, blank=True
    )
    is_interpreted = models.BooleanField(_("interpreted"), default=False)
    attendance = models.CharField(
        _("attendance"),
        max_length=10,
        choices=SessionAttendance,
        default=SessionAttendance.HYBRID,
    )
    places = models.PositiveIntegerField(
        _("places"),
        null=True,
        blank=True,
        help_text=_("Only if the session must be booked."),
    )
    recording_url = models.URLField(_("recording"), blank=True)
    is_cancelled = models.BooleanField(_("cancelled"), default=False)
    speakers = models.ManyToManyField(
        Speaker, through="Participation", related_name="sessions"
    )

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "room__position", "pk"]
        triggers = [SESSION_KEEPS_TO_ITS_CONFERENCE]
        constraints = [
            models.UniqueConstraint(
                "conference",
                "slug",
                name="session_address_once_per_conference",
                violation_error_message=_("Another session has this address."),
            ),
            models.CheckConstraint(
                name="session_ends_after_it_begins",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("A session ends after it begins."),
            ),
            models.CheckConstraint(
                name="session_has_a_title",
                condition=either("title"),
                violation_error_message=_("Give the title in at least one language."),
            ),
            ExclusionConstraint(
                name="session_has_its_room_to_itself",
                expressions=[
                    (AsRange("room", "room"), RangeOperators.OVERLAPS),
                    (Period("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(room__isnull=False, is_cancelled=False),
                violation_error_message=_("Another session is in this room then."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """What a trigger keeps as well, in words and in time for a form."""
        if not (self.conference_id and self.starts_at and self.ends_at):
            return
        first, last = self.conference.starts, self.conference.ends
        if self.starts_at < first.at or self.ends_at > last.at:
            error = ValidationError(
                _(
                    "The conference lasts from %(first)s to %(last)s; "
                    "a session lies within it."
                ),
                params={"first": first.in_full, "last": last.in_full},
                code="outside",
            )
            is_early = self.starts_at < first.at
            raise ValidationError({"starts_at" if is_early else "ends_at": error})

    @property
    def clocks(self) -> tuple[Clock, Clock | None]:
        return self.conference.clocks


@pghistory.track()
class Participation(models.Model):
    """What one person does in one session, in the order in which people are named."""

    session = models.ForeignKey(
        Session,
        models.CASCADE,
        related_name="participations",
        verbose_name=_("session"),
    )
    speaker = models.ForeignKey(
        Speaker,
        models.CASCADE,
        related_name="participations",
        verbose_name=_("speaker"),
    )
    role = models.CharField(
        _("role"), max_length=20, choices=Role, default=Role.SPEAKER
    )
    position = position()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["position", "pk"]
        triggers = [PEOPLE_ARE_OF_THE_CONFERENCE]
        constraints = [
            models.UniqueConstraint(
                "session",
                "speaker",
                "role",
                name="participation_named_once_per_role",
                violation_error_message=_("This person has this role already."),
            ),
        ]

    def __str__(self) -> str:
        return apart(self.speaker, self.get_role_display())
