from . import category, delegate, letter, quota, settings

__all__ = ["category", "delegate", "letter", "quota", "settings"]
