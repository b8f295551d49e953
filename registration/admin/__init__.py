from . import category, delegate, duplicates, jobs, letter, outbox, quota, settings

__all__ = [
    "category",
    "delegate",
    "duplicates",
    "jobs",
    "letter",
    "outbox",
    "quota",
    "settings",
]
