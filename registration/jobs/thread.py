"""Jobs have a thread of the worker to themselves: letters do not wait for them.

Nor do they for letters, whose runs never cease while thousands sign up.
"""

import logging
import threading
from typing import Any

from celery.signals import worker_shutdown
from django.db import connections

from registration.jobs import work

logger = logging.getLogger(__name__)
# Seconds that a batch has to come to its end when the worker is asked to stop.
PATIENCE = 10

_beginning = threading.Lock()
_asked, _stopped = threading.Event(), threading.Event()
_thread: threading.Thread | None = None


def wake() -> None:
    """See to it that somebody does what is due."""
    global _thread
    _asked.set()
    with _beginning:
        if _thread is None or not _thread.is_alive():
            # A daemon: should a job hang, the worker can be stopped nevertheless.
            _thread = threading.Thread(target=run, name="jobs", daemon=True)
            _thread.start()


def run() -> None:
    while _asked.wait() and not _stopped.is_set():
        _asked.clear()
        try:
            work.do_all(_stopped)
        except Exception:
            # The row is safe, and beat calls again in some seconds.
            logger.exception("Jobs cannot be done just now")
        finally:
            connections.close_all()


@worker_shutdown.connect
def stop(**_options: Any) -> None:
    """Give back what is under way, so that another worker need not wait for it."""
    _stopped.set()
    _asked.set()
    logger.info("The worker stops: whatever job it does is given back")
    if _thread is not None:
        _thread.join(PATIENCE)
