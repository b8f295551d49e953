"""What a published release is made of, as immutable objects: no rows, no queries."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Self

from django.db.models import TextChoices
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from agenda.choices import (
    CEREMONIES,
    CONCLUDED,
    Channel,
    ConferenceRole,
    Field,
    JoinRegion,
    Kind,
    OrganisationKind,
    Role,
    SessionAttendance,
    Side,
)
from confsite.bilingual import Bilingual, Pair, Text
from confsite.clocks import Clock, Moment, OnTwoClocks, WithSpan
from confsite.names import NameInTwoScripts

MOMENTS = ("starts_at", "ends_at", "moved_from_at", "embargo_until")


class Columns:
    """Takes from a row of a snapshot the columns it has fields for, and no others.

    A column that is younger than the release has a default here.
    """

    @classmethod
    def of(cls, row: dict[str, Any], **extra: Any) -> Self:
        known = {field.name for field in fields(cls)} - set(extra)  # type: ignore[arg-type]
        values = {name: value for name, value in row.items() if name in known}
        for name in MOMENTS:
            if values.get(name):
                values[name] = parse_datetime(values[name])
        return cls(**values, **extra)


class ChoiceLabel:
    """`kind_label = ChoiceLabel(Kind, "kind")`: what a column holds, in words."""

    def __init__(self, choices: type[TextChoices], column: str):
        self.choices = choices
        self.column = column

    def __get__(self, instance: object, owner: type) -> str:
        value = getattr(instance, self.column)
        return str(self.choices(value).label) if value else ""


@dataclass(frozen=True)
class Organisation(Columns):
    id: int
    name_en: str
    name_zh: str
    kind: str
    country: str
    short_name_en: str = ""
    short_name_zh: str = ""
    aliases: str = ""  # one on each line, for searches alone

    name = Bilingual("name")
    kind_label = ChoiceLabel(OrganisationKind, "kind")

    @property
    def short_name(self) -> Text:
        return Bilingual("short_name").pair(self).active or self.name


@dataclass(frozen=True)
class ConferenceFacts(OnTwoClocks, Columns):
    """What a visitor would say a conference is."""

    id: int
    slug: str
    name_en: str
    name_zh: str
    short_name_en: str
    short_name_zh: str
    part_of_en: str
    part_of_zh: str
    about_en: str
    about_zh: str
    audience_en: str
    audience_zh: str
    languages_en: str
    languages_zh: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    clock_en: str
    clock_zh: str
    second_time_zone: str
    second_clock_en: str
    second_clock_zh: str
    city_en: str
    city_zh: str
    country: str
    venue_en: str
    venue_zh: str
    address_en: str
    address_zh: str
    online_en: str
    online_zh: str
    organiser_en: str
    organiser_zh: str
    contact_email: str
    video_url: str
    outcome_en: str
    outcome_zh: str
    note_en: str
    note_zh: str
    accent: str
    partners: tuple[Organisation, ...]
    # Country or region → how this conference names it; None leaves it out.
    country_names: tuple[tuple[str, Pair | None], ...]

    name = Bilingual("name")
    part_of = Bilingual("part_of")
    about = Bilingual("about", markup=True)
    audience = Bilingual("audience")
    languages = Bilingual("languages")
    city = Bilingual("city")
    venue = Bilingual("venue")
    address = Bilingual("address")
    online = Bilingual("online", markup=True)
    organiser = Bilingual("organiser")
    outcome = Bilingual("outcome", markup=True)
    note = Bilingual("note", markup=True)

    @property
    def short_name(self) -> Text:
        return Bilingual("short_name").pair(self).active or self.name

    @property
    def dates(self) -> str:
        return self.span.days

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def has_practical(self) -> bool:
        """Whether there is anything to say on how to get there, or whom to ask."""
        return bool(self.venue or self.address or self.online or self.contact_email)


@dataclass(frozen=True)
class Speaker(NameInTwoScripts, Columns):
    id: int
    slug: str
    title: str
    family_name: str
    given_name: str
    native_name: str
    name_order: str
    post_nominals: str
    native_title: str
    position_en: str
    position_zh: str
    biography_en: str
    biography_zh: str
    attendance: str
    organisation: Organisation | None
    role: str = ""
    portrait_id: str | None = None

    position = Bilingual("position")
    biography = Bilingual("biography", markup=True)
    # What they are to the whole conference; mostly nothing.
    role_label = ChoiceLabel(ConferenceRole, "role")
    attendance_label = ChoiceLabel(SessionAttendance, "attendance")

    @property
    def portrait_url(self) -> str:
        return reverse("portrait", args=[self.portrait_id]) if self.portrait_id else ""

    @property
    def is_on_screen(self) -> bool:
        return self.attendance == SessionAttendance.ONLINE


@dataclass(frozen=True)
class Participation:
    """What somebody does in a session."""

    role: str
    speaker: Speaker

    role_label = ChoiceLabel(Role, "role")


@dataclass(frozen=True)
class Party:
    """An organisation that concludes an agreement, and its side of the table."""

    organisation: Organisation
    side: str


@dataclass(frozen=True)
class Signature(Participation):
    """What somebody does when an agreement is signed, and on which side."""

    side: str = ""


@dataclass(frozen=True)
class Agreement(Columns):
    """What is signed in a ceremony, or the centre that is inaugurated in it."""

    id: int
    uid: str
    session_id: int
    title_en: str
    title_zh: str
    field: str
    status: str
    embargo_until: datetime | None
    url: str
    parties: tuple[Party, ...]
    people: tuple[Signature, ...]

    field_label = ChoiceLabel(Field, "field")

    @property
    def sides(self) -> tuple[tuple[Organisation, ...], ...]:
        """The parties that face each other, as far as there are any."""
        sides = (
            tuple(p.organisation for p in self.parties if p.side == side)
            for side in Side
        )
        return tuple(side for side in sides if side)

    @property
    def title(self) -> Text:
        """Its title, or else its parties: A, B – C."""
        if own := Bilingual("title").pair(self).active:
            return own
        sides = [[house.name for house in side] for side in self.sides]
        words = " – ".join(_(", ").join(names) for names in sides)
        return Text(words, sides[0][0].lang if sides else "en")

    @property
    def is_concluded(self) -> bool:
        return self.status in CONCLUDED


@dataclass(frozen=True)
class JoinOption(Columns):
    """A way to join what happens in a room from afar, without its address."""

    label_en: str
    label_zh: str
    region: str
    channel: str

    label = Bilingual("label")
    region_label = ChoiceLabel(JoinRegion, "region")

    @property
    def channel_label(self) -> str:
        return str(Channel(self.channel).label)


@dataclass(frozen=True)
class Room(Columns):
    """A room."""

    id: int
    name_en: str
    name_zh: str
    position: int = 0
    capacity: int | None = None  # seats; a track has none
    ways_in: tuple[JoinOption, ...] = ()

    name = Bilingual("name")


class Track(Room):
    """A thread through the rooms, with a name and a place in an order as they have."""


@dataclass(frozen=True)
class Session(WithSpan, Columns):
    id: int
    uid: str
    slug: str
    kind: str
    title_en: str
    title_zh: str
    abstract_en: str
    abstract_zh: str
    starts_at: datetime
    ends_at: datetime
    language: str
    is_interpreted: bool
    attendance: str
    is_cancelled: bool
    clocks: tuple[Clock, Clock | None]
    place: Room | None
    thread: Track | None
    people: tuple[Participation, ...]
    agreements: tuple[Agreement, ...] = ()
    places: int | None = None
    recording_url: str = ""
    # When it began in an earlier release, if that was another time.
    moved_from_at: datetime | None = None

    title = Bilingual("title")
    abstract = Bilingual("abstract", markup=True)
    kind_label = ChoiceLabel(Kind, "kind")
    attendance_label = ChoiceLabel(SessionAttendance, "attendance")

    @property
    def anchor(self) -> str:
        """Its name on the page of its day."""
        return f"session-{self.slug}"

    @property
    def everybody(self) -> tuple[Participation, ...]:
        """The people of the session, and those of its agreements."""
        signing = [part for agreement in self.agreements for part in agreement.people]
        return (*self.people, *signing)

    @property
    def is_ceremony(self) -> bool:
        return self.kind in CEREMONIES

    @property
    def room(self) -> Text | str:
        return self.place.name if self.place else ""

    @property
    def track(self) -> Text | str:
        return self.thread.name if self.thread else ""

    @property
    def moved_from(self) -> Moment | None:
        if not self.moved_from_at:
            return None
        return Moment(self.moved_from_at, *self.clocks)

    @property
    def language_mark(self) -> str:
        """The language spoken and the one interpreted into: 中 → EN."""
        marks = {"en": ("EN", "中"), "zh": ("中", "EN"), "both": ("中 / EN", "")}
        spoken, other = marks.get(self.language, ("", ""))
        if not self.is_interpreted:
            return spoken
        if self.language == "both":
            return "中 ⇄ EN"
        return f"{spoken} → {other}" if spoken else ""

    @property
    def language_words(self) -> str:
        """The same in words, for those who do not see the mark."""
        spoken = {
            "en": _("In English"),
            "zh": _("In Chinese"),
            "both": _("In Chinese and English"),
        }.get(self.language, "")
        if spoken and self.is_interpreted:
            return _("%(spoken)s, interpreted") % {"spoken": spoken}
        return spoken
