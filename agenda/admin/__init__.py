from . import conference, organisation, place, release, session, speaker

__all__ = ["conference", "organisation", "place", "release", "session", "speaker"]
