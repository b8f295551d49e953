from .conference import Conference, CountryName, Partner
from .organisation import Organisation
from .place import Room, Track
from .release import Release
from .session import Participation, Session
from .speaker import Speaker

__all__ = [
    "Conference",
    "CountryName",
    "Organisation",
    "Participation",
    "Partner",
    "Release",
    "Room",
    "Session",
    "Speaker",
    "Track",
]
