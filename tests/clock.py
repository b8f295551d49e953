"""Time that passes when a test says so."""

from agenda import programme
from registration import door, offer


def a_second_later() -> None:
    """What may be a second old is asked anew, as confsite/lately.py does by itself."""
    for remembered in (door._door, offer.current, programme.latest):
        remembered.forget()
