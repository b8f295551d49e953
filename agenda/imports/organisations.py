"""Organisations from a file; they are shared by all conferences."""

from dataclasses import replace

from django.utils.translation import gettext as _

from agenda.imports.lookups import names_of_organisation
from agenda.models import Organisation
from confsite.bilingual import Bilingual
from confsite.tables.cells import Aliases, Cell
from confsite.tables.names import Register, key
from confsite.tables.resource import Line, Sheet
from confsite.tables.result import Refused


class OrganisationSheet(Sheet):
    """One organisation a line, found by any of its names or aliases."""

    model = Organisation
    code = "organisations"
    columns = (
        "name_en",
        "name_zh",
        "short_name_en",
        "short_name_zh",
        "aliases",
        "kind",
        "country",
    )
    naming = ("name_en", "name_zh")
    column_of = {"organisation_has_a_name": "name_en"}
    example = {
        "name_en": "Example University of Technology",
        "name_zh": "示例理工大学",
        "short_name_en": "EUT",
        "short_name_zh": "示例理工",
        "aliases": "Example Polytechnic",
        "kind": "university",
        "country": "CN",
    }

    example_is_known_by = "name_en"

    @property
    def register(self) -> Register[Organisation]:
        return self.known.organisations

    def make_cells(self) -> dict[str, Cell]:
        aliases = Aliases(Organisation._meta.get_field("aliases"))
        return super().make_cells() | {"aliases": aliases}

    def find(self, line: Line) -> Organisation | None:
        names = [line.cells[column] for column in self.naming if column in line.cells]
        found = self.register.find(*map(key, names))
        if len(found) > 1:
            raise Refused(
                self.refusal(
                    "name_en",
                    _("These are the names of several organisations: %s.")
                    % _(", ").join(map(str, found)),
                )
            )
        return found[0] if found else None

    def begin(self, line: Line) -> Organisation:
        return Organisation()

    def fill(self, draft: Organisation, line: Line, before: dict[str, str]) -> None:
        """An alias or a short name finds a row; it does not become its name."""
        known = names_of_organisation(draft)
        cells = {
            column: written
            for column, written in line.cells.items()
            if column not in self.naming
            or not getattr(draft, column)
            or key(written) not in known - {key(getattr(draft, column))}
        }
        super().fill(draft, replace(line, cells=cells), before)

    def detail(self, row: Organisation) -> str:
        pair = Bilingual("name").pair(row)
        return pair.en if pair.active == pair.zh else pair.zh
