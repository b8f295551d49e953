from . import category, delegate, letter, outbox, quota, settings

__all__ = ["category", "delegate", "letter", "outbox", "quota", "settings"]
