"""What an edition says, as rows of the database."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Model

M = TypeVar("M", bound=Model)


def create(model: type[M], row: Mapping[str, Any], *own: str, **columns: Any) -> M:
    """A row of what an edition says, without what is no column of the model."""
    told = {name: row[name] for name in row if name not in own}
    return model._default_manager.create(**in_columns(told), **columns)


def in_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Texts in two languages as the pairs of columns that hold them."""
    columns: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            columns |= {f"{name}_en": value["en"], f"{name}_zh": value["zh"]}
        else:
            columns[name] = value
    return columns
