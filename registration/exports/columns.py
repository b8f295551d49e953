"""What a file says of each delegate: what is read, and how it is worded.

Heads and words are those that registration.imports reads, in the language of whoever
asks: imported again, a file changes nothing. No row becomes an object on the way.
"""

from bisect import bisect_left
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from django.conf import settings
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import (
    CharField,
    F,
    Func,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce, Collate, NullIf
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from agenda.models import Conference, CountryName
from confsite.bilingual import Pair, suffix
from registration.models import Category, Consent, Delegate, DelegateTag
from registration.states import Attendance, ConsentPurpose, DelegateState, Mailing

# So many rows are in memory at a time, and so many are fetched by one statement.
BATCH = 2_000
MINUTE = "YYYY-MM-DD HH24:MI"

Wording = Callable[[Sequence[Any]], Sequence[str]]


def as_stored(_conference: Conference) -> Wording:
    return lambda values: values


@dataclass(frozen=True)
class ExportColumn:
    """One column of a file. `worded` gives what makes words of a batch of values."""

    code: str
    worded: Callable[[Conference], Wording] = as_stored
    own_label: str | Promise = ""
    # What is read, if that is not the field of this name.
    read: Callable[[Conference], Any] | None = None

    @property
    def label(self) -> str:
        """As the import calls it."""
        field: Any = self.own_label or Delegate._meta.get_field(self.code)
        return capfirst(str(getattr(field, "verbose_name", field)))

    def value(self, conference: Conference) -> Any:
        return self.read(conference) if self.read else F(self.code)


# -- Words -----------------------------------------------------------------------------


def by_code(words: dict[Any, str]) -> Wording:
    word: Any = words.get
    return lambda values: [word(value, value) for value in values]


def choice(choices: Any) -> Callable[[Conference], Wording]:
    return lambda _conference: by_code({code: str(word) for code, word in choices})


def categories(conference: Conference) -> Wording:
    rows = Category.objects.filter(conference=conference)
    return by_code({row.pk: str(row) for row in rows})


def country_names(conference: Conference) -> Wording:
    """As the conference calls them, or else as everybody does."""
    words = {code: str(name) for code, name in countries}
    for row in conference.country_names.all():
        pair: Pair = CountryName.name.pair(row)
        if any(pair):
            words[str(row.country)] = pair.active.plain
    return by_code(words)


def places_in_line(conference: Conference) -> Wording:
    """The number that those who wait read on their own page."""
    waiting = Delegate.objects.filter(conference=conference).waiting()
    numbers = list(waiting.values_list("waiting_number", flat=True))
    return lambda values: [
        "" if value is None else str(bisect_left(numbers, value) + 1)
        for value in values
    ]


def tags(_conference: Conference) -> Any:
    """Those of each in one cell, as the import writes them beside each other."""
    own, other = ("zh", "en") if suffix() == "zh" else ("en", "zh")
    name = Coalesce(NullIf(f"tag__name_{own}", Value("")), f"tag__name_{other}")
    told = StringAgg(name, "; ", order_by=Collate(name, "C"))
    of_each = DelegateTag.objects.filter(delegate=OuterRef("pk")).order_by()
    told_of_each = of_each.values("delegate").values(told=told)
    return Coalesce(Subquery(told_of_each), Value(""), output_field=TextField())


def minute(conference: Conference, column: str = "signed_up_at") -> Any:
    """On the clock of the conference."""
    local = Func(Value(conference.time_zone), F(column), function="timezone")
    written = Func(local, Value(MINUTE), function="to_char")
    written.output_field = CharField()
    return written


def agreed_at(purpose: str, conference: Conference) -> Any:
    """Since when they agree to it; empty: they do not."""
    given = Consent.objects.standing().filter(
        delegate=OuterRef("pk"), request__purpose=purpose
    )
    moment = given.values(moment=minute(conference, "given_at"))
    return Coalesce(Subquery(moment), Value(""), output_field=TextField())


# -- The columns, in the order in which they are offered -------------------------------

COLUMNS = {
    column.code: column
    for column in (
        ExportColumn("reference"),
        ExportColumn("title"),
        ExportColumn("family_name"),
        ExportColumn("given_name"),
        ExportColumn("native_name"),
        ExportColumn("organisation"),
        ExportColumn("position"),
        ExportColumn("country", country_names),
        ExportColumn("email"),
        ExportColumn("phone"),
        ExportColumn("contact_name"),
        ExportColumn("contact_email"),
        ExportColumn("language", choice(settings.LANGUAGES)),
        ExportColumn("category", categories),
        ExportColumn("attendance", choice(Attendance.choices)),
        ExportColumn("tagged", own_label=_("tags"), read=tags),
        ExportColumn("note"),
        # Its field is called “letters”, which other lists call an address.
        ExportColumn(
            "mailing", choice(Mailing.choices), own_label=_("letters to them")
        ),
        ExportColumn("state", choice(DelegateState.choices)),
        ExportColumn("waiting_number", places_in_line, own_label=_("place in line")),
        ExportColumn("signed_up_at", read=minute),
        *(
            ExportColumn(
                f"consent_{purpose}",
                own_label=purpose.label,
                read=partial(agreed_at, purpose),
            )
            for purpose in ConsentPurpose
        ),
    )
}


def known(codes: Sequence[str]) -> list[str]:
    """Those of these columns that there are, in the order of the table."""
    return [code for code in COLUMNS if code in set(codes)]


def heads(codes: Sequence[str]) -> list[str]:
    return [COLUMNS[code].label for code in codes]


def batches(
    delegates: QuerySet[Delegate], conference: Conference, codes: Sequence[str]
) -> Generator[list[tuple[str, ...]], None, None]:
    """Their rows in the order of the query, within a transaction of the caller's.

    The words are those of the language that is active now.
    """
    columns = [COLUMNS[code] for code in codes]
    wordings = [column.worded(conference) for column in columns]
    values = [column.value(conference) for column in columns]
    return worded(delegates.values_list(*values), wordings)


def worded(
    query: QuerySet[Any, tuple[Any, ...]], wordings: Sequence[Wording]
) -> Generator[list[tuple[str, ...]], None, None]:
    with closing(query.iterator(chunk_size=BATCH)) as rows:  # type: ignore[type-var]
        while batch := list(islice(rows, BATCH)):
            by_column = zip(wordings, zip(*batch, strict=True), strict=True)
            yield list(zip(*(word(told) for word, told in by_column), strict=True))
