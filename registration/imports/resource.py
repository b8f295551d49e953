"""Delegates as rows of a file: their columns, and what a row says of somebody."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from confsite.names import is_han
from confsite.tables.cells import ChoiceCell, TableCell, shortened
from confsite.tables.heads import TableRow
from confsite.tables.names import has_han, key
from confsite.tables.resource import JudgedRow, TableResource
from confsite.tables.result import Refusal, RowRefused, RowResult, RowStatus
from registration.imports import cells, heads
from registration.imports.choices import ImportChoices
from registration.imports.lookups import DelegateLookups, Known
from registration.imports.names import plain_width, tidy_chinese
from registration.imports.telephones import read_telephone
from registration.ledger import group_of
from registration.models import Delegate, Tag
from registration.states import Attendance, DelegateState

LINES = {"title": 60, "organisation": 300, "position": 300, "contact_name": 300}


# The rule that a row breaks without a word on category or attendance.
NOT_SAID = "not said"


@dataclass(frozen=True)
class PreparedRow(TableRow):
    """A row whose whole name stands in columns, with what was found out on the way."""

    notes: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    # A Latin name of which nobody knows where it is divided.
    undivided: str = ""
    # What the name said of the title, and a remark of the file that goes to the note.
    title: str = ""
    remark: str = ""
    found: Known | None = field(default=None)


class DelegateResource(TableResource[Delegate]):
    """One person a row."""

    lookups: DelegateLookups
    model = Delegate
    code = "delegates"
    columns = {
        "reference": "",
        "title": "教授",
        "family_name": "Li",
        "given_name": "Lizi",
        "native_name": "李例子",
        "organisation": "示例理工大学",
        "position": "示例研究院院长",
        "country": "CN",
        "email": "li.lizi@example.org",
        "phone": "+8613800138000",
        "contact_name": "",
        "contact_email": "",
        "language": "zh-hans",
        "category": "",
        "attendance": "onsite",
        "tagged": "",
        "note": "",
    }
    own_labels = {"tagged": gettext_lazy("tags")}
    also = {
        "name": pgettext_lazy("person", "name"),
        "latin": gettext_lazy("name in Latin letters"),
        "department": gettext_lazy("department"),
        "remark": gettext_lazy("remark"),
    }
    other_heads = heads.OTHER
    naming = ("name", "family_name", "native_name", "latin", "given_name", "email")
    identity = "reference"
    key_column = "email"
    column_of = {"delegate_has_a_name": "family_name"}

    def __init__(
        self, lookups: DelegateLookups, choices: ImportChoices | None = None
    ) -> None:
        self.choices = choices or ImportChoices()
        super().__init__(lookups)

    def get_queryset(self) -> QuerySet[Delegate]:
        return Delegate.objects.filter(conference=self.lookups.conference)

    # -- Cells ---------------------------------------------------------------------

    def make_cells(self) -> dict[str, TableCell]:
        look_up = self.lookups
        made: dict[str, TableCell] = {
            **{c: cells.LineCell(n) for c, n in LINES.items()},
            "family_name": cells.LineCell(300, in_plain_width),
            "given_name": cells.LineCell(300, in_plain_width),
            "native_name": cells.LineCell(300, in_own_script),
            "country": cells.KnownCountryCell(look_up.country_names()),
            "email": cells.AddressCell(),
            "contact_email": cells.AddressCell(),
            "language": ChoiceCell(
                settings.LANGUAGES, cells.words_for(cells.LANGUAGES)
            ),
            "category": cells.CategoryCell(look_up.categories.values()),
            "attendance": ChoiceCell(Attendance.choices, cells.words_for(cells.WAYS)),
            "note": cells.NoteCell(0),
        }
        return {column: made[column] for column in self.columns if column in made}

    @cached_property
    def tags(self) -> cells.TagsCell:
        return cells.TagsCell(
            self.lookups.tags,
            lambda: self.lookups.blank(Tag),
            may_make=Tag in self.lookups.may_add,
        )

    def texts(self, instance: Delegate) -> dict[str, str]:
        of_fields = super().texts(instance)
        now: Any = instance
        return of_fields | {
            "reference": instance.reference,
            "phone": instance.phone,
            "tagged": self.tags.write(now.tagged_now),
        }

    @cached_property
    def told_of(self) -> set[str]:
        """New tags that a row above has named."""
        return set()

    # -- What a row says -----------------------------------------------------------

    def get_instance(self, row: TableRow) -> Delegate | None:
        assert isinstance(row, PreparedRow)
        if row.refusals:
            raise RowRefused(*row.refusals)
        return self.lookups.loaded[row.found.pk] if row.found else None

    def init_instance(self) -> Delegate:
        return another(self.blank)

    @cached_property
    def blank(self) -> Any:
        lookups, choices = self.lookups, self.choices
        new: Any = Delegate(
            conference=lookups.conference,
            state=DelegateState.CONFIRMED,
            attendance=choices.attendance,
            category=lookups.categories.get(choices.category or 0),
            reference="",
            country="",
        )
        new.tagged_now = ()
        return new

    def fill_more(
        self, instance: Delegate, row: TableRow, before: dict[str, str]
    ) -> None:
        """The telephone by its country, tags, and what the file says beside."""
        assert isinstance(row, PreparedRow)
        if row.title and not instance.title:
            instance.title = row.title[: LINES["title"]]
        if row.remark and key(row.remark) not in key(instance.note):
            instance.note = "\n".join(filter(None, [instance.note, row.remark]))
        problems: dict[str, Any] = {}
        for column, read in {
            "phone": self.read_phone,
            "tagged": self.read_tags,
        }.items():
            if column in row.cells and row.cells[column] != before.get(column):
                try:
                    read(instance, row.cells[column])
                except ValidationError as error:
                    problems[column] = error
        if problems:
            raise ValidationError(problems)

    def read_phone(self, instance: Delegate, written: str) -> None:
        home = str(instance.__dict__["country"] or "")
        han = is_han(instance.native_name)
        countries = (home,) if home else ("CN", "GB") if han else ("GB", "CN")
        dash = written.strip() in {"-", "–", "—", "－", "/", "无"}
        number, others = ("", "") if dash else read_telephone(written, countries)
        instance.phone = number
        now: Any = instance
        now.unread = (*getattr(instance, "unread", ()), *filter(None, [others]))

    def read_tags(self, instance: Delegate, written: str) -> None:
        now: Any = instance
        now.tagged_now = () if written.strip() == "-" else self.tags.read(written)

    def complete(self, instance: Delegate) -> None:
        """The language of letters is that of the name, unless the row says otherwise.

        A longer Chinese name than four characters is a transcription.
        """
        if not instance.language:
            native = instance.native_name
            is_chinese = is_han(native) and len(native) <= 4
            instance.language = "zh-hans" if is_chinese else "en"

    def validate(self, instance: Delegate, row: TableRow) -> None:
        """What no cell can say by itself."""
        refusals = [*self.refused_choices(instance, row)]
        if not (instance.family_name or instance.given_name or instance.native_name):
            refusals.append(self.refusal("name", _("There is no name in this row.")))
        if refusals:
            raise RowRefused(*refusals)

    def refused_choices(self, instance: Delegate, row: TableRow) -> Iterable[Refusal]:
        """Category and attendance must be known of somebody new, and go together."""
        assert isinstance(row, PreparedRow)
        chosen = {
            "category": instance.category_id,
            "attendance": instance.attendance,
        }
        for column in [column for column, value in chosen.items() if not value]:
            words = _("Choose one for all rows, or write it into the file.")
            yield self.refusal(column, words, f"{column} {NOT_SAID}")
        before = self.lookups.loaded[row.found.pk] if row.found else None
        if before and group_of(instance) == group_of(before):
            return
        if before and not before.is_live:
            words = _("They have cancelled or been declined: restore them first.")
            yield self.refusal("category", words)
        elif cannot_be_attended_so(instance):
            words = _("This category cannot be attended in that way.")
            yield self.refusal("attendance", words)

    def detail(self, instance: Delegate) -> str:
        about = (instance.other_name, instance.organisation, instance.mailbox)
        return " · ".join(str(text) for text in about if text)

    def notes(self, instance: Delegate, found: Delegate | None) -> list[str]:
        unread = getattr(instance, "unread", ())
        notes = [_("Left out beside the telephone: %s.") % other for other in unread]
        new = [tag for tag in getattr(instance, "tagged_now", ()) if tag.pk is None]
        # Once each: a list of people has the same ones again and again.
        notes += [
            _("New tag: %s.") % shortened(str(tag))
            for tag in new
            if str(tag) not in self.told_of
        ]
        self.told_of.update(map(str, new))
        if found and not found.is_live:
            state = found.get_state_display()
            notes.append(_("Their registration stays as it is: %s.") % state)
        return notes

    def judge(self, row: TableRow) -> JudgedRow[Delegate]:
        """As any resource; of somebody new nobody asks what has changed."""
        assert isinstance(row, PreparedRow)
        instance = None
        try:
            found = self.get_instance(row)
            self.refuse_second(row, found)
            instance = another(found) if found else self.init_instance()
            before = self.texts(found) if found else {}
            self.fill(instance, row, before)
            changes = self.changes(before, self.texts(instance)) if found else ()
        except RowRefused as refused:
            return self.refused(row, instance, refused)
        status = RowStatus.CHANGED if changes else RowStatus.UNCHANGED
        result = RowResult(
            row.line,
            status if found else RowStatus.NEW,
            shortened(str(instance)),
            self.detail(instance),
            changes,
            (*row.notes, *self.notes(instance, found)),
        )
        return JudgedRow(row, result, instance, found)


def cannot_be_attended_so(instance: Delegate) -> bool:
    is_known = bool(instance.category_id and instance.attendance)
    return is_known and instance.attendance not in instance.category.attendances


def in_plain_width(name: str) -> str:
    return " ".join(plain_width(name).split())


def in_own_script(name: str) -> str:
    """Chinese characters without the spaces that spread them; others as they are."""
    name = in_plain_width(name)
    return tidy_chinese(name) if has_han(name) else name


def another(delegate: Any) -> Any:
    """Of the same columns, but for its own; copy() takes ten times as long."""
    new = Delegate.__new__(Delegate)
    new.__dict__ = dict(delegate.__dict__)
    new._state = copy(delegate._state)
    return new
