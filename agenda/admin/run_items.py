"""The run sheet of a session, minute by minute."""

from typing import Any, ClassVar

from django.http import HttpRequest

from agenda.admin.base import sees_agreements
from agenda.admin.inlines import OfConferenceInline
from agenda.models import RunItem


class RunItemInline(OfConferenceInline):
    """Items in the order of their minutes, with people and agreements found by name."""

    model = RunItem
    fields = ["minute", "item_en", "item_zh", "agreement", "cue_en", "cue_zh", "people"]
    siblings: ClassVar[dict[str, str]] = {
        "agreement": "session__conference",
        "people": "conference",
    }

    class Media:
        css = {"all": ["css/run_sheet.css"]}

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        sees = sees_agreements(request, obj)
        return [f for f in self.fields if f != "agreement" or sees]

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ("cue_en", "cue_zh"):
            field.widget.attrs["rows"] = 2
        return field
