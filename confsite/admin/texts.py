"""What staff type into the admin is cleaned by the fields of its forms."""

from typing import Any

from confsite.fields import tidy_options


class TidyTexts:
    """Mixed into pages and inlines of the admin: texts and addresses are cleaned."""

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        kwargs = tidy_options(db_field) | kwargs
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
