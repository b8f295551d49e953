"""Addresses of rows for which staff gave none."""

from django.db.models import QuerySet
from django.utils.text import slugify

from confsite.folding.order import in_pinyin


def free_slug(
    wanted: str, taken: QuerySet, *, otherwise: str, longest: int = 80
) -> str:
    """An address made of a text, numbered where another row of `taken` has it.

    A text without Latin letters or digits leaves `otherwise`.
    """
    start = slugify(wanted)[: longest - 5].strip("-") or slugify(otherwise)
    used = set(taken.filter(slug__startswith=start).values_list("slug", flat=True))
    slug, number = start, 1
    while slug in used:
        number += 1
        slug = f"{start}-{number}"
    return slug


def name_in_address(family: str, given: str, native: str) -> str:
    """The name of a person as free_slug() wants it; a Chinese one in pinyin."""
    return in_pinyin(f"{family} {given}".strip() or native)
