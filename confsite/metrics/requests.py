"""frozen: measured. Requests by kind of page, by how they ended and how long it took.

From when a thread takes a request until its answer is made: what waits for a thread, or
for a slow line, is the proxy's to tell.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import accumulate, product
from time import perf_counter

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from confsite.metrics.cells import Cells
from confsite.metrics.text import Family, Sample

# Seconds, from a page that is kept to the longest statement that is allowed.
UP_TO = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
ANSWERS = ("1xx", "2xx", "3xx", "4xx", "5xx")
PAGE, FORM, SIGN_UP = "page", "form", "sign-up"
# By the first part of a path or the one after language and conference; all others are
# pages.
GROUP_BY_PART = {
    **dict.fromkeys(["admin", "checkin", "api", "mailbox"], "staff"),
    **dict.fromkeys(["healthz", "readyz", "metrics"], "health"),
    **dict.fromkeys(["static", "accent", "portraits"], "file"),
    **dict.fromkeys(["my", "t", "delegation", "join"], "personal"),
    "register": FORM,
}
GROUPS = (PAGE, SIGN_UP, *dict.fromkeys(GROUP_BY_PART.values()))
# Of each group and class of answers: one for each step, one beyond them, and the sum.
WIDTH = len(UP_TO) + 2
PLACES = {
    group: [WIDTH * (len(ANSWERS) * number + answer) for answer in range(len(ANSWERS))]
    for number, group in enumerate(GROUPS)
}


cells = Cells(WIDTH * len(ANSWERS) * len(GROUPS))


class CountRequests:
    """The outermost middleware, around what is kept as well."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = perf_counter()
        response = self.get_response(request)
        seconds = perf_counter() - began
        place = PLACES[group_of(request)][response.status_code // 100 - 1]
        cells.add(place + bisect_left(UP_TO, seconds), 1, place + WIDTH - 1, seconds)
        return response


def group_of(request: HttpRequest) -> str:
    """What kind of page is asked for; a form that is sent is a kind of its own."""
    parts = request.path_info.split("/", 4)
    group = GROUP_BY_PART.get(parts[1])
    if group is None and len(parts) > 3:
        group = GROUP_BY_PART.get(parts[3])
    if group is None:
        return PAGE
    return SIGN_UP if group == FORM and request.method == "POST" else group


def families() -> Iterator[Family]:
    yield Family(
        "confsite_request_duration_seconds",
        "histogram",
        "Requests of all processes of this web group, by kind of page and answer.",
        samples(cells.totals()),
    )


def samples(totals: list[float]) -> Iterator[Sample]:
    """Of each that has occurred: so many up to each step, the sum and the number."""
    for group, answer in product(GROUPS, range(len(ANSWERS))):
        place = PLACES[group][answer]
        counted = list(accumulate(totals[place : place + WIDTH - 1]))
        if not counted[-1]:
            continue
        labels = {"group": group, "answer": ANSWERS[answer]}
        for limit, count in zip((*UP_TO, "+Inf"), counted, strict=True):
            yield Sample(count, labels | {"le": str(limit)}, "_bucket")
        yield Sample(totals[place + WIDTH - 1], labels, "_sum")
        yield Sample(counted[-1], labels, "_count")
