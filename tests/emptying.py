"""What a test has committed is deleted after it, and nothing else is touched.

Django empties every table by TRUNCATE and makes all rights anew: most of a second for a
handful of rows, and there are hundreds of such tests.
"""

import pgtrigger
from django.db import connection, transaction

# They say what the code says, and no test changes them.
STAYS = {"django_content_type", "auth_permission"}


def empty_tables() -> None:
    """Delete the rows of all models, whatever refers to whatever, without a history."""
    tables = connection.introspection.django_table_names(
        only_existing=True, include_views=False
    )
    names = [name for name in tables if name not in STAYS]
    look = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in names
    )
    # The triggers of histories keep still; what refers to a row is looked at once all
    # are gone, at the commit.
    with transaction.atomic(), pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(look)
        for (name,) in cursor.fetchall():
            cursor.execute(f'DELETE FROM "{name}"')
