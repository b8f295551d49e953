from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from confsite import proxies
from confsite.models import Heartbeat
from registration.letters import copies, progress
from registration.letters.kinds import Priority
from registration.models import Letter, MailTrouble
from registration.states import LetterState
from tests.confsite.test_middleware import kill_this_connection
from tests.factories import make_letter, make_staff
from tests.registration.delivery import deliver

# It is asked on a fresh connection, which sees nothing of a test's own transaction.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.server]


@pytest.fixture
def heartbeat():
    return Heartbeat.objects.create(name="sweep", at=timezone.now())


def readiness(client) -> tuple[int, dict]:
    response = client.get("/readyz")
    return response.status_code, response.json()


def test_the_process_answers_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.parametrize(
    ("path", "status"), [("/healthz", 200), ("/readyz", 200), ("/robots.txt", 400)]
)
def test_who_watches_the_processes_asks_each_by_its_own_address(
    client, heartbeat, settings, path, status
):
    settings.ALLOWED_HOSTS = ["conference.example.org"]

    assert client.get(path, headers={"Host": "10.0.0.12:8001"}).status_code == status


def test_all_is_well(client, heartbeat):
    make_letter()

    assert readiness(client) == (
        200,
        {
            "database": True,
            "worker": True,
            "letters": True,
            "outbox": True,
            "places": True,
            "jobs": True,
        },
    )


def test_readiness_costs_the_same_for_any_number_of_letters(
    client, heartbeat, django_assert_num_queries
):
    for _ in range(3):
        make_letter()

    with django_assert_num_queries(6):
        client.get("/readyz")


def test_a_worker_that_never_came_is_seen(client):
    assert readiness(client)[1] == {
        "database": True,
        "worker": False,
        "letters": True,
        "outbox": True,
        "places": True,
        "jobs": True,
    }


@pytest.mark.parametrize(
    ("silence", "status"),
    [(timedelta(minutes=1), 200), (timedelta(minutes=3), 503)],
)
def test_a_dead_worker_is_seen_within_three_minutes(client, heartbeat, silence, status):
    Heartbeat.objects.update(at=timezone.now() - silence)

    assert readiness(client)[0] == status


@pytest.mark.parametrize(
    ("state", "age", "status"),
    [
        (LetterState.QUEUED, 9, 200),
        (LetterState.QUEUED, 11, 503),
        (LetterState.SENDING, 11, 503),
        (LetterState.FAILED, 11, 200),
    ],
)
def test_a_letter_that_does_not_leave_is_seen(client, heartbeat, state, age, status):
    mail = make_letter(queued_at=timezone.now() - timedelta(minutes=age))
    claim = mail.uid if state == LetterState.SENDING else None
    type(mail).objects.update(state=state, claim=claim)

    assert readiness(client)[0] == status


@pytest.mark.parametrize("younger", [LetterState.SENT, LetterState.QUEUED])
def test_a_full_mailbox_is_no_alarm_while_other_letters_leave(
    client, heartbeat, younger
):
    now = timezone.now()
    old, later = now - timedelta(hours=3), now + timedelta(minutes=20)
    make_letter(queued_at=old, due_at=later, attempts=6, reason="452 full")
    sent_at = now if younger == LetterState.SENT else None
    make_letter(state=younger, sent_at=sent_at)

    assert readiness(client)[0] == (200 if younger == LetterState.SENT else 503)


@pytest.mark.parametrize(
    ("priority", "left", "minutes_ago", "status"),
    [
        (Priority.NON_URGENT, Priority.NON_URGENT, 9, 200),
        (Priority.NORMAL, Priority.NORMAL, 9, 200),
        # The negative controls: none leaves, or only others, or somebody waits.
        (Priority.NON_URGENT, Priority.NON_URGENT, 11, 503),
        (Priority.NON_URGENT, Priority.URGENT, 9, 503),
        (Priority.URGENT, Priority.URGENT, 9, 503),
    ],
)
def test_a_long_queue_is_no_alarm_while_it_gets_shorter(
    client, heartbeat, priority, left, minutes_ago, status
):
    now = timezone.now()
    for _ in range(2):
        make_letter(priority=priority, queued_at=now - timedelta(minutes=30))
    progress.note({left})
    left_at = now - timedelta(minutes=minutes_ago)
    Heartbeat.objects.filter(name__in=progress.BEATS).update(at=left_at)

    assert readiness(client)[0] == status


def test_a_worker_notes_what_leaves(client, heartbeat, sink):
    old = timezone.now() - timedelta(minutes=30)
    waiting = [make_letter(priority=Priority.NORMAL, queued_at=old) for _ in range(2)]
    assert readiness(client)[0] == 503

    Letter.objects.filter(pk=waiting[1].pk).update(due_at=old + timedelta(hours=1))
    deliver()

    assert readiness(client)[0] == 200


def test_a_letter_that_is_tried_anew_again_and_again_is_old(client, heartbeat):
    """As those of which no attempt counts, because the mail server is away."""
    now = timezone.now()
    make_letter(
        queued_at=now - timedelta(minutes=15), due_at=now + timedelta(minutes=1)
    )

    assert readiness(client)[0] == 503


def test_a_mail_server_that_cannot_be_used_is_seen(client, heartbeat):
    MailTrouble.objects.create(domain="", failures=1, reason="535 wrong password")

    assert readiness(client)[0] == 503


def test_a_copy_that_sends_nothing_says_in_words_what_to_do(
    client, heartbeat, monkeypatch
):
    monkeypatch.setattr(copies, "is_held", lambda: True)

    status, checks = readiness(client)

    assert status == 503
    assert checks.pop("outbox").endswith("or by manage.py release_outbox.")
    assert set(checks.values()) == {True}


def test_a_database_that_is_back_is_seen_by_every_thread_at_once(client, heartbeat):
    """What a thread has kept from before is none of its business."""
    kill_this_connection()

    assert readiness(client)[0] == 200


def test_a_database_that_is_away_is_said_so(client, monkeypatch):
    connection.close()
    with monkeypatch.context() as gone:
        gone.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        gone.setitem(connection.settings_dict, "PORT", "1")
        answer = readiness(client)

    assert answer == (503, {"database": False})


FORWARDED = {"X-Forwarded-For": "203.0.113.7"}


@pytest.fixture
def anew(monkeypatch):
    """As if nothing had been noted by this process."""
    monkeypatch.setattr(proxies, "_last_noted", float("-inf"))


@pytest.mark.usefixtures("heartbeat", "anew")
@pytest.mark.parametrize(
    ("number", "peer", "is_told"),
    [(0, "127.0.0.1", True), (0, "8.8.8.8", False), (1, "127.0.0.1", False)],
)
def test_a_proxy_that_nobody_counts_is_told(settings, client, number, peer, is_told):
    """Not what anybody may write into a request from afar."""
    settings.PROXIES = number
    request = RequestFactory().get("/", headers=FORWARDED, REMOTE_ADDR=peer)

    proxies.note_if_there_is_one(request)

    status, checks = readiness(client)
    assert (status, checks.get("proxies")) == ((503, False) if is_told else (200, None))
    client.force_login(make_staff())
    assert ("PROXIES" in client.get("/admin/").content.decode()) is is_told


@pytest.mark.usefixtures("heartbeat", "anew")
def test_it_is_forgotten_when_it_no_longer_comes(client):
    Heartbeat.objects.create(
        name=proxies.NAME, at=timezone.now() - proxies.KNOWN_FOR - timedelta(seconds=1)
    )

    assert readiness(client)[0] == 200
    assert client.get("/readyz", headers=FORWARDED).json()["proxies"] is False
