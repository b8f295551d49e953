from . import (
    category,
    delegate,
    duplicates,
    jobs,
    letter,
    outbox,
    privacy,
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
    "privacy",
    "quota",
    "settings",
    "tags",
    "trial",
]
