"""python -m tests.browser.running: a conference that runs now, in two halls.

It ends last of all, so that the front door goes on leading to the one of the demo.
"""

from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402

from tests.factories import (  # noqa: E402
    make_conference,
    make_participation,
    make_room,
    make_session,
    publish,
)

SLUG = "running"


def main() -> None:
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    conference = make_conference(
        published=False,
        slug=SLUG,
        starts_at=now - timedelta(days=2),
        ends_at=now + timedelta(days=36_500),
    )
    for position, name in enumerate(("Hall", "Studio")):
        room = make_room(conference, name_en=name, name_zh=name, position=position)
        for hours in (-24, -2, 0, 1, 24):
            session = make_session(
                conference,
                starts_at=now + timedelta(hours=hours),
                room=room,
                language="en",
                is_cancelled=position == 1 and hours == -2,
            )
            make_participation(session)
    publish(conference)


if __name__ == "__main__":
    main()
