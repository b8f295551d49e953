"""The programme in files that can be imported, and templates for them."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.imports.lookups import Known
from agenda.imports.organisations import OrganisationSheet
from agenda.imports.speakers import SpeakerSheet
from agenda.models import Conference, Organisation
from confsite.tables import spreadsheet
from confsite.tables.cells import Choice, Country
from confsite.tables.recognition import WORDS
from confsite.tables.resource import Sheet

Kinds = Iterable[type[Sheet]]


def programme(conference: Conference, kinds: Kinds) -> list[spreadsheet.Worksheet]:
    """Everything as it stands now; imported again, it changes nothing."""
    known = Known(conference)
    with timezone.override(conference.time_zone):
        return [
            _table(sheet, map(sheet.texts, _rows(sheet, known)))
            for sheet in (kind(known) for kind in kinds)
        ]


def template(conference: Conference, kinds: Kinds) -> list[spreadsheet.Worksheet]:
    """The heads with an example below them."""
    known = Known(conference)
    with timezone.override(conference.time_zone):
        return [
            _table(sheet, [sheet.example_texts()])
            for sheet in (kind(known) for kind in kinds)
        ]


def words(conference: Conference, kinds: Kinds) -> spreadsheet.Worksheet:
    """Below the name of each column the words that may stand in it."""
    known = Known(conference)
    columns = [[_("To empty a field"), "-"]]
    for sheet in (kind(known) for kind in kinds):
        columns += [
            [f"{sheet.kind()}: {sheet.labels[column]}", *choices]
            for column, choices in _choices(sheet)
        ]
    header, *rows = zip_longest(*columns, fillvalue="")
    return spreadsheet.Worksheet(str(WORDS), header, rows)


def _table(sheet: Sheet, rows: Iterable[dict[str, str]]) -> spreadsheet.Worksheet:
    return spreadsheet.Worksheet(
        sheet.kind(),
        [sheet.labels[column] for column in sheet.columns],
        [[texts.get(column, "") for column in sheet.columns] for texts in rows],
    )


def _rows(sheet: Sheet, known: Known) -> list[Any]:
    """The rows of a kind in the order in which staff look for them."""
    conference = known.conference
    rows: QuerySet[Any]
    match sheet:
        case OrganisationSheet():
            named = Q(speakers__conference=conference)
            named |= Q(partnerships__conference=conference)
            named |= Q(seats__agreement__session__conference=conference)
            rows = Organisation.objects.filter(named).distinct()
        case SpeakerSheet():
            rows = conference.speakers.all()
        case _:
            rows = conference.sessions.all()
    return [sheet.register.rows[pk] for pk in rows.values_list("pk", flat=True)]


def _choices(sheet: Sheet) -> Iterator[tuple[str, list[str]]]:
    for column, cell in sheet.cells.items():
        choice = getattr(cell, "roles", cell)
        if isinstance(choice, Choice) and not isinstance(choice, Country):
            yield column, list(choice.labels.values())
