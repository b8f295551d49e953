"""Dates on a page, each in one piece."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

register = template.Library()

# 9 July, 9–11 July 2020; 7月9日, 2020年7月9日, and the 11日 of 2020年7月9日至11日.
ENGLISH = r"(?:\d{1,2}–)?\d{1,2} [^\W\d]+(?: \d{4})?"
CHINESE = r"(?:(?:\d{4}年)?\d{1,2}月)?\d{1,2}日"
DATE = re.compile(f"{ENGLISH}|{CHINESE}")


@register.filter
def unbroken(words: str) -> SafeString:
    """A date, or a run of them: a line ends before or after one, not inside it."""
    marked = DATE.sub(r'<span class="date">\g<0></span>', conditional_escape(words))
    return SafeString(marked)
