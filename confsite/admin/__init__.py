from . import staff

__all__ = ["staff"]
