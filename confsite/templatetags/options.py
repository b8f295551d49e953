"""{{ widget.optgroups|options }}: what a select offers, written in one go.

Django's own templates include two others for each option: of the time zones and the
countries that was most of the time which a form takes.
"""

from collections.abc import Iterator
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.forms.widgets import Select
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def options(groups: Any) -> SafeString:
    return SafeString("".join(parts(groups)))


def parts(groups: Any) -> Iterator[str]:
    for name, choices, _index in groups:
        if name:
            yield format_html('<optgroup label="{}">', name)
        for option in choices:
            yield one(option)
        if name:
            yield "</optgroup>"


def one(option: dict[str, Any]) -> str:
    if option["template_name"] != Select.option_template_name:
        return render_to_string(option["template_name"], {"widget": option})
    attributes = flatatt(option["attrs"]) if option["attrs"] else ""
    value, label = (
        conditional_escape(option["value"]),
        conditional_escape(option["label"]),
    )
    return f'<option value="{value}"{attributes}>{label}</option>'
