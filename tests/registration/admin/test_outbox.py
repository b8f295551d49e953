"""Staff see that a copy sends nothing, and release its letters."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.utils import timezone

from registration.letters import copies
from registration.models import Letter, Outbox
from tests.admin_pages import answer, messages_of, office
from tests.factories import make_letter, make_staff

pytestmark = pytest.mark.server

__all__ = ["office"]  # a fixture, used by its name

PAGE = "/admin/registration/outbox/1/"
BANNER = "this database is a copy, and waits for somebody to release its letters."


@pytest.fixture
def copied():
    """A copy that brought one letter, and has queued another."""
    make_letter(queued_at=timezone.now() - timedelta(hours=3))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL confsite.home = 'copy'")
    copies.notice()
    Outbox.objects.update(copy_since=timezone.now() - timedelta(hours=1))
    make_letter()


def text(client, path):
    return client.get(path, follow=True).content.decode()


@pytest.mark.usefixtures("copied")
@pytest.mark.parametrize(
    "path",
    ["/admin/", "/admin/registration/letter/", "/admin/registration/delegate/"],
)
def test_it_says_so_wherever_one_looks_for_a_letter(office, path):
    page = text(office, path)

    assert BANNER in page
    assert "2 letters wait, the oldest since" in page
    assert f'href="{PAGE}change/"' in page


def test_it_says_nothing_where_letters_leave(office):
    make_letter()

    assert BANNER not in text(office, "/admin/registration/letter/")
    page = text(office, f"{PAGE}change/")
    assert "letters leave" in page
    assert f"{PAGE}release/" not in page


@pytest.mark.usefixtures("copied")
def test_releasing_asks_first_and_says_how_many_and_how_old(office):
    question = office.get(f"{PAGE}release/")

    assert copies.is_held()
    effects = question.context["outcome"].effects
    assert effects[0].startswith("2 letters wait, the oldest since")
    assert effects[1].startswith("1 letter came with the copy")
    assert effects[2] == "2 letters leave."

    done = answer(office, question)

    assert messages_of(done) == ["Done: 1. 2 letters leave."]
    assert not copies.is_held()
    assert "Changed" in text(office, f"{PAGE}history/")
    again = answer(office, office.get(f"{PAGE}release/"))
    assert "nothing to release" in messages_of(again)[0]


@pytest.mark.usefixtures("copied")
def test_what_came_with_the_copy_can_be_set_aside(office):
    done = answer(office, office.get(f"{PAGE}release-new/"))

    assert messages_of(done) == ["Done: 1. 1 letter is set aside."]
    assert sorted(Letter.objects.values_list("state", flat=True)) == [
        "failed",
        "queued",
    ]


@pytest.mark.usefixtures("copied")
@pytest.mark.parametrize("verb", ["release", "release-new"])
@pytest.mark.parametrize(
    ("rights", "status"),
    [(["view_letter", "change_letter", "view_outbox"], 403), (["release_outbox"], 200)],
)
def test_it_has_a_right_of_its_own(client, verb, rights, status):
    helper = make_staff(is_superuser=False)
    helper.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(helper)

    assert client.get(f"{PAGE}{verb}/").status_code == status
    answer = client.post(f"{PAGE}{verb}/", {"answered": "1"})
    assert answer.status_code in (status, 302)

    assert copies.is_held() is (status == 403)
    assert client.get("/admin/registration/outbox/", follow=True).status_code == 200


@pytest.mark.usefixtures("copied")
def test_who_may_not_see_the_outbox_is_not_led_there(client):
    helper = make_staff(is_superuser=False)
    helper.user_permissions.set(Permission.objects.filter(codename="view_letter"))
    client.force_login(helper)

    page = text(client, "/admin/registration/letter/")

    assert BANNER in page
    assert PAGE not in page
