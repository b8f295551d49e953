from . import (
    category,
    delegate,
    duplicates,
    jobs,
    letter,
    outbox,
    quota,
    settings,
    tags,
)

__all__ = [
    "category",
    "delegate",
    "duplicates",
    "jobs",
    "letter",
    "outbox",
    "quota",
    "settings",
    "tags",
]
