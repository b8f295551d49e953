"""The history of a row in the admin: when, who, what, and what happened below it."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.admin_pages import filled_in, office
from tests.factories import (
    STARTS_AT,
    make_agreement,
    make_conference,
    make_join_option,
    make_organisation,
    make_participation,
    make_run_item,
    make_session,
    make_signature,
    make_speaker,
    make_staff,
)

pytestmark = pytest.mark.server

__all__ = ["office"]  # a fixture, used by its name


def page_of(row, page="history") -> str:
    return reverse(f"admin:agenda_{row._meta.model_name}_{page}", args=[row.pk])


def lines(client, row) -> list[str]:
    changes = client.get(page_of(row)).context["changes"]
    return [f"{change.what} {change.subject}".strip() for change in changes]


def test_times_are_in_the_clock_that_the_page_names(office):
    session = make_session(make_conference(time_zone="Asia/Shanghai"))
    session.starts_at = STARTS_AT.replace(minute=10)
    session.save()

    page = office.get(page_of(session))

    [difference] = page.context["changes"][0].differences
    assert "Asia/Shanghai" in page.content.decode()
    assert difference.after.endswith(", 14:10")


@pytest.mark.django_db(transaction=True)
def test_people_of_a_session_are_in_its_history(office):
    session = make_session()
    speaker = make_speaker(session.conference, given_name="Wei", family_name="Chen")
    row = {
        "participations-TOTAL_FORMS": "1",
        "participations-0-speaker": str(speaker.pk),
        "participations-0-role": "speaker",
        "participations-0-position": "0",
    }

    filled_in(office, page_of(session, "change"), **row)
    part = session.participations.get()
    filled_in(
        office, page_of(session, "change"), **{"participations-0-role": "moderator"}
    )
    part.delete()

    assert lines(office, session) == [
        "Deleted participant: Wei Chen, Moderator",
        "Changed participant: Wei Chen, Moderator",
        "Created participant: Wei Chen, Speaker",
        "Created",
    ]
    changed = office.get(page_of(session)).context["changes"][1]
    assert changed.by.startswith("staff")
    assert [difference.after for difference in changed.differences] == ["Moderator"]


def test_a_number_that_was_none_is_shown(office):
    option = make_join_option()
    option.position = 7
    option.save()

    html = office.get(page_of(option.room)).content.decode()

    assert " ".join(html.split()).count(">0</td>") == 1


def test_whatever_stands_below_a_row_is_in_its_history(office):
    agreement = make_agreement(parties=[make_organisation(name_en="Ox")])
    make_signature(agreement)
    option = make_join_option()
    conference = make_conference()
    conference.partners.create(organisation=make_organisation(name_en="Bridge"))
    conference.country_names.create(country="FR", name_en="France")
    item = make_run_item(make_session(), item_en="Lights")

    assert "Created party: Ox" in lines(office, agreement)
    assert "Created signatory or witness: " in str(lines(office, agreement))
    assert f"Created way to join online: {option}" in lines(office, option.room)
    assert "Created partner: Bridge" in lines(office, conference)
    assert "Created name of a country or region: FR: France ·" in str(
        lines(office, conference)
    )
    assert "Created item of the run sheet: Lights" in lines(office, item.session)


def test_rows_that_are_named_by_what_is_gone_have_a_line(office):
    participation = make_participation(make_session())

    participation.speaker.delete()

    assert "Deleted participant" in lines(office, participation.session)


def test_the_history_tells_of_agreements_only_those_who_may_see_them(client):
    agreement = make_agreement(title_en="Secret pact")
    make_run_item(agreement.session, agreement=agreement, item_en="")
    wei = make_staff(is_superuser=False)
    rights = ("view_session", "view_runitem")
    wei.user_permissions.set(Permission.objects.filter(codename__in=rights))
    make_participation(agreement.session)
    client.force_login(wei)

    page = client.get(page_of(agreement.session)).content.decode()

    assert "Secret pact" not in page
    assert lines(client, agreement.session) == [
        "Created item of the run sheet",
        "Created",
    ]


def test_a_history_costs_the_same_for_any_number_of_rows_below(office):
    session = make_session()

    def cost() -> int:
        make_participation(session)
        office.get(page_of(session))
        with CaptureQueriesContext(connection) as queries:
            office.get(page_of(session))
        return len(queries)

    cost()
    assert cost() == cost()
