"""Organisations from a file; they are shared by all conferences."""

from dataclasses import replace

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.imports import heads
from agenda.imports.lookups import ProgrammeLookups, names_of_organisation
from agenda.models import Organisation
from agenda.papers import letters
from confsite.bilingual import Bilingual
from confsite.tables.cells import AliasesCell, TableCell
from confsite.tables.heads import TableRow
from confsite.tables.names import NameIndex, key
from confsite.tables.resource import TableResource


class OrganisationResource(TableResource[Organisation]):
    """One organisation a row, found by any of its names or aliases."""

    lookups: ProgrammeLookups
    model = Organisation
    code = "organisations"
    columns = {
        "name_en": "Example University of Technology",
        "name_zh": "示例理工大学",
        "short_name_en": "EUT",
        "short_name_zh": "示例理工",
        "aliases": "Example Polytechnic",
        "kind": "university",
        "country": "CN",
    }
    also = {"name": gettext_lazy("name"), "short_name": gettext_lazy("short name")}
    other_heads = heads.ORGANISATIONS
    naming = ("name_en", "name_zh")
    column_of = {"organisation_has_a_name": "name_en"}
    key_column = "name_en"

    @property
    def index(self) -> NameIndex[Organisation]:
        return self.lookups.organisations

    def get_queryset(self) -> QuerySet[Organisation]:
        """Those that somebody or something of the conference belongs to."""
        conference = self.lookups.conference
        named = Q(speakers__conference=conference)
        named |= Q(partnerships__conference=conference)
        named |= Q(seats__agreement__session__conference=conference)
        return Organisation.objects.filter(named).distinct()

    def make_cells(self) -> dict[str, TableCell]:
        aliases = AliasesCell(Organisation._meta.get_field("aliases"))
        return super().make_cells() | {"aliases": aliases}

    def get_instance(self, row: TableRow) -> Organisation | None:
        names = [row.cells[column] for column in self.naming if column in row.cells]
        found = self.index.find(*map(key, names))
        several = _("These are the names of several organisations: %s.")
        return self.only(found, several, map(str, found))

    def init_instance(self) -> Organisation:
        return Organisation()

    def fill(
        self, instance: Organisation, row: TableRow, before: dict[str, str]
    ) -> None:
        """An alias or a short name finds a row; it does not become its name."""
        known = names_of_organisation(instance)
        cells = {
            column: written
            for column, written in row.cells.items()
            if column not in self.naming
            or not getattr(instance, column)
            or key(written) not in known - {key(getattr(instance, column))}
        }
        super().fill(instance, replace(row, cells=cells), before)

    def notes(self, instance: Organisation, found: Organisation | None) -> list[str]:
        return letters.remarks([instance])

    def detail(self, instance: Organisation) -> str:
        names = Bilingual("name").pair(instance)
        return names.en if names.active == names.zh else names.zh
