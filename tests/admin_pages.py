"""The admin as staff use it: forms are sent as the browser would send them."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.factories import make_staff

Fields = dict[str, Any]


@pytest.fixture
def office(client: Client) -> Client:
    """The browser of somebody who may do everything."""
    client.force_login(make_staff())
    return client


def filled_in(client: Client, url: str, **changes: Any) -> HttpResponse:
    """Open a form, change these fields, leave the others as they are, and send it."""
    fields = form_on(client.get(url))
    for name, value in changes.items():
        if value is None:
            fields.pop(name, None)
        else:
            fields[name] = value
    return client.post(url, fields)


def form_on(response: HttpResponse) -> Fields:
    """What the browser would send of the form on this page, unchanged."""
    reader = FormReader()
    reader.feed(response.content.decode())
    return reader.fields


def act(
    client: Client, action: str, *rows: Any, model: str = "delegate"
) -> HttpResponse:
    """Choose rows of a list of registration and an action; the page that follows."""
    chosen = [row.pk for row in rows]
    return client.post(
        f"/admin/registration/{model}/",
        {"action": action, "_selected_action": chosen},
        follow=True,
    )


def answer(client: Client, question: HttpResponse) -> HttpResponse:
    """Press the button of a question that a verb asked; the page that follows."""
    fields = dict(question.context["answer"])
    address = question.wsgi_request.get_full_path()
    return client.post(address, fields, follow=True)


def errors_on(response: HttpResponse) -> dict[str, list[str]]:
    """The complaints of the form that came back, and of the rows below it."""
    found = {
        name: [str(error) for error in errors]
        for name, errors in response.context["adminform"].form.errors.items()
    }
    for inline in response.context["inline_admin_formsets"]:
        for number, errors in enumerate(inline.formset.errors):
            for name, messages in errors.items():
                key = f"{inline.formset.prefix}-{number}-{name}"
                found[key] = [str(message) for message in messages]
    return found


def messages_of(response: HttpResponse) -> list[str]:
    return [str(message) for message in response.context["messages"]]


class FormReader(HTMLParser):
    """Reads the fields of the form that posts to the page it stands on."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: Fields = {}
        self.is_inside = False
        self.select = ""
        self.textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.is_inside = values.get("id", "").endswith("_form")
        if not self.is_inside:
            return
        name = values.get("name", "")
        is_template = "__prefix__" in name
        if tag == "input" and name and not is_template:
            self.read_input(name, values)
        elif tag == "select" and not is_template:
            self.select = name
        elif tag == "option" and self.select:
            if "selected" in values or self.select not in self.fields:
                self.fields[self.select] = values.get("value", "")
        elif tag == "textarea" and not is_template:
            self.textarea = name
            self.fields[name] = ""

    def read_input(self, name: str, values: dict[str, str]) -> None:
        kind = values.get("type", "text")
        if kind in ("checkbox", "radio"):
            if "checked" in values:
                self.fields[name] = values.get("value", "on")
        elif kind not in ("submit", "button"):
            self.fields[name] = values.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.fields[self.textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            # The browser drops the line break that Django writes first.
            text = self.fields.get(self.textarea, "")
            self.fields[self.textarea] = text.removeprefix("\r\n").removeprefix("\n")
            self.textarea = ""
