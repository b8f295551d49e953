"""Words joined as the active language does it: Chinese has marks of its own."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def listed(words: Iterable[object]) -> str:
    """a, b, c; 甲、乙、丙."""
    return _(", ").join(map(str, words))


def all_of(words: Iterable[object]) -> str:
    """a, b and c; 甲、乙和丙."""
    *others, last = map(str, words)
    if not others:
        return last
    return _("%(words)s and %(last)s") % {"words": listed(others), "last": last}


def apart(*words: object) -> str:
    """Nanjing, Yangtze Hall; 南京，长江厅: without what is empty."""
    between = pgettext("between clauses", ", ")
    return between.join(text for word in words if (text := str(word or "")))


def headed(head: object, text: object) -> str:
    """Host: Lin; 主持人：林."""
    return f"{head}{_(': ')}{text}"


def in_brackets(text: object, aside: object) -> str:
    """Speakers (Sheet 1); 嘉宾（表1）."""
    return _("%(text)s (%(aside)s)") % {"text": text, "aside": aside}


def sentences(*said: str) -> str:
    """One after the other: Chinese ends each with a mark as wide as a space."""
    whole = ""
    for sentence in filter(None, said):
        both = {"first": whole, "second": sentence}
        whole = _("%(first)s %(second)s") % both if whole else sentence
    return whole
