"""The form of a row in sections."""

from typing import Any

from django.utils.functional import Promise

Fields = str | tuple[str, ...]


def section(title: str | Promise | None, *fields: Fields) -> tuple[Any, Any]:
    """A fieldset of the admin; the fields of a tuple stand side by side."""
    return title, {"fields": list(fields)}
