"""Columns of several lists: two scripts, a word with an icon, what is translated."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from confsite.bilingual import Pair, Text, suffix
from confsite.clocks import Clock
from confsite.words import listed

# Classes of unfold's own stylesheet, in which a word never stands on its colour alone.
TONES = {
    "good": "text-green-700 dark:text-green-400",
    "open": "text-blue-700 dark:text-blue-400",
    "care": "text-orange-700 dark:text-orange-400",
    "bad": "text-red-700 dark:text-red-400",
    "quiet": "text-base-500 dark:text-base-400",
}


@dataclass(frozen=True)
class Badge:
    """How a state is drawn: the name of a Material Symbol, and a tone."""

    icon: str
    tone: str = "quiet"


def badge_with_word(word: Any, badge: Badge) -> SafeString:
    return format_html(
        '<span class="flex gap-1.5 items-center whitespace-nowrap">'
        '<span class="material-symbols-outlined text-lg! {}" aria-hidden="true">'
        "{}</span>{}</span>",
        TONES[badge.tone],
        badge.icon,
        word,
    )


def one_line(words: Any) -> SafeString:
    """Words that a narrow column must not break, such as a date."""
    return format_html('<span class="whitespace-nowrap">{}</span>', words)


def short_day(moment: date) -> SafeString:
    """A day for a column."""
    return one_line(day_in_words(moment))


def day_in_words(moment: date) -> str:
    """A day in words that fit a column: 23 Nov 2026, 2026年11月23日."""
    return formats.date_format(moment, "Y年n月j日" if suffix() == "zh" else "j M Y")


def short_moment(moment: datetime, clock: Clock) -> SafeString:
    """A moment in one clock, for a column."""
    return one_line(moment_in_words(moment, clock))


def moment_in_words(moment: datetime, clock: Clock) -> str:
    """A moment in one clock: 23 Nov 2026, 14:00 Nanjing."""
    return f"{day_and_time(clock.at(moment))} {clock.label.active.plain}"


def day_and_time(local: datetime) -> str:
    form = "Y年n月j日 H:i" if suffix() == "zh" else "j M Y, H:i"
    return formats.date_format(local, form)


def two_lines(pair: Pair) -> list[Text]:
    """A text in the active language, and below it in the other one."""
    active = pair.active
    other = Text(pair.en, "en") if active.lang != "en" else Text(pair.zh, "zh-Hans")
    return [active, other if other != active else Text("", "en")]


@dataclass(frozen=True)
class Translated:
    """How many of a row's texts stand in both languages: 12 of 14."""

    texts: int
    in_both: int
    missing: tuple[str, ...]

    @classmethod
    def of(cls, row: Model) -> "Translated":
        """Counts the pairs of columns in which something is written."""
        texts = in_both = 0
        missing = []
        for field in row._meta.concrete_fields:
            if not field.name.endswith("_en"):
                continue
            twin: Any = row._meta.get_field(field.name.removesuffix("_en") + "_zh")
            en, zh = getattr(row, field.name), getattr(row, twin.name)
            texts += bool(en or zh)
            in_both += bool(en and zh)
            if bool(en) != bool(zh):
                missing.append(str((twin if en else field).verbose_name))
        return cls(texts, in_both, tuple(missing))

    def __str__(self) -> str:
        if not self.texts:
            return ""
        return _("%(in_both)d of %(texts)d") % vars(self)

    @property
    def in_words(self) -> str:
        """With the names of the texts that are still to be written."""
        if not self.missing:
            return str(self)
        return _("%(count)s. Still to be written: %(missing)s") % {
            "count": self,
            "missing": listed(self.missing),
        }
