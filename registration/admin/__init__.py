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
    trial,
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
    "trial",
]
