"""The list of participants: who has a place and agreed to stand in it, as they wish to
be named, in the order that readers of the language expect.

Asked for each time: whoever withdraws is gone with the next answer.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Count,
    Func,
    QuerySet,
    Sum,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce
from django.urls import reverse

from confsite.bilingual import Pair, Text, suffix
from confsite.caching.releases import NewestOfEach
from confsite.folding.letters import folded
from confsite.folding.order import in_pinyin, name_key, pinyin_key, text_key
from confsite.names import NameInTwoScripts
from registration.models import Consent, Delegate, ListedName, RegistrationSettings
from registration.states import ConsentPurpose, DelegateState, ParticipantsList

COLUMNS = (
    *("delegate__title", "delegate__family_name", "delegate__given_name"),
    *("delegate__native_name", "delegate__name_order", "delegate__organisation"),
    *("delegate__position", "delegate__country", "listed_en", "listed_zh"),
)
# How many people a list has, and the sum of their marks.
Mark = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Participant(NameInTwoScripts):
    """One line of the list: what the consent speaks of, and nothing else."""

    # Columns of those who are printed in a programme.
    post_nominals = ""
    native_title = ""

    title: str
    family_name: str
    given_name: str
    native_name: str
    name_order: str
    organisation: str
    position: str
    country: str
    listed_en: str
    listed_zh: str

    @property
    def wish(self) -> Pair:
        """How they wish to be named; empty where they said nothing."""
        return Pair(self.listed_en, self.listed_zh)

    @property
    def name(self) -> Text:
        return self.wish.active if any(self.wish) else self.display_name

    @property
    def beside(self) -> Text:
        """The name in the other language, if they gave one or wished for nothing."""
        if not any(self.wish):
            return self.other_name
        other = self.wish.half("en" if suffix() == "zh" else "zh")
        return Text("", "en") if other == self.name else other

    @property
    def sort_key(self) -> str:
        """By family name, in Chinese by pinyin; a name of their own by its letters."""
        key = pinyin_key if suffix() == "zh" else name_key
        if any(self.wish) and not self.is_known_by(self.name):
            return text_key(self.name)
        return key(self.family_name, self.given_name, self.native_name)

    def is_known_by(self, wish: str) -> bool:
        """Whether what they wish to be called says their family name."""
        known = [self.family_name or self.given_name, self.native_name]
        return any(folded(name) in folded(wish) for name in known if name)

    def is_found_by(self, words: list[str]) -> bool:
        """Whether all of these folded words stand in what the list says of them."""
        said = [self.name, self.beside, self.organisation, self.position]
        if not any(self.wish):
            pinyin = in_pinyin(self.native_name)
            said += [pinyin, pinyin.replace(" ", "")]
        text = folded("\n".join(said))
        return all(word in text for word in words)


def listed(conference_id: int) -> "QuerySet[Consent]":
    """Who has a place, has shown that they read their mailbox, and agreed: their
    consents, with the columns of the list and a `mark` of what these say."""
    return (
        Consent.objects.standing()
        .filter(
            request__conference=conference_id,
            request__purpose=ConsentPurpose.LISTED,
            delegate__state=DelegateState.CONFIRMED,
            delegate__held_until=None,
            delegate__is_test=False,
        )
        .annotate(
            listed_en=Coalesce("delegate__listed_name__name_en", Value("")),
            listed_zh=Coalesce("delegate__listed_name__name_zh", Value("")),
        )
        .annotate(
            mark=Func(
                said(),
                Value(0),
                function="hashtextextended",
                output_field=BigIntegerField(),
            )
        )
        .order_by()
    )


def said() -> Func:
    """All that the list says of somebody, as one text."""
    return Func(
        Value("\x1f"), "pk", *COLUMNS, function="concat_ws", output_field=TextField()
    )


class Listing(NamedTuple):
    """The list as it was read, in each language that it was asked for."""

    mark: Mark
    in_order: dict[str, list[Participant]]


# Of some conferences the last list that was read. It is shown while nothing has
# changed: each answer asks the database for the mark of now.
LISTINGS: NewestOfEach[Listing] = NewestOfEach(conferences=16)


def participants(conference_id: int, asked: str = "") -> list[Participant]:
    """Everybody in the list who is found by these words, in the active language."""
    people = everybody(conference_id)
    words = folded(asked).split()
    return [one for one in people if one.is_found_by(words)] if words else people


def everybody(conference_id: int) -> list[Participant]:
    rows = listed(conference_id)
    now = rows.aggregate(number=Count("pk"), sum=Sum("mark"))
    listing, language = LISTINGS.get(conference_id), suffix()
    if listing is None or listing.mark != (now["number"], now["sum"] or 0):
        listing = Listing((0, 0), {})
    if language not in listing.in_order:
        marks, people = [], []
        for mark, *columns in rows.values_list("mark", *COLUMNS):
            marks.append(mark)
            people.append(Participant(*columns))
        people.sort(key=lambda one: (one.sort_key, one.name))
        # Of what was read, which may be later than what was asked for.
        mark = len(marks), sum(marks)
        others = listing.in_order if listing.mark == mark else {}
        listing = Listing(mark, {**others, language: people})
        LISTINGS.put(conference_id, listing)
    return listing.in_order[language]


# -- Who may read it -------------------------------------------------------------------


def readers(**conference: Any) -> ParticipantsList:
    """Who may read the list: nobody where people are not asked to be in it."""
    rows = RegistrationSettings.objects.filter(
        **conference,
        conference__consent_requests__purpose=ConsentPurpose.LISTED,
        conference__consent_requests__is_asked=True,
    )
    chosen = rows.values_list("participants_list", flat=True).first()
    return ParticipantsList(chosen or ParticipantsList.OFF)


def public_page(slug: str, *, is_public: bool | None = None) -> str:
    """The address of the list that everybody may read; empty if there is none."""
    if is_public is None:
        is_public = readers(conference__slug=slug) == ParticipantsList.PUBLIC
    if not is_public:
        return ""
    return reverse("registration:participants", args=[slug])


# -- How somebody wishes to be named ---------------------------------------------------


def wish_of(delegate: Delegate) -> Pair:
    known = ListedName.objects.filter(delegate=delegate).first()
    return Pair(known.name_en, known.name_zh) if known else Pair("", "")


def name_as(delegate: Delegate, wish: Pair) -> None:
    """Name them so in the list; without a wish by the name of their registration."""
    if any(wish):
        names = {"name_en": wish.en, "name_zh": wish.zh}
        ListedName.objects.update_or_create(delegate=delegate, defaults=names)
    else:
        ListedName.objects.filter(delegate=delegate).delete()
