from . import category, delegate, jobs, letter, outbox, quota, settings, tags

__all__ = [
    "category",
    "delegate",
    "jobs",
    "letter",
    "outbox",
    "quota",
    "settings",
    "tags",
]
