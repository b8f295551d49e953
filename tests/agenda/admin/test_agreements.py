"""Agreements in the admin: how far they are, and what the public sees of them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agenda.choices import AgreementStatus, Field
from agenda.models import (
    Agreement,
    AgreementParty,
    Signature,
)
from tests.admin_pages import errors_on, filled_in, form_on, messages_of, office
from tests.agenda.rows import below, page_of, sign_in
from tests.factories import (
    STARTS_AT,
    make_agreement,
    make_conference,
    make_organisation,
    make_session,
    make_signature,
    make_speaker,
)

__all__ = ["office"]  # a fixture, used by its name

LIST = reverse("admin:agenda_agreement_changelist")
ADD = reverse("admin:agenda_agreement_add")


def make_new_agreement(session, **changes):
    """What staff type on the page for a new agreement."""
    return {
        "session": session.pk,
        "title_en": "Joint centre",
        "title_zh": "联合中心",
        "field": "centre",
        "status": "draft",
        "position": "0",
        "seats-TOTAL_FORMS": "0",
        "seats-INITIAL_FORMS": "0",
    } | changes


def mark(client, status, *agreements):
    form = {
        "action": f"mark_as_{status}",
        "_selected_action": [agreement.pk for agreement in agreements],
    }
    return client.post(LIST, form, follow=True)


# -- The list --------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_any_number(
    office, rows, django_assert_num_queries
):
    for _row in range(rows):
        make_agreement(parties=[make_organisation(), make_organisation()])
    office.get(LIST)

    with django_assert_num_queries(10):
        office.get(LIST)


def test_the_list_names_titles_parties_and_status(office):
    make_agreement(
        title_en="Joint centre",
        title_zh="联合中心",
        parties=[make_organisation(name_en="Oxford"), make_organisation()],
    )

    html = office.get(LIST).content.decode()

    assert "Joint centre" in html
    assert '<span lang="zh-Hans">联合中心</span>' in html
    assert ">Oxford</div>" in html
    assert "Ready to sign" in html


@pytest.mark.parametrize(("days", "word"), [(1, "until {}"), (-1, "ended {}")])
def test_an_embargo_is_told_in_words_and_in_the_clock_of_the_conference(
    office, days, word
):
    until = timezone.now() + timedelta(days=days)
    agreement = make_agreement(embargo_until=until)
    local = until.astimezone(agreement.session.conference.starts.local.tzinfo)

    html = office.get(LIST).content.decode()

    start, _end = word.split("{}")
    assert f"{start}<span" in html
    assert f"{local:%H:%M} Nanjing" in html


def test_the_list_is_filtered_by_conference_session_field_and_status(office):
    first, other = make_agreement(field=Field.CENTRE, status="signed"), make_agreement()

    def found(**filters):
        return list(office.get(LIST, filters).context["cl"].queryset)

    conference = first.session.conference_id
    assert found(session__conference__id__exact=conference) == [first]
    assert found(session__id__exact=other.session_id) == [other]
    assert found(field__exact="centre") == [first]
    assert found(status__exact="ready") == [other]


def test_the_filter_offers_only_sessions_with_agreements_of_the_conference(office):
    first = make_agreement().session
    other = make_agreement(make_session(first.conference)).session
    make_agreement()
    make_session(first.conference)
    chosen = {"session__conference__id__exact": first.conference_id}

    filters = office.get(LIST, chosen).context["cl"].filter_specs

    [offered] = [f.lookup_choices for f in filters if f.field_path == "session"]
    assert offered == [(row.pk, str(row)) for row in (first, other)]


@pytest.mark.parametrize("told", ["OXON", "联合"])
def test_a_search_finds_titles_and_the_parties_other_names(office, told):
    party = make_organisation(aliases="Oxon")
    found = make_agreement(title_zh="联合中心", parties=[party])
    make_agreement(parties=[make_organisation()])

    assert list(office.get(LIST, {"q": told}).context["cl"].queryset) == [found]


# -- What the public sees --------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("draft", "Visitors see nothing of a draft."),
        ("agreed", "The next release announces it in the programme, unless the"),
        ("ready", "The next release announces it in the programme, unless the"),
        ("signed", "among the results, unless the latest already has."),
        ("published", "its announcement, unless the latest already has."),
    ],
)
def test_the_page_says_what_visitors_see_of_each_status(office, status, sentence):
    ended = timezone.now() - timedelta(days=1)
    agreement = make_agreement(status=status, embargo_until=ended)

    html = office.get(page_of(agreement)).content.decode()

    assert sentence in html
    assert "Under embargo" not in html


def test_the_page_says_that_an_embargo_hides_everything(office):
    agreement = make_agreement(embargo_until=STARTS_AT, status="signed")

    html = office.get(page_of(agreement)).content.decode()

    assert "Under embargo: visitors see nothing of it until" in html
    assert "14:00 Nanjing" in html


@pytest.mark.parametrize("status", AgreementStatus.values)
def test_every_status_is_marked_for_several_at_once(office, status):
    start = "draft" if status != "draft" else "agreed"
    chosen = [make_agreement(status=start) for _ in range(2)]
    other = make_agreement(status=start)

    page = mark(office, status, *chosen)

    statuses = Agreement.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == [status, status, start]
    assert other.status == start
    assert messages_of(page)[0].startswith("Done: 2. ")


def test_marking_is_in_the_history_with_its_author(client, transactional_db):
    agreement = make_agreement()
    wei = sign_in(client, "view_agreement", "change_agreement")

    mark(client, "signed", agreement)
    url = reverse("admin:agenda_agreement_history", args=[agreement.pk])
    latest = client.get(url).context["changes"][0]

    [difference] = latest.differences
    assert latest.by == str(wei)
    assert [str(word) for word in (difference.before, difference.after)] == [
        "Ready to sign",
        "Signed",
    ]


def test_marking_needs_the_right_to_change(client):
    sign_in(client, "view_agreement")
    agreement = make_agreement()

    html = client.get(LIST).content.decode()
    mark(client, "signed", agreement)

    assert "mark_as_" not in html
    assert Agreement.objects.get().status == "ready"


def test_whoever_may_only_look_sees_the_page_without_fields(client):
    sign_in(client, "view_agreement", "view_signature", "view_agreementparty")
    agreement = make_agreement(parties=[make_organisation()])
    make_signature(agreement)

    page = client.get(page_of(agreement))
    posted = client.post(page_of(agreement), {"title_en": "Changed"})

    assert page.status_code == 200
    assert 'name="title_en"' not in page.content.decode()
    assert posted.status_code == 403


@pytest.mark.parametrize("url", [LIST, ADD])
def test_whoever_has_no_right_is_kept_out(client, url):
    sign_in(client)

    assert client.get(url).status_code == 403


# -- One agreement ---------------------------------------------------------------------


def test_an_embargo_is_typed_in_the_clock_of_the_conference(office):
    conference = make_conference(time_zone="Asia/Shanghai")
    session = make_session(conference, kind="signing")
    typed = {"embargo_until_0": "2030-07-09", "embargo_until_1": "16:00"}

    office.post(ADD, make_new_agreement(session, **typed))

    agreement = Agreement.objects.get()
    page = office.get(page_of(agreement))
    assert agreement.embargo_until == datetime(2030, 7, 9, 8, tzinfo=UTC)
    assert form_on(page)["embargo_until_1"] == "16:00:00"
    assert "own clock: Asia/Shanghai" in page.content.decode()


def test_no_clock_is_named_before_the_session_is_known(office):
    make_session(make_conference(time_zone="Asia/Shanghai"), kind="signing")

    page = office.get(ADD).content.decode()

    assert "The embargo is in the conference's own clock. Until" in page
    assert "UTC" not in page


def test_a_new_agreement_is_a_draft_in_the_session_it_was_added_from(office):
    session = make_session(kind="inauguration")

    form = form_on(office.get(ADD, {"session": session.pk}))

    assert (form["session"], form["status"]) == (str(session.pk), "draft")


def test_only_ceremonies_are_offered(office):
    signing = make_session(kind="signing")
    talk = make_session(kind="talk")

    refused = office.post(ADD, make_new_agreement(talk))
    office.post(ADD, make_new_agreement(signing))

    assert list(errors_on(refused)) == ["session"]
    assert Agreement.objects.get().session == signing


def test_an_agreement_stays_in_its_conference_and_in_a_session_of_another_kind(office):
    agreement = make_agreement(make_session(kind="talk"))
    elsewhere = make_session(kind="signing")

    kept = filled_in(office, page_of(agreement), title_en="Kept")
    moved = filled_in(office, page_of(agreement), session=str(elsewhere.pk))

    assert kept.status_code == 302
    assert list(errors_on(moved)) == ["session"]
    assert Agreement.objects.get().session == agreement.session


def test_parties_have_an_order_and_a_side(office):
    session = make_session(kind="signing")
    oxford, nanjing = make_organisation(), make_organisation()
    typed = below(
        "seats",
        {"organisation": oxford.pk, "side": "b", "position": "2"},
        {"organisation": nanjing.pk, "side": "a", "position": "1"},
    )

    office.post(ADD, make_new_agreement(session, **typed))

    seats = AgreementParty.objects.values_list("organisation", "side")
    assert list(seats) == [(nanjing.pk, "a"), (oxford.pk, "b")]


@pytest.mark.parametrize("prefix", ["seats", "signatures"])
def test_nobody_is_named_twice(office, prefix):
    agreement = make_agreement()
    speaker = make_speaker(agreement.session.conference)
    row = {
        "seats": {"organisation": make_organisation().pk, "side": "a", "position": "0"},
        "signatures": {"speaker": speaker.pk, "role": "witness", "position": "0"},
    }[prefix]

    response = filled_in(office, page_of(agreement), **below(prefix, row, row))

    [errors] = errors_on(response).values()
    assert errors[0] in (
        "This organisation is a party already.",
        "This person has this role already.",
    )
    assert not AgreementParty.objects.exists()
    assert not Signature.objects.exists()


def test_somebody_may_sign_and_witness_and_a_deleted_row_makes_room(office):
    agreement = make_agreement()
    old = make_signature(agreement, role="witness")
    person = {"speaker": old.speaker_id, "position": "0"}
    rows = below(
        "signatures",
        person | {"id": old.pk, "role": "witness", "DELETE": "on"},
        person | {"role": "signatory"},
    )

    response = filled_in(office, page_of(agreement), **rows)

    assert response.status_code == 302
    assert Signature.objects.get().role == "signatory"


def test_only_people_of_the_conference_sign(office):
    agreement, foreign = make_agreement(), make_speaker()
    row = {"role": "signatory", "position": "0"}

    refused = filled_in(
        office, page_of(agreement), **below("signatures", row | {"speaker": foreign.pk})
    )
    native = make_speaker(agreement.session.conference)
    filled_in(
        office, page_of(agreement), **below("signatures", row | {"speaker": native.pk})
    )

    assert list(errors_on(refused)) == ["signatures-0-speaker"]
    assert Signature.objects.get().speaker == native
