"""The same thing at the same time, over connections of their own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection, connections

T = TypeVar("T")
# Seconds until a start or an end that never comes is an error and no hang.
PATIENCE = 60
WAITS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


def in_threads(n: int, do: Callable[[int], T]) -> list[T]:
    """Call do(0) … do(n - 1) in n threads that start together; answers in that order.

    Each thread has a database connection of its own, so the test must be marked with
    `django_db(transaction=True)`. The first error of a thread is raised here.
    """
    ready = threading.Barrier(n)

    def run(number: int) -> T:
        ready.wait(PATIENCE)
        try:
            return do(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(n) as pool:
        futures = [pool.submit(run, number) for number in range(n)]
        return [future.result(PATIENCE) for future in futures]


def somebody_waits() -> bool:
    """Whether anybody waits for what somebody else has locked, as of now."""
    with connection.cursor() as cursor:
        # Within a transaction the view stays as it was when it was first asked.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(WAITS)
        return bool(cursor.fetchone()[0])
