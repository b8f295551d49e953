"""How gunicorn serves the site, here and in production: gunicorn -c <this file>."""

import gc
import os
from typing import Any

wsgi_app = "confsite.wsgi"
bind = f"{os.environ.get('LISTEN', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "gthread"
threads = 8
# With one shared socket a single worker takes every kept-alive connection.
reuse_port = True
# Loaded once, so that the workers share most of their memory.
preload_app = True
keepalive = 5
graceful_timeout = 8
control_socket_disable = True
# Nothing that a request says of itself is believed here, whoever is connected: what is
# kept for everybody would carry it. PROXIES, a setting of ours, says what is.
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}
# Personal links stand in paths, so there is no access log.
accesslog = None
loglevel = "warning"
if os.access("/dev/shm", os.W_OK):  # noqa: S108
    # A worker proves its life by touching a file, also while the disk is full.
    worker_tmp_dir = "/dev/shm"  # noqa: S108


def when_ready(server: Any) -> None:
    """Load what the first requests need, before the workers are forked."""
    from django.urls import get_resolver

    # Touch every view and what it imports.
    len(get_resolver().reverse_dict)
    # The collector would write into every object, and so unshare its page.
    gc.collect()
    gc.freeze()
    # A request leaves no cycles worth a search after every 700 objects.
    gc.set_threshold(50_000, 50, 50)


def pre_fork(server: Any, worker: Any) -> None:
    """Two processes must never speak through one database connection."""
    from django.db import connections

    connections.close_all()
