"""/metrics: how the site is, in numbers. Not for strangers: places tell who comes."""

from collections.abc import Iterator

from django.conf import settings
from django.db import Error, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from confsite import proxies
from confsite.metrics import requests
from confsite.metrics.text import CONTENT_TYPE, Family, Sample, exposition
from confsite.models import Heartbeat


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """To whoever has the token, or asks this process from its own machine."""
    if not (proxies.is_from_next_door(request) or has_token(request)):
        raise Http404
    text = exposition([*requests.families(), *from_the_database()])
    return HttpResponse(text, content_type=CONTENT_TYPE)


def has_token(request: HttpRequest) -> bool:
    sent = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    return bool(settings.METRICS_TOKEN) and constant_time_compare(sent, wanted)


def from_the_database() -> list[Family]:
    """All that it says, or that it says nothing."""
    try:
        told = [*jobs()]
        for families in settings.METRICS:
            told += import_string(families)()
    except Error:
        connection.close()
        told = []
    answers = "Whether the database answers."
    return [
        Family("confsite_database_up", "gauge", answers, [Sample(bool(told))]),
        *told,
    ]


def jobs() -> Iterator[Family]:
    beats = Heartbeat.objects.exclude(name=proxies.NAME).values_list("name", "at")
    yield Family(
        "confsite_job_last_run_timestamp_seconds",
        "gauge",
        "When a job of the worker last ran.",
        [Sample(at.timestamp(), {"job": name}) for name, at in beats.order_by("name")],
    )
