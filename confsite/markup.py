"""Longer texts from staff: Markdown in, harmless HTML out."""

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


def cleaned_markup(text: str) -> str:
    """HTML of a Markdown text with nothing in it but plain prose, lists and links."""
    html = markdown.markdown(text, extensions=["sane_lists", "nl2br"])
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener"
    )
