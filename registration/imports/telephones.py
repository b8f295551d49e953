"""Telephone numbers as they stand in files, and as a spreadsheet has spoiled them."""

import re
from typing import Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from confsite import text
from registration.fields import dialled, in_full, telephone

# 1.38E+10: what is left of a number that a spreadsheet took for a large one.
ROUNDED = re.compile(r"\d(?:[.,]\d+)?\s*[eE]\s*\+?\d{1,2}")
# 13800138000.0: what a program makes of a number on its way through Excel.
DECIMAL = re.compile(r"(\d{6,})[.]0+")
BETWEEN = re.compile(r"\s*(?:[;；、\n|]|/(?=\s*[+(\d])|[,，](?=\s*\+?\d{6,}))\s*")
# Most numbers of most lists: their rule is asked alone.
CHINA: Any = phonenumbers.PhoneMetadata.metadata_for_region("CN")
CHINESE_MOBILE = re.compile(CHINA.mobile.national_number_pattern)
BEFORE = re.compile(r"^(?:tel|phone|mobile|mob|cell|电话|手机|联系电话)[.:\s]*", re.I)


def read_telephone(written: str, countries: tuple[str, ...]) -> tuple[str, str]:
    """The number in E.164, and what else stood in the cell and is left out.

    Without its code it is dialled in the first of these countries where it can be.
    Raises ValidationError.
    """
    typed = BEFORE.sub("", text.code(written))
    refuse_spoiled(typed)
    if whole := DECIMAL.fullmatch(typed):
        typed = whole[1]
    first, *others = filter(None, BETWEEN.split(typed))
    return one_number(first, countries), "; ".join(others)


def refuse_spoiled(typed: str) -> None:
    """Raises ValidationError where digits are lost for good."""
    if ROUNDED.fullmatch(typed):
        words = _(
            "A spreadsheet has rounded this number to %s, and its digits are lost. "
            "Format the column as text and type the number again."
        )
        raise ValidationError(words % typed)
    if "#" in typed and not typed.strip("#"):
        raise ValidationError(
            _("A spreadsheet shows ##### where a column is too narrow: no number.")
        )


def one_number(typed: str, countries: tuple[str, ...]) -> str:
    digits = re.sub(r"[\s-]", "", typed)
    if digits[:1] == "1" and CHINESE_MOBILE.fullmatch(digits):
        return f"+86{digits}"
    # 8613800138000: Excel takes the + away.
    with_code = [f"+{typed}"] if typed[:1] in "123456789" else []
    for way, country in [
        *((typed, country) for country in countries),
        *((way, "CN") for way in with_code),
    ]:
        number = dialled(way, country)
        if number is not None:
            return in_full(number)
    return telephone(typed, countries[0] if countries else "")
