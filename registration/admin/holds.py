"""What staff see of places that still have to be kept, and of those that were not."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import DropdownFilter

from confsite.admin.columns import Badge, badge_with_word
from confsite.bilingual import suffix
from registration.models import Delegate


class HoldFilter(DropdownFilter):
    """Those who have to keep their place, and those who did not."""

    title = gettext_lazy("held place")
    parameter_name = "hold"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("held", gettext_lazy("to be kept")),
            ("lapsed", gettext_lazy("not kept in time")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "held":
                return queryset.held()  # type: ignore[attr-defined]
            case "lapsed":
                return queryset.lapsed()  # type: ignore[attr-defined]
        return queryset


def with_hold(state: SafeString, delegate: Delegate) -> SafeString:
    """How they stand, and below it until when a place is held, or was."""
    if delegate.held_until is None:
        return state
    clock, _second = delegate.conference.clocks
    # Within days from now, so that the year goes without saying.
    form = "n月j日 H:i" if suffix() == "zh" else "j M, H:i"
    until = formats.date_format(clock.at(delegate.held_until), form)
    if delegate.is_held:
        note = badge_with_word(_("held until %s") % until, Badge("timer", "care"))
    else:
        badge = Badge("timer_off")
        note = badge_with_word(_("not kept until %s") % until, badge)
    return format_html("{}{}", state, note)
