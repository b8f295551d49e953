"""One column before and after, wherever that is told: Places: 200 → 150.

The history of a row, the check of an import, a form whose row a colleague has changed
meanwhile, and what a release changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from confsite.bilingual import Pair, Text

LONGEST = 90  # letters of a value beside its row
LEAD = 20  # letters before the place where two long values part


@dataclass(frozen=True)
class Difference:
    """A column by its name, with what it said before and says after.

    Its values may be texts that speak the active language; where one is None or empty
    there was or is nothing.
    """

    name: object
    before: object
    after: object

    def __str__(self) -> str:
        return str(self.words) % self.shown

    def __html__(self) -> SafeString:
        return marked_up(str(self.words), self.shown)

    @property
    def words(self) -> object:
        """What reads the same, as another room of the same name, has just changed."""
        parts = self.parts
        if str(parts["before"]) == str(parts["after"]):
            return _("%(name)s changed")
        return _("%(name)s: %(before)s → %(after)s")

    @property
    def parts(self) -> dict[str, object]:
        """Name and values in full."""
        before, after = self.before, self.after
        if isinstance(before, Pair) and isinstance(after, Pair):
            before, after = before.apart_from(after)
        return {
            "name": capfirst(str(self.name)),
            "before": something(before),
            "after": something(after),
        }

    @property
    def shown(self) -> dict[str, object]:
        """The same; long texts begin shortly before the first letter that differs."""
        name, *values = self.parts.values()
        letters = enumerate(zip(*map(str, values), strict=False))
        same = next((n for n, (one, other) in letters if one != other), 0)
        before, after = (shortened(value, same) for value in values)
        return {"name": name, "before": before, "after": after}


def differences(
    names: Mapping[str, object],
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> tuple[Difference, ...]:
    """Where two rows differ in the columns that have a name, in the order of those."""
    values = {name: (before.get(name, ""), after.get(name, "")) for name in names}
    return tuple(
        Difference(names[column], was, now)
        for column, (was, now) in values.items()
        if was != now
    )


def shortened(value: object, same: int) -> object:
    text = str(value)
    if same > LONGEST - LEAD < len(text):
        text = f"…{text[same - LEAD :]}"
    if len(text) > LONGEST:
        text = f"{text[: LONGEST - 1]}…"
    if text == str(value):
        return value
    return Text(text, value.lang) if isinstance(value, Text) else text


def readable(field: Any, value: Any) -> Any:
    """A choice by its label, Yes or No; anything else is as it is."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return dict(field.flatchoices).get(value, value)


def something(value: object) -> object:
    """A value, or a dash where there is none; 0 is one."""
    return "–" if value is None or str(value) == "" else value


def marked_up(words: str, parts: Mapping[str, Any]) -> SafeString:
    """Words with their parts as HTML: what marks its own language does so."""
    return SafeString(
        escape(words) % {name: conditional_escape(part) for name, part in parts.items()}
    )
