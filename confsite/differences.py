"""One column before and after, wherever that is told: Places: 200 → 150.

The history of a row, the check of an import, a form whose row a colleague has changed
meanwhile, and what a release changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

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
    # What is too long to repeat is told in other words.
    words: str | Promise = field(
        default=_("%(name)s: %(before)s → %(after)s"), repr=False
    )

    def __str__(self) -> str:
        return str(self.words) % self.parts

    def __html__(self) -> SafeString:
        return marked_up(str(self.words), self.parts)

    @property
    def parts(self) -> dict[str, object]:
        return {
            "name": capfirst(str(self.name)),
            "before": something(self.before),
            "after": something(self.after),
        }

    @property
    def shown_before(self) -> str:
        return self._shortened(str(something(self.before)))

    @property
    def shown_after(self) -> str:
        return self._shortened(str(something(self.after)))

    def _shortened(self, value: str) -> str:
        """A long text begins shortly before the first letter that has changed."""
        pairs = enumerate(zip(str(self.before), str(self.after), strict=False))
        same = next((n for n, (one, other) in pairs if one != other), 0)
        if same > LONGEST - LEAD < len(value):
            value = f"…{value[same - LEAD :]}"
        return value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…"


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


def something(value: object) -> object:
    """A value, or a dash where there is none; 0 is one."""
    return "–" if value is None or str(value) == "" else value


def marked_up(words: str, parts: Mapping[str, Any]) -> SafeString:
    """Words with their parts as HTML: what marks its own language does so."""
    return SafeString(
        escape(words) % {name: conditional_escape(part) for name, part in parts.items()}
    )
