"""What a sign-up costs in statements. A larger number has to be argued for."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.clock import a_second_later
from tests.factories import make_category, make_quota
from tests.pages import open_page, sign_up, sign_up_address

# The delegate, the letter, and the places: their locks and count in one message.
SIGN_UP = ["BEGIN", *["EXECUTE"] * 3, "COMMIT"]


def statements(act) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"].split()[0] for query in captured]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("quotas", [1, 5])
def test_signing_up_is_six_statements_for_any_number_of_quotas(client, quotas):
    category = make_category(places=9)
    for attendance in ("onsite", "online", "")[: quotas - 1]:
        make_quota(category.conference, attendance=attendance)
    if quotas == 5:
        make_quota(category=category, attendance="onsite")
    sign_up(client, category, email="first@example.org")

    seen = statements(lambda: sign_up(client, category))

    assert category.delegates.count() == 2
    # What came from the same network; then the sign-up itself.
    assert seen == ["EXECUTE", *SIGN_UP]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("places", "may_wait", "how_many"),
    [
        pytest.param(9, True, 6, id="a place"),
        pytest.param(1, False, 8, id="none, and asked"),
    ],
)
def test_a_known_address_costs_as_many_as_a_new_one(client, places, may_wait, how_many):
    """S1: else a stranger with a stopwatch would learn who is coming."""
    category = make_category(places=places)
    sign_up(client, category, email="known@example.org")
    told = {} if may_wait else {"told": ""}

    def come(email: str) -> list[str]:
        return statements(lambda: sign_up(client, category, email=email, **told))

    come("first@example.org")
    new, known = come("new@example.org"), come("known@example.org")

    assert len(known) == len(new) == how_many


@pytest.mark.django_db(transaction=True)
def test_correcting_to_a_known_address_costs_no_more(client):
    category = make_category(places=9)
    sign_up(client, category, email="known@example.org")
    address = sign_up(client, category, email="anna@exmaple.org")["Location"]

    def correct(email: str) -> list[str]:
        return statements(lambda: client.post(address, {"email": email}))

    assert len(correct("known@example.org")) <= len(correct("anna@example.org"))


@pytest.mark.django_db(transaction=True)
def test_once_a_second_it_is_one_more(client):
    category = make_category(places=9)
    sign_up(client, category, email="first@example.org")
    a_second_later()

    seen = statements(lambda: sign_up(client, category))

    # What is offered, and which release of the programme is public.
    assert seen == ["SELECT", "EXECUTE", *SIGN_UP]


@pytest.mark.django_db(transaction=True)
def test_without_limits_nothing_is_counted(client, settings):
    settings.LIMITS = False
    category = make_category(places=9)
    sign_up(client, category, email="first@example.org")

    assert statements(lambda: sign_up(client, category)) == SIGN_UP


@pytest.mark.django_db(transaction=True)
def test_joining_the_waiting_list_is_two_more(client):
    category = make_category(places=0)
    sign_up(client, category, email="first@example.org")

    seen = statements(lambda: sign_up(client, category))

    assert len(seen) == 8


def test_the_form_is_rendered_once_and_then_free(client, category):
    open_page(client, sign_up_address(category))

    assert statements(lambda: open_page(client, sign_up_address(category))) == []


def test_looking_again_later_is_one_statement_for_page_and_door(client, category):
    open_page(client, sign_up_address(category))
    a_second_later()

    assert statements(lambda: open_page(client, sign_up_address(category))) == [
        "SELECT"
    ]


def test_the_answer_is_free_too(client, category):
    response = sign_up(client, category)
    open_page(client, response["Location"])

    assert statements(lambda: open_page(client, response["Location"])) == []
