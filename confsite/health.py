"""Whether this process lives, and whether the whole of it works."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from confsite import proxies
from confsite.models import Heartbeat

LATEST_HEARTBEAT = timedelta(minutes=2)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; it asks nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 if all is well; else 503, and which of the checks is not, or why."""
    # Whether the database takes a new one: what this thread held may have died since.
    connection.close()
    try:
        beats = dict(Heartbeat.objects.values_list("name", "at"))
        checks = {"database": True, "worker": is_alive(beats.get("sweep"))} | {
            name: import_string(check)()
            for name, check in settings.READY_CHECKS.items()
        }
        noted = proxies.is_recent(beats.get(proxies.NAME))
        if noted or proxies.is_forwarded(request):
            checks["proxies"] = False
    except Error:
        connection.close()
        checks = {"database": False}
    return JsonResponse(checks, status=200 if set(checks.values()) == {True} else 503)


def is_alive(beat: datetime | None) -> bool:
    """Beat has rung and a worker has answered within the last two minutes."""
    return beat is not None and beat > timezone.now() - LATEST_HEARTBEAT
