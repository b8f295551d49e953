from . import category, delegate, jobs, letter, outbox, quota, settings

__all__ = ["category", "delegate", "jobs", "letter", "outbox", "quota", "settings"]
