"""Event loops of our own."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """As asyncio.run(), in a thread: in this one Playwright may have a loop running."""
    with ThreadPoolExecutor(1) as one:
        return one.submit(asyncio.run, work).result()
