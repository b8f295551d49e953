from . import category, delegate, desk, letter, quota

__all__ = ["category", "delegate", "desk", "letter", "quota"]
