from .agreement import Agreement, AgreementParty, Signature
from .conference import Conference, CountryName, FormerSlug, Partner
from .organisation import Organisation
from .place import JoinOption, Room, Track
from .portrait import Portrait
from .release import Release
from .role_assignment import RoleAssignment
from .run import RunItem
from .session import Participation, Session
from .speaker import Speaker

__all__ = [
    "Agreement",
    "AgreementParty",
    "Conference",
    "CountryName",
    "FormerSlug",
    "JoinOption",
    "Organisation",
    "Participation",
    "Partner",
    "Portrait",
    "Release",
    "RoleAssignment",
    "Room",
    "RunItem",
    "Session",
    "Signature",
    "Speaker",
    "Track",
]
