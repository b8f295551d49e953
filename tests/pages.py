"""A page as a visitor without JavaScript meets it: its form, its links, its words."""

import re
import uuid
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

from registration.models import Category
from registration.states import Attendance

VOID = {"input", "br", "link", "meta", "hr", "img", "circle", "path"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str) -> str | None:
        return self.attributes.get(name)


@dataclass
class Page(HTMLParser):
    """The elements of a page in their order, each with the text inside it."""

    html: str
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.open: list[Element] = []
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        # <path/> ends itself, and nothing around it.
        while tag not in VOID and self.open and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def all(self, tag: str, **attributes: str) -> list[Element]:
        return [
            element
            for element in self.elements
            if element.tag == tag
            and all(element.get(name) == value for name, value in attributes.items())
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        (element,) = self.all(tag, **attributes)
        return element

    @property
    def title(self) -> str:
        return self.one("title").text.strip()

    @property
    def words(self) -> str:
        """What stands between bar and foot, in one line."""
        return " ".join(self.one("main").text.split())

    @property
    def errors(self) -> list[tuple[str, str]]:
        """The summary on top: where each item leads, and its words."""
        boxes = [e for e in self.elements if e.get("class") == "error-summary"]
        if not boxes:
            return []
        start = self.elements.index(boxes[0])
        links = [e for e in self.elements[start:] if e.tag == "a"]
        items = [e for e in links if (e.get("href") or "").startswith("#id_")]
        return [(item["href"][4:], item.text.strip()) for item in items]

    @property
    def problems(self) -> list[str]:
        """The words of the summary, those of hidden fields too."""
        start = self.html.find('class="error-summary"')
        if start < 0:
            return []
        summary = self.html[start : self.html.index("</ul>", start)]
        return [item.text.strip() for item in Page(f"<p {summary}").all("li")]

    @property
    def answers(self) -> dict[str, str]:
        """What the sign-up form would send if its button were pressed now."""
        found: dict[str, str] = {}
        for element in self.all("input"):
            if "name" not in element.attributes or element.get("type") == "submit":
                continue
            is_choice = element.get("type") in ("radio", "checkbox")
            if not is_choice or "checked" in element.attributes:
                found[element["name"]] = element.get("value") or ""
        chosen = [e for e in self.all("option") if "selected" in e.attributes]
        if chosen:
            found["country"] = chosen[0]["value"]
        return found


def open_page(client: Client, address: str, **options: Any) -> Page:
    response = client.get(address, **options)
    assert response.status_code == 200, response.status_code
    return Page(response.content.decode())


def sign_up_address(category: Category, language: str = "en") -> str:
    return f"/{language}/{category.conference.slug}/register/"


def answers(category: Category, /, **changes: str) -> dict[str, str]:
    """A filled-in form; each call is another visit of the same person.

    The page has told them of every waiting list that they could end up on.
    """
    return {
        "category": str(category.pk),
        "attendance": Attendance.ONSITE,
        "family_name": "Lovelace",
        "given_name": "Ada",
        "email": "ada@example.org",
        "language": "en",
        "submission": str(uuid.uuid4()),
        "told": f"{category.pk}-onsite {category.pk}-online",
    } | changes


def sign_up(
    client: Client, category: Category, in_language: str = "en", /, **changes: str
) -> HttpResponse:
    address = sign_up_address(category, in_language)
    return client.post(address, answers(category, **changes))


def text_of(html: str) -> str:
    """The words of a page, in one line."""
    return re.sub(r"\s+", " ", Page(f"<body>{html}</body>").one("body").text)
