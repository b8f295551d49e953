"""What staff type into the admin is cleaned by the fields of its forms."""

from typing import Any

from django.db import models

from confsite.fields import LineField, LongTextField


class TidyTexts:
    """Mixed into pages and inlines of the admin: texts and addresses are cleaned."""

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if type(db_field) is models.CharField and not db_field.choices:
            kwargs.setdefault("form_class", LineField)
        elif type(db_field) is models.TextField:
            kwargs.setdefault("form_class", LongTextField)
        elif isinstance(db_field, models.URLField):
            kwargs.setdefault("assume_scheme", "https")
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
