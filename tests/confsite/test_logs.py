"""S2: no personal link stands in a log."""

import logging

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import UnreadablePostError

from confsite import logs
from confsite.logs import FewOfAKind, WithoutPersonalLinks
from registration import links
from tests.factories import make_delegate

TOKEN = "4x7k2mqp-Zm9vYmFyLWJhei0xMjM0_w-x"


@pytest.mark.parametrize(
    "path",
    [
        f"/en/china-uk/my/{TOKEN}/",
        f"/zh-hans/china-uk/my/{TOKEN}/cancel/",
        f"/en/china-uk/my/{TOKEN}/calendar.ics",
        f"/en/t/{TOKEN}/",
        f"/t/{TOKEN}/",
        f"/en/china-uk/join/{TOKEN}/",
        f"/en/china-uk/delegation/{TOKEN}/",
    ],
)
@pytest.mark.parametrize(
    ("message", "args"),
    [
        ("Not Found: %s", "{path}"),
        ('"GET %s HTTP/1.1" %s', ("{path}", 200)),
        ("{path}", ()),
        ("%(path)s", {"path": "{path}"}),
    ],
)
def test_a_token_is_masked(path, message, args):
    match args:
        case str():
            args = (path,)
        case tuple():
            args = tuple(path if arg == "{path}" else arg for arg in args)
        case dict():
            args = ({"path": path},)
    record = logging.LogRecord(
        "t", logging.INFO, "f", 1, message.replace("{path}", path), args, None
    )

    assert WithoutPersonalLinks().filter(record) is True

    assert TOKEN not in record.getMessage()
    assert "…" in record.getMessage()


@pytest.mark.parametrize(
    "words",
    [
        "/en/china-uk/agenda/opening/",
        "my/own",
        "/mymy/x/",
        "100 %",
        "Task deliver[4f0c2a9e-9d3b-4a57-8a7e-2f1b7c3d5e60] received",
    ],
)
def test_other_words_stay(words):
    record = logging.LogRecord("t", logging.INFO, "f", 1, words, (), None)

    WithoutPersonalLinks().filter(record)

    assert record.getMessage() == words


@pytest.mark.django_db
def test_what_django_logs_of_a_wrong_link_is_masked(client, settings):
    """The real handler, as settings configure it."""
    (handler,) = settings.LOGGING["root"]["handlers"]
    assert "no_tokens" in settings.LOGGING["handlers"][handler]["filters"]
    records: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = records.append
    handler.addFilter(WithoutPersonalLinks())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    delegate = make_delegate()
    token = links.token("ticket", delegate)

    client.get(f"/en/{delegate.conference.slug}/my/{token}/")
    logger.removeHandler(handler)

    assert len(records) == 1
    assert token not in records[0].getMessage()


@pytest.mark.parametrize("words", [f"/en/china-uk/my/{TOKEN}/", f"('uk', '{TOKEN}')"])
def test_an_exception_is_masked_too(words):
    """What formatting adds to a record after the filter has seen it."""
    try:
        raise ValueError(words)
    except ValueError as error:
        record = logging.LogRecord(
            "t", logging.ERROR, "f", 1, "failed", (), (type(error), error, None)
        )
    WithoutPersonalLinks().filter(record)

    assert TOKEN not in logging.Formatter().format(record)


def record(message="Not Found: %s", *args, error=None, level=logging.WARNING):
    facts = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("django.request", level, "f", 1, message, args, facts)


def raised(error):
    try:
        raise error
    except type(error) as caught:
        return caught


def written(*records, log=None):
    log = log or FewOfAKind()
    return [logging.Formatter().format(each) for each in records if log.filter(each)]


def test_strangers_cannot_fill_the_disk():
    """The control: without the filter it would be forty megabytes."""
    wrong = [record("Not Found: %s", f"/{n}" + "x" * 4000) for n in range(10_000)]

    lines = written(*wrong)

    assert len(lines) == logs.MOST
    assert sum(map(len, lines)) < 50_000
    assert lines[-1].endswith(logs.LEFT_OUT)


def test_another_kind_of_error_is_always_told():
    log = FewOfAKind()
    written(*[record() for _ in range(100)], log=log)

    other = record("failed", error=raised(KeyError("new")), level=logging.ERROR)

    assert "KeyError: 'new'" in written(other, log=log)[0]


def test_after_a_minute_it_is_told_again(monkeypatch):
    log = FewOfAKind()
    written(*[record() for _ in range(100)], log=log)
    later = logs.time.monotonic() + logs.PERIOD
    monkeypatch.setattr(logs.time, "monotonic", lambda: later)

    assert len(written(record(), log=log)) == 1


@pytest.mark.parametrize(
    "error",
    [UnreadablePostError("client is gone"), OperationalError("server is gone")],
)
def test_what_is_nobodys_mistake_here_has_no_traceback(error):
    (line,) = written(record("Failed: /", error=raised(error)))

    assert line == f"Failed: /: {error}"


def test_a_wrong_request_has_no_traceback():
    wrong = record("Bad Request: /", error=raised(SuspiciousOperation("nonsense")))
    wrong.status_code = 400

    assert written(wrong) == ["Bad Request: /: nonsense"]
