"""Time that passes when a test says so."""

from agenda.release import programme
from registration.signup import availability, status


def a_second_later() -> None:
    """What may be a second old is asked anew, as confsite/caching/ttl.py does."""
    for remembered in (
        status._status,
        availability.current_availability,
        programme.latest,
    ):
        remembered.cache_clear()
