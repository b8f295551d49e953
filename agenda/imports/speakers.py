"""Speakers from a file."""

from typing import Any

from django.utils.translation import gettext as _

from agenda.imports.people import Speakers, address
from agenda.models import Speaker
from confsite.slugs import free_slug
from confsite.tables.names import key
from confsite.tables.resource import Line, Sheet
from confsite.tables.result import Refused
from confsite.text import code


class SpeakerSheet(Sheet):
    """One person a line, found by the address, or without one by the whole name."""

    model = Speaker
    code = "speakers"
    columns = (
        "slug",
        "title",
        "given_name",
        "family_name",
        "post_nominals",
        "native_name",
        "native_title",
        "name_order",
        "position_en",
        "position_zh",
        "organisation",
        "attendance",
        "role",
        "precedence",
        "biography_en",
        "biography_zh",
    )
    naming = ("family_name", "native_name", "given_name", "slug")
    column_of = {
        "speaker_has_a_name": "family_name",
        "speaker_address_once_per_conference": "slug",
    }
    example = {
        "slug": "example-person",
        "title": "Professor",
        "given_name": "Lizi",
        "family_name": "Li",
        "post_nominals": "FREng",
        "native_name": "李例子",
        "native_title": "教授",
        "position_en": "Director of the Example Institute",
        "position_zh": "示例研究院院长",
        "organisation": "Example University of Technology / 示例理工大学",
        "attendance": "onsite",
        "role": "chair",
        "precedence": "1",
        "biography_en": "Li Lizi has led the Example Institute since 2015.",
        "biography_zh": "李例子自2015年起担任示例研究院院长。",
    }

    @property
    def register(self) -> Speakers:
        return self.known.speakers

    def find(self, line: Line) -> Speaker | None:
        if "slug" in line.cells:
            found = self.register.find(address(code(line.cells["slug"])))
        else:
            found = self.register.namesakes(*self.names_in(line))
        if len(found) > 1:
            raise Refused(
                self.refusal(
                    "slug",
                    _("Several people have this name; write the address: %s.")
                    % _(", ").join(row.slug for row in found),
                )
            )
        return found[0] if found else None

    def names_in(self, line: Line) -> list[str]:
        return [
            line.cells.get(column, "")
            for column in ("given_name", "family_name", "native_name")
        ]

    def begin(self, line: Line) -> Speaker:
        return Speaker(conference=self.known.conference)

    def complete(self, row: Speaker) -> None:
        if not row.slug:
            name = f"{row.family_name} {row.given_name}"
            others = self.known.conference.speakers.all()
            row.slug = free_slug(name, others, otherwise="speaker")

    def detail(self, row: Speaker) -> str:
        return " · ".join(
            str(part) for part in (row.other_name, row.organisation) if part
        )

    def notes(self, row: Speaker, found: Any | None) -> list[str]:
        """Whether one takes another's address, or is there already under another."""
        if found:
            is_another = not known_by(row) & known_by(found)
            words = _("Another person until now: %s.") % found.display_name.plain
            return [words] if is_another else []
        others = self.register.namesakes(
            row.given_name, row.family_name, row.native_name
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
