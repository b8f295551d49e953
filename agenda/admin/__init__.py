from . import (
    agreement,
    conference,
    exports,
    organisation,
    place,
    release,
    session,
    speaker,
    staff,
)

__all__ = [
    "agreement",
    "conference",
    "exports",
    "organisation",
    "place",
    "release",
    "session",
    "speaker",
    "staff",
]
