from . import category, delegate, jobs, letter, outbox, quota, settings, trial

__all__ = [
    "category",
    "delegate",
    "jobs",
    "letter",
    "outbox",
    "quota",
    "settings",
    "trial",
]
