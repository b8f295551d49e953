"""How what is known of a delegate stands in a cell of a file."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _

from confsite import text
from confsite.bilingual import Pair
from confsite.tables.cells import (
    ChoiceCell,
    CountryCell,
    FieldCell,
    TableCell,
    on_one_line,
    shortened,
)
from confsite.tables.names import NameIndex, halves, in_one, key, names_in
from registration.fields import EmailField
from registration.imports.names import plain_width
from registration.models import Category, Tag

BETWEEN_TAGS = re.compile(r"\s*[;；,，、|\n]\s*")
# Zhang Wei <zhang@example.org>, mailto:zhang@example.org, 邮箱：zhang@example.org
NOT_IN_AN_ADDRESS = r"\s<>;,，；、:：/\\()（）\"'“”"
ADDRESS = re.compile(f"[^{NOT_IN_AN_ADDRESS}@]+@[^{NOT_IN_AN_ADDRESS}@]+")
WAYS = {
    "onsite": ("In person", "On-site", "Onsite", "Offline", "线下", "现场参会", "到场"),
    "online": ("Virtual", "Virtually", "Remote", "Zoom", "远程", "线上参会", "网络"),
}
LANGUAGES = {
    "en": ("English", "英语", "英文", "en-gb", "en-us"),
    "zh-hans": ("Chinese", "中文", "汉语", "zh", "zh-cn", "简体中文", "Mandarin"),
}
COUNTRIES = {
    "GB": ("UK", "U.K.", "Great Britain", "England", "Scotland", "Wales", "英格兰"),
    "US": ("USA", "U.S.A.", "U.S.", "United States", "美利坚合众国"),
    "CN": ("PRC", "P.R. China", "P.R.China", "Mainland China", "中华人民共和国"),
    "KR": ("Korea", "Republic of Korea", "大韩民国"),
    "RU": ("Russia", "Russian Federation"),
    "AE": ("UAE", "阿联酋"),
}


def words_for(also: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {word: code for code, words in also.items() for word in words}


class LineCell(TableCell):
    """A line as the form of a registration takes it; a form field takes ten times as
    long."""

    def __init__(self, longest: int, tidy: Callable[[str], str] = on_one_line):
        self.longest = longest
        self.tidy = tidy

    def read(self, written: str) -> str:
        value = text.line(self.tidy(written))
        if len(value) > self.longest:
            MaxLengthValidator(self.longest)(value)
        return value


class NoteCell(LineCell):
    """Text of several lines."""

    def read(self, written: str) -> str:
        return text.lines(written.replace("\r\n", "\n").strip())


class AddressCell(FieldCell):
    """The first address that stands in the cell."""

    def __init__(self) -> None:
        self.form_field = EmailField(max_length=254, required=False)

    def tidied(self, written: str) -> str:
        written = text.code(written)
        found = ADDRESS.findall(written)
        return found[0].strip(".") if found else written


class KnownCountryCell(CountryCell):
    """As others write it, too; each name is looked up once."""

    def __init__(self, given: Mapping[str, Pair]):
        super().__init__(given)
        self.names: dict[str, str] = {}

    @cached_property
    def known(self) -> dict[str, Any]:
        also = {key(word): code for word, code in words_for(COUNTRIES).items()}
        return also | super().known

    def write(self, value: Any) -> str:
        code = str(value or "")
        if code not in self.names:
            self.names[code] = super().write(value) if code else ""
        return self.names[code]


class CategoryCell(ChoiceCell):
    """A category of the conference, by its name in either language."""

    def __init__(self, categories: Iterable[Category]):
        super().__init__((category.pk, category) for category in categories)

    @cached_property
    def known(self) -> dict[str, Any]:
        pairs = ((row, Category.name.pair(row)) for row in self.choices.values())
        return {
            key(name): category
            for category, pair in pairs
            for name in (*pair, in_one(pair))
            if name
        }

    def write(self, value: Category | None) -> str:
        return "" if value is None else str(value)


class TagsCell(TableCell):
    """Tags beside each other; one that nobody knows is made."""

    def __init__(
        self, tags: NameIndex[Tag], blank: Callable[[], Tag], *, may_make: bool
    ):
        self.tags = tags
        self.blank = blank
        self.may_make = may_make
        # Of this file, by their names: each is made once.
        self.new: dict[str, Tag] = {}

    def read(self, written: str) -> tuple[Tag, ...]:
        names = [text.line(plain_width(name)) for name in BETWEEN_TAGS.split(written)]
        tags = {key(str(tag)): tag for tag in map(self.called, filter(None, names))}
        return tuple(tags.values())

    def called(self, name: str) -> Tag:
        found = self.tags.find(*names_in(name))
        if len(found) > 1:
            raise ValidationError(_("“%s” is the name of several.") % shortened(name))
        return found[0] if found else self.new.get(key(name)) or self.made(name)

    def made(self, name: str) -> Tag:
        if not self.may_make:
            raise ValidationError(
                _("“%s” does not exist, and you may not add it.") % shortened(name)
            )
        tag: Any = self.blank()
        tag.name_en, tag.name_zh = halves(name)
        for half in ("name_en", "name_zh"):
            tag._meta.get_field(half).run_validators(getattr(tag, half))
        self.new[key(name)] = tag
        return tag

    def write(self, value: Iterable[Tag]) -> str:
        return "; ".join(sorted(map(str, value)))

    def offered(self) -> list[str]:
        return [str(tag) for tag in self.tags.rows.values()]
