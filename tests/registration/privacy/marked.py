"""A person whose every word is found again wherever it went."""

from django.db import connection

from registration.models import Delegate
from tests.factories import make_category, make_open_conference, register_someone

# Each of them once in the world; the number is a real one.
MARKS = {
    "title": "Qtitlex",
    "family_name": "Qfamilyx",
    "given_name": "Qgivenx",
    "native_name": "罕僻名",
    "email": "qmailx@qdomainx.example.org",
    "phone": "+442079460958",
    "organisation": "Qinstitutex",
    "position": "Qpositionx",
    "contact_name": "Qcontactx",
    "contact_email": "qsecretaryx@example.org",
    "note": "Qnotex",
}
LATER = {"organisation": "Qlaterx", "family_name": "Qmarriedx"}
NEW_ADDRESS = "qmovedx@example.org"
WORDS = {*MARKS.values(), *LATER.values(), NEW_ADDRESS, "qdomainx", "qlistedx"}


def register_marked(**columns) -> Delegate:
    category = columns.pop("category", None) or make_category(
        make_open_conference(), places=1
    )
    return register_someone(category, **MARKS | columns)


def places_of(words) -> dict[str, list[str]]:
    """In which tables, and which rows, the words are: all of the database as text."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables "
            "WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT lower(t::text) FROM "{table}" t')
            for (row,) in cursor.fetchall():
                for word in words:
                    inside = word.lower().encode()
                    # What bytes hold is written in hexadecimal.
                    if word.lower() in row or inside.hex() in row:
                        found.setdefault(table, []).append(f"{word} in {row}")
    return found
