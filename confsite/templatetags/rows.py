"""{% rows cl %}: the rows of a list of the admin; on a phone two lines each.

It writes what unfold's own table says, many times faster: of fifty rows that is most of
the time which a page takes.
"""

from collections.abc import Iterator
from typing import Any

from django import template
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import (
    display_for_field,
    display_for_value,
    lookup_field,
)
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.admin import checkbox
from unfold.templatetags.unfold_list import result_headers

register = template.Library()

CHECKBOX = "action_checkbox"
# In a column; on a phone, where no head stands above it, it is left out.
NOTHING = "–"
OF_AN_EMPTY_LIST = ("has_add_permission", "is_popup", "to_field")
MONOGRAM = (
    '<span class="bg-white border border-base-200 flex font-medium h-8 items-center '
    "justify-center rounded-full text-xs uppercase w-8 dark:bg-base-900 "
    'dark:border-base-700" aria-hidden="true">{}</span>'
)


@register.inclusion_tag("admin/rows.html", takes_context=True)
def rows(context: Context, cl: Any) -> dict[str, Any]:
    # Drawn once: only the key differs.
    box = checkbox.render(ACTION_CHECKBOX_NAME, "{}")
    suffix = filters_to_come_back_to(cl)
    return {
        "cl": cl,
        "result_headers": list(result_headers(cl)),
        "rows": [
            SafeString("".join(cells(cl, row, box, suffix))) for row in cl.result_list
        ],
        **{name: context.get(name) for name in OF_AN_EMPTY_LIST},
    }


def cells(cl: Any, row: Model, box: str, suffix: str) -> Iterator[SafeString]:
    """The first column leads to the row's own page."""
    is_first = True
    for name in cl.list_display:
        if name == CHECKBOX:
            chosen = format_html(box, row.pk)
            yield format_html('<td class="action-checkbox">{}</td>', chosen)
        elif is_first:
            is_first = False
            yield format_html(
                '<th class="field-{}">{}</th>', name, link(cl, row, name, suffix)
            )
        else:
            shown = value_of(cl, row, name)
            kind = f"{name} says-nothing" if shown == NOTHING else name
            yield format_html('<td class="field-{}">{}</td>', kind, shown)


def filters_to_come_back_to(cl: Any) -> str:
    """What the address of each row ends with."""
    filters = {"preserved_filters": cl.preserved_filters, "opts": cl.opts}
    for row in cl.result_list:
        address = str(add_preserved_filters(filters, cl.url_for_result(row)))
        return "".join(address.partition("?")[1:])
    return ""


def link(cl: Any, row: Model, name: str, suffix: str) -> SafeString:
    address = cl.url_for_result(row) + suffix
    opener = row.serializable_value(cl.to_field or cl.pk_attname)
    popup = format_html(' data-popup-opener="{}"', opener) if cl.is_popup else ""
    shown = value_of(cl, row, name)
    return format_html('<a href="{}"{}>{}</a>', address, popup, shown)


def value_of(cl: Any, row: Model, name: str) -> Any:
    """As Django shows it; a column of two lines as unfold does."""
    empty = cl.model_admin.get_empty_value_display()
    try:
        field, attribute, value = lookup_field(name, row, cl.model_admin)
    except ObjectDoesNotExist:
        return empty
    empty = getattr(attribute, "empty_value_display", empty)
    if field is not None and not field.auto_created:
        return display_for_field(value, field, empty)
    if getattr(attribute, "header", False):
        return two_lines(*value)
    boolean = getattr(attribute, "boolean", False)
    return display_for_value(value, empty, boolean)


def two_lines(first: Any, second: Any = "", monogram: str = "") -> SafeString:
    return format_html(
        '<span class="two-lines">{}<span><strong>{}</strong>{}</span></span>',
        format_html(MONOGRAM, monogram) if monogram else "",
        first,
        format_html("<p>{}</p>", second) if second else "",
    )
