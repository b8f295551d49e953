"""Rows in files that can be imported, and templates for them."""

from collections.abc import Callable, Iterable
from itertools import zip_longest

from django.utils import timezone
from django.utils.translation import gettext as _

from confsite.tables.lookups import Lookups
from confsite.tables.recognition import WORDS, Kind
from confsite.tables.resource import TableResource
from confsite.tables.spreadsheet import Worksheet
from confsite.words import headed

Kinds = Iterable[Kind]


def everything(lookups: Lookups, kinds: Kinds) -> list[Worksheet]:
    """The rows as they stand now; imported again, they change nothing."""
    return _worksheets(lookups, kinds, lambda rows: map(rows.texts, rows.exported()))


def template(lookups: Lookups, kinds: Kinds) -> list[Worksheet]:
    """The heads with an example below them."""
    return _worksheets(lookups, kinds, lambda rows: [rows.example_texts()])


def words(lookups: Lookups, kinds: Kinds) -> Worksheet:
    """Below the name of each column the words that may stand in it."""
    columns = [[_("To empty a field"), "-"]]
    for resource in (kind(lookups) for kind in kinds):
        columns += [
            [headed(resource.name(), resource.labels[column]), *offered]
            for column, cell in resource.cells.items()
            if (offered := cell.offered())
        ]
    header, *rows = zip_longest(*columns, fillvalue="")
    return Worksheet(str(WORDS), header, rows)


def _worksheets(
    lookups: Lookups,
    kinds: Kinds,
    rows: Callable[[TableResource], Iterable[dict[str, str]]],
) -> list[Worksheet]:
    with timezone.override(lookups.time_zone):
        return [
            Worksheet(
                resource.name(),
                list(resource.labels.values()),
                [
                    [texts.get(column, "") for column in resource.columns]
                    for texts in rows(resource)
                ],
            )
            for resource in (kind(lookups) for kind in kinds)
        ]
