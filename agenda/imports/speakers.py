"""Speakers from a file."""

import re

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from agenda.imports import heads
from agenda.imports.lookups import ProgrammeLookups
from agenda.imports.people import SpeakerIndex, address
from agenda.models import Speaker
from agenda.papers import letters
from confsite.slugs import free_slug, name_in_address
from confsite.tables.cells import on_one_line, shortened
from confsite.tables.heads import TableRow
from confsite.tables.names import halves, key
from confsite.tables.resource import TableResource
from confsite.text import code

LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


class SpeakerResource(TableResource[Speaker]):
    """One person a row, found by the address, or without one by the whole name."""

    lookups: ProgrammeLookups
    model = Speaker
    code = "speakers"
    columns = {
        "slug": "example-person",
        "title": "Professor",
        "given_name": "Lizi",
        "family_name": "Li",
        "post_nominals": "FREng",
        "native_name": "李例子",
        "native_title": "教授",
        "name_order": "",
        "position_en": "Director of the Example Institute",
        "position_zh": "示例研究院院长",
        "organisation": "Example University of Technology / 示例理工大学",
        "attendance": "onsite",
        "role": "chair",
        "precedence": "1",
        "biography_en": "Li Lizi has led the Example Institute since 2015.",
        "biography_zh": "李例子自2015年起担任示例研究院院长。",
    }
    also = {
        "name": pgettext_lazy("person", "name"),
        "position": gettext_lazy("position"),
        "biography": gettext_lazy("biography"),
        # Of which the row is beside the person, and not a person's title then.
        "session": gettext_lazy("session"),
    }
    other_heads = heads.SPEAKERS
    beside = frozenset({"session"})
    common = frozenset(
        {
            *("name", "title", "given_name", "family_name", "native_name"),
            *("native_title", "post_nominals", "organisation", "attendance"),
            *("position", "position_en", "position_zh"),
        }
    )
    naming = ("family_name", "native_name", "given_name", "name", "slug")
    column_of = {
        "speaker_has_a_name": "family_name",
        "speaker_address_once_per_conference": "slug",
    }

    @classmethod
    def in_own_columns(cls, cells: dict[str, str]) -> dict[str, str]:
        """A name that is not Latin is whole; one of a single word is a family name."""
        cells = super().in_own_columns(cells)
        if cells.pop("session", ""):
            cells.pop("title", "")
        latin, native = halves(on_one_line(cells.pop("name", "")))
        if latin and not LATIN.search(latin):
            latin, native = "", latin
        if native:
            cells.setdefault("native_name", native)
        if latin and not {"given_name", "family_name"} & {*cells}:
            family, comma, given = latin.partition(",")
            if comma or " " not in latin:
                names = {"family_name": family.strip(), "given_name": given.strip()}
                cells |= {column: name for column, name in names.items() if name}
            else:
                cells["name"] = latin
        return cells

    @property
    def index(self) -> SpeakerIndex:
        return self.lookups.speakers

    def get_queryset(self) -> QuerySet[Speaker]:
        return self.lookups.conference.speakers.all()

    def get_instance(self, row: TableRow) -> Speaker | None:
        if "slug" in row.cells:
            found = self.index.find(address(code(row.cells["slug"])))
        elif "name" in row.cells:
            found = self.index.find(f"name:{key(row.cells['name'])}")
        else:
            names = ("given_name", "family_name", "native_name")
            found = self.index.namesakes(*(row.cells.get(name, "") for name in names))
        several = _("Several people have this name; write the address: %s.")
        return self.only(found, several, (speaker.slug for speaker in found))

    def init_instance(self) -> Speaker:
        return Speaker(conference=self.lookups.conference)

    def fill_more(
        self, instance: Speaker, row: TableRow, before: dict[str, str]
    ) -> None:
        """Refuse a whole name: only its owner knows where to divide it."""
        if "name" in row.cells and instance.pk is None:
            words = _(
                "Write the family name and the given name in columns of their own, or "
                "as “Lovelace, Ada”: nobody can tell where “%s” is divided."
            )
            raise ValidationError({"name": words % shortened(row.cells["name"])})

    def complete(self, instance: Speaker) -> None:
        if not instance.slug:
            name = name_in_address(
                instance.family_name, instance.given_name, instance.native_name
            )
            others = self.lookups.conference.speakers.all()
            instance.slug = free_slug(name, others, otherwise="speaker")

    def detail(self, instance: Speaker) -> str:
        about = (instance.other_name, instance.organisation)
        return " · ".join(str(text) for text in about if text)

    def notes(self, instance: Speaker, found: Speaker | None) -> list[str]:
        unprinted = letters.remarks([instance, *self.made_along(instance)])
        return self.notes_on_names(instance, found) + unprinted

    def notes_on_names(self, instance: Speaker, found: Speaker | None) -> list[str]:
        """Whether one takes another's address, or is there already under another."""
        if found:
            is_another = not known_by(instance) & known_by(found)
            words = _("Another person until now: %s.") % found.display_name.plain
            return [words] if is_another else []
        others = self.index.namesakes(
            instance.given_name, instance.family_name, instance.native_name
        )
        return [
            _("Somebody of the same name is there already: %s.") % other.slug
            for other in others
        ]


def known_by(person: Speaker) -> set[str]:
    """The names by which somebody could be known again."""
    latin = f"{person.given_name} {person.family_name}"
    names = (latin, person.family_name, person.native_name)
    return {key(name) for name in names} - {""}
