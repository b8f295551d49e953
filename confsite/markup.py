"""Longer texts from staff: Markdown in, harmless HTML out.

What Python-Markdown does with a text grows with the square of some things in it, and it
calls itself for whatever stands in something else. So these are counted before.
"""

import logging
import re
from functools import lru_cache
from typing import Any

import markdown
import nh3
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from markdown.preprocessors import Preprocessor

logger = logging.getLogger(__name__)

TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "ul",
    "ol",
    "li",
    "a",
    "h3",
    "h4",
    "blockquote",
    "hr",
}
ATTRIBUTES = {"a": {"href"}}
SCHEMES = {"http", "https", "mailto", "tel"}

MOST_LETTERS = 20_000
MOST_LINES = 1_000
# Each is looked for the end of its link, as far as a link may be long.
MOST_BRACKETS = 200
LONGEST_LINK = 1_000
# Each is looked for its like.
MOST_BACKTICKS = 400
LINKS = ("reference", "link", "short_reference")
# Images are none of the tags above.
UNUSED = ("image_link", "image_reference", "short_image_ref")
# A quotation, an item of a list, or an indent: a line stands in eight of them at most.
LEVEL = r"(?: {0,3}(?:>|[-*+](?= )|\d{1,9}\.(?= ))| {4})"
TOO_DEEP = re.compile(f"^({LEVEL}{{8}}){LEVEL}+")


class MarkupColumn(models.TextField):
    """A text in Markdown. Migrations see a text like any other."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


# A biography stands at every session of its speaker.
@lru_cache(maxsize=1024)
def cleaned_markup(text: str) -> str:
    """HTML of a Markdown text with nothing in it but plain prose, lists and links.

    No page depends on what somebody wrote: what cannot be read as Markdown is shown in
    plain paragraphs.
    """
    try:
        refuse_intricate(text)
        html = converted(text)
    except Exception as error:  # noqa: BLE001
        logger.warning("A text is shown without its Markdown: %r", error)
        html = str(linebreaks(text, autoescape=True))
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener"
    )


def refuse_intricate(text: str) -> None:
    """Raise ValidationError for what would take too long to be shown."""
    found = {
        _("characters"): (len(text), MOST_LETTERS),
        _("lines"): (text.count("\n") + 1, MOST_LINES),
        _("square brackets [ ]"): (text.count("["), MOST_BRACKETS),
        _("backticks `"): (text.count("`"), MOST_BACKTICKS),
    }
    for what, (number, most) in found.items():
        if number > most:
            raise ValidationError(
                _("There are %(number)d %(what)s; a text has at most %(most)d."),
                code="intricate",
                params={"number": number, "what": what, "most": most},
            )


def converted(text: str) -> str:
    reader = markdown.Markdown(extensions=["sane_lists", "nl2br"])
    # It reads the rest of the text for each tag that has no end. Tags within lines are
    # read without it.
    reader.preprocessors.deregister("html_block")
    reader.preprocessors.register(Flatter(reader), "flatter", 25)
    for name in UNUSED:
        reader.inlinePatterns.deregister(name)
    for name in LINKS:
        link: Any = reader.inlinePatterns[name]
        link.handleMatch = within_reach(link.handleMatch)
    return reader.convert(text)


def within_reach(read: Any) -> Any:
    """As a link is read, but for how far its end is looked for."""
    return lambda found, text: read(found, text[: found.end() + LONGEST_LINK])


class Flatter(Preprocessor):
    """Takes away what would stand deeper than anybody can follow."""

    def run(self, lines: list[str]) -> list[str]:
        return [TOO_DEEP.sub(r"\1", line) for line in lines]
