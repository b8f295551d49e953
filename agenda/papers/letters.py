"""What cannot be printed: letters for which there is no typeface."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from confsite.bilingual import Pair
from confsite.files.typefaces import unprintable
from confsite.tables.cells import shortened

# Of rows as they are stored or published; their longer texts are on no paper.
PRINTED = (
    *("name_en", "name_zh", "title", "title_en", "title_zh", "city_en", "city_zh"),
    *("venue_en", "venue_zh", "organiser_en", "organiser_zh"),
    *("given_name", "family_name", "post_nominals", "native_name", "native_title"),
    *("position_en", "position_zh"),
)
MOST_LETTERS = 12


def remarks(rows: Iterable[Any]) -> list[str]:
    """A sentence for each text that shows boxes, each once."""
    texts = (getattr(row, name, "") for row in rows for name in PRINTED)
    return remarks_on(texts)


def remarks_on(texts: Iterable[str]) -> list[str]:
    words = _("On paper “%(text)s” shows □ for what no typeface has: %(letters)s.")
    return [
        words % {"text": shortened(text), "letters": " ".join(letters[:MOST_LETTERS])}
        for text in dict.fromkeys(map(str, texts))
        if (letters := unprintable(text))
    ]


def halves(pairs: Iterable[Pair]) -> list[str]:
    return [text for pair in pairs for text in pair]
