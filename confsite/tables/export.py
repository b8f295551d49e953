"""Rows in files that can be imported, and templates for them."""

from collections.abc import Iterable
from itertools import zip_longest

from django.utils import timezone
from django.utils.translation import gettext as _

from confsite.tables.lookups import Lookups
from confsite.tables.recognition import WORDS, Kind
from confsite.tables.resource import TableResource
from confsite.tables.spreadsheet import Worksheet

Kinds = Iterable[Kind]


def everything(lookups: Lookups, kinds: Kinds) -> list[Worksheet]:
    """The rows as they stand now; imported again, they change nothing."""
    with timezone.override(lookups.time_zone):
        return [
            _worksheet(resource, map(resource.texts, resource.exported()))
            for resource in (kind(lookups) for kind in kinds)
        ]


def template(lookups: Lookups, kinds: Kinds) -> list[Worksheet]:
    """The heads with an example below them."""
    with timezone.override(lookups.time_zone):
        return [
            _worksheet(resource, [resource.example_texts()])
            for resource in (kind(lookups) for kind in kinds)
        ]


def words(lookups: Lookups, kinds: Kinds) -> Worksheet:
    """Below the name of each column the words that may stand in it."""
    columns = [[_("To empty a field"), "-"]]
    for resource in (kind(lookups) for kind in kinds):
        columns += [
            [f"{resource.name()}: {resource.labels[column]}", *offered]
            for column, cell in resource.cells.items()
            if (offered := cell.offered())
        ]
    header, *rows = zip_longest(*columns, fillvalue="")
    return Worksheet(str(WORDS), header, rows)


def _worksheet(resource: TableResource, rows: Iterable[dict[str, str]]) -> Worksheet:
    return Worksheet(
        resource.name(),
        [resource.labels[column] for column in resource.columns],
        [[texts.get(column, "") for column in resource.columns] for texts in rows],
    )
