from . import agreement, conference, organisation, place, release, session, speaker

__all__ = [
    "agreement",
    "conference",
    "organisation",
    "place",
    "release",
    "session",
    "speaker",
]
