"""The boxes of the form: one for each purpose, never ticked before somebody does."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.template.defaultfilters import linebreaksbr

from confsite.keys import is_key
from registration.signup.availability import AskedConsent

# A browser sends the version that was shown; programs say what a plain box says.
VERSION = re.compile(r"v(\d+)")
TICKED = {"on", "true", "yes", "1"}


def read_version(value: str, latest: int) -> int:
    """The version of the text that somebody agreed to; 0: they did not.

    The page may have been open while the text changed: they agreed to what they read.
    """
    if value.lower() in TICKED:
        return latest
    told = VERSION.fullmatch(value)
    if told and is_key(told[1]) and 1 <= int(told[1]) <= latest:
        return int(told[1])
    return 0


class ConsentBox(forms.CheckboxInput):
    """A box that sends which version of the text stood beside it."""

    def __init__(self, latest: int):
        # Ticked no longer where it comes back beside another text.
        super().__init__(check_test=lambda value: self.reads(value) == latest)
        self.latest = latest

    def reads(self, value: Any) -> int:
        return read_version(str(value or ""), self.latest)

    def format_value(self, value: Any) -> str:
        return f"v{self.latest}"

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> Any:
        return str(data.get(name) or "")


class ConsentField(forms.Field):
    """Cleans to the version that was agreed to, or to 0."""

    def __init__(self, asked: AskedConsent):
        self.latest = asked.version
        super().__init__(
            label=linebreaksbr(asked.text.plain, autoescape=True),
            required=False,
            widget=ConsentBox(asked.version),
        )
        # All of them are optional, as their group says.
        self.is_one_of_several = True

    def to_python(self, value: Any) -> int:
        return read_version(str(value or ""), self.latest)


def fields(consents: Iterable[AskedConsent]) -> dict[str, ConsentField]:
    return {f"consent_{asked.purpose}": ConsentField(asked) for asked in consents}


def agreed(consents: Iterable[AskedConsent], data: dict[str, Any]) -> dict[str, int]:
    """Of each purpose the version that was agreed to; taken out of the cleaned data."""
    versions = {
        asked.purpose.value: data.pop(f"consent_{asked.purpose}", 0)
        for asked in consents
    }
    return {purpose: version for purpose, version in versions.items() if version}
