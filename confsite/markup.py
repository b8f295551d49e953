"""Longer texts from staff: Markdown in, harmless HTML out."""

from functools import lru_cache

import markdown
import nh3

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


# A biography stands at every session of its speaker.
@lru_cache(maxsize=1024)
def cleaned_markup(text: str) -> str:
    """HTML of a Markdown text with nothing in it but plain prose, lists and links."""
    html = markdown.markdown(text, extensions=["sane_lists", "nl2br"])
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener"
    )
