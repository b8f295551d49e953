from . import (
    category,
    consents,
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
    "consents",
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
