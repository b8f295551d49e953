"""bin/run web: how granian serves the site, here and in production."""

import gc
import logging
import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
from importlib import import_module
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces, RuntimeModes
from granian.http import HTTP1Settings
from granian.log import LogLevels

from launcher.home import missing_in_production

# What is served unless the command line names another module.
SITE = "confsite.asgi"
# Seconds in which the head of a request has to come, or the next one on a kept
# connection; and in which those are answered that have come when the site stops.
HEAD_WITHIN, GRACE = 15, 8
LONGEST_HEAD = 64 * 1024
# Connections of one process, as far as it may have so many.
CONNECTIONS, SPARE_FILES = 10_000, 256


def main() -> None:
    if complaint := missing_in_production():
        sys.exit(f"confsite: {complaint}")
    # All that the first requests need, once, so that the workers share most of it.
    application = load(sys.argv[1] if len(sys.argv) > 1 else SITE)
    multiprocessing.set_start_method("fork")
    server = Granian(
        SITE,
        address=(os.environ.get("LISTEN") or "127.0.0.1").strip("[]"),
        port=int(os.environ.get("PORT") or "8000"),
        workers=int(os.environ.get("WEB_WORKERS", "2")),
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=HEAD_WITHIN * 1000, max_buffer_size=LONGEST_HEAD
        ),
        runtime_mode=RuntimeModes.st,
        websockets=False,
        backlog=4096,
        backpressure=connections(),
        # One that dies is replaced at once.
        respawn_failed_workers=True,
        respawn_interval=0,
        workers_kill_timeout=GRACE,
        # Personal links stand in paths, so there is no access log.
        log_access=False,
        log_level=LogLevels.warning,
        log_dictconfig=logs(),
    )
    parent = os.getpid()

    def begin() -> Any:
        threading.Thread(target=end_with, args=[parent], daemon=True).start()
        return application

    server.serve(target_loader=begin, wrap_loader=False)


def load(module: str) -> Any:
    application = import_module(module).application
    from django.db import connections
    from django.urls import get_resolver

    # Touch every view and what it imports.
    len(get_resolver().reverse_dict)
    # Two processes must never speak through one database connection.
    connections.close_all()
    # The collector would write into every object, and so unshare its page.
    gc.collect()
    gc.freeze()
    # A request leaves no cycles worth a search after every 700 objects.
    gc.set_threshold(50_000, 50, 50)
    return application


def logs() -> dict[str, Any]:
    """The site's own: granian sets up logging anew."""
    from django.conf import settings

    return dict(settings.LOGGING)


def connections() -> int:
    """Have as many files as we may; says how many of them can be connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + SPARE_FILES
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return max(soft, most) - SPARE_FILES


def end_with(parent: int) -> None:
    """Stop this worker when nobody is left to stop it."""
    while os.getppid() == parent:
        time.sleep(1)
    logging.getLogger(__name__).warning("The server has died; its worker stops.")
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
