"""What the Nu checker says most often, by the rules of HTML (html.spec.whatwg.org)."""

import re
from html.parser import HTMLParser

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = HEADINGS | {
    *("p", "div", "ul", "ol", "dl", "table", "section", "article", "aside", "header"),
    *("footer", "main", "nav", "form", "fieldset", "blockquote", "figure", "hr"),
    *("details", "address"),
}
# They hold words, and nothing of the above; a legend and a summary may hold a heading.
WORDS = HEADINGS | {
    *("p", "span", "button", "label", "strong", "em", "b", "small", "time"),
}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}
MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?"
)
POINTERS = ("aria-describedby", "aria-labelledby", "aria-controls", "for", "list")


def errors(html: str) -> list[str]:
    reader = Rules()
    reader.feed(html)
    missing = [name for name in reader.wanted if name not in reader.ids]
    return [*reader.errors, *(f"no element #{name}" for name in missing)]


class Rules(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.wanted: list[str] = []
        self.errors: list[str] = []
        self.option: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if len(values) < len(attrs):
            self.errors.append(f"an attribute twice in <{tag}>")
        if (name := values.get("id", "")) in self.ids:
            self.errors.append(f"#{name} twice")
        self.ids |= {name} - {""}
        for pointer in POINTERS:
            self.wanted += values.get(pointer, "").split()
        if tag in BLOCKS and (around := WORDS.intersection(self.open)):
            self.errors.append(f"<{tag}> in <{min(around)}>")
        if tag == "time" and not MOMENT.fullmatch(values.get("datetime", "")):
            self.errors.append(f"no moment: {values.get('datetime')}")
        if tag == "img" and "alt" not in values:
            self.errors.append("<img> without alt")
        if tag == "option":
            self.option = values.get("label", "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_data(self, data: str) -> None:
        if self.option is not None:
            self.option += data.strip()

    def handle_endtag(self, tag: str) -> None:
        if tag == "option" and self.option == "":
            self.errors.append("an option without words")
        if tag == "option":
            self.option = None
        if tag in VOID:
            return
        if self.open.pop() != tag:
            self.errors.append(f"</{tag}> ends something else")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()
