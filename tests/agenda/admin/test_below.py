"""What stands below rows in the admin: run sheets, agreements, ways to join."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.urls import reverse

from agenda.models import JoinOption, Participation, RunItem
from tests.admin_pages import errors_on, filled_in, office
from tests.agenda.rows import below, page_of, sign_in
from tests.factories import (
    make_agreement,
    make_join_option,
    make_organisation,
    make_participation,
    make_room,
    make_run_item,
    make_session,
    make_signature,
    make_speaker,
)
from tests.registration.hostile import TEXTS

pytestmark = pytest.mark.server

__all__ = ["office"]  # a fixture, used by its name

LIST = reverse("admin:agenda_agreement_changelist")
ADD = reverse("admin:agenda_agreement_add")
# What is strange and yet a text.
STRANGE = ["rare characters", "arabic", "script", "attribute", "django", "percent"]


# -- Searching within the conference ---------------------------------------------------


def search(client, *, model, field, **more):
    names = {"app_label": "agenda", "model_name": model, "field_name": field}
    return client.get(reverse("admin:autocomplete"), names | {"term": ""} | more)


@pytest.mark.parametrize("what", ["speaker", "agreement"])
def test_a_search_box_finds_rows_of_the_conference_alone(office, what):
    agreement = make_agreement()
    conference = agreement.session.conference
    make_agreement()
    native = make_speaker(conference)
    make_speaker()
    model, field, found = {
        "speaker": ("signature", "speaker", native),
        "agreement": ("runitem", "agreement", agreement),
    }[what]

    answer = search(office, model=model, field=field, of_conference=conference.pk)

    assert [row["id"] for row in answer.json()["results"]] == [str(found.pk)]


@pytest.mark.parametrize("owner", ["", "x", "-1", "0", "9" * 30, "٣"])
def test_a_search_in_a_conference_that_is_none_finds_nothing(office, owner):
    make_speaker()

    answer = search(office, model="signature", field="speaker", of_conference=owner)

    assert answer.json()["results"] == []


def test_the_search_box_knows_the_conference_of_its_page(office):
    signature = make_signature(make_agreement())
    conference = signature.agreement.session.conference_id

    html = office.get(page_of(signature.agreement)).content.decode()

    assert f"/admin/autocomplete/?of_conference={conference}" in html


# -- Ceremonies ------------------------------------------------------------------------


def test_a_ceremony_lists_its_agreements_and_leads_to_a_new_one(office):
    agreement = make_agreement(title_en="<b>Joint</b> centre")

    html = office.get(page_of(agreement.session)).content.decode()

    assert page_of(agreement) in html
    assert "&lt;b&gt;Joint&lt;/b&gt; centre" in html
    assert f"{ADD}?session={agreement.session_id}" in html


def test_another_session_says_nothing_of_agreements(office):
    html = office.get(page_of(make_session(kind="talk"))).content.decode()

    assert ADD not in html


def test_a_ceremony_shows_agreements_to_those_who_may_see_them(client):
    sign_in(client, "view_session", "change_session")
    agreement = make_agreement()

    html = client.get(page_of(agreement.session)).content.decode()

    assert agreement.title_en not in html
    assert ADD not in html


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_ceremony_costs_the_same_for_any_number_of_agreements(
    office, rows, django_assert_num_queries
):
    session = make_session(kind="signing")
    for _row in range(rows):
        make_agreement(session, parties=[make_organisation()], title_en="", title_zh="")
    office.get(page_of(session))

    with django_assert_num_queries(19):
        office.get(page_of(session))


# -- Run sheets ------------------------------------------------------------------------


def test_a_run_sheet_is_written_on_the_page_of_its_session(office):
    agreement = make_agreement()
    speaker = make_speaker(agreement.session.conference)
    rows = below(
        "run_items",
        {"minute": "0", "item_en": "Lights", "item_zh": "灯光", "people": speaker.pk},
        {"minute": "5", "agreement": agreement.pk, "cue_zh": "音乐\r\n起"},
    )

    filled_in(office, page_of(agreement.session), **rows)

    lights, signing = RunItem.objects.all()
    assert (lights.minute, lights.item_zh) == (0, "灯光")
    assert list(lights.people.all()) == [speaker]
    assert (signing.agreement, signing.cue_zh) == (agreement, "音乐\r\n起")


@pytest.mark.parametrize(
    ("row", "field", "error"),
    [
        ({"minute": "5"}, "__all__", "Give the item in at least one language"),
        ({"minute": "-1", "item_en": "x"}, "minute", "greater than or equal to 0"),
        ({"minute": "40000", "item_en": "x"}, "minute", "less than or equal to 32767"),
        ({"minute": "soon", "item_en": "x"}, "minute", "Enter a whole number."),
        ({"minute": "0", "item_en": "a\x00b"}, "item_en", "cannot be printed"),
        ({"minute": "0", "item_zh": "a\u202eb"}, "item_zh", "cannot be printed"),
        ({"minute": "0", "cue_en": "a\x07\nb"}, "cue_en", "cannot be printed"),
        ({"minute": "0", "cue_en": "x" * 2001}, "cue_en", "at most 2000"),
    ],
)
def test_a_line_that_makes_no_sense_is_an_error_at_its_field(office, row, field, error):
    session = make_session()

    response = filled_in(office, page_of(session), **below("run_items", row))

    errors = errors_on(response)
    assert error in errors[f"run_items-0-{field}"][0]
    assert not RunItem.objects.exists()


def test_a_run_sheet_names_agreements_and_people_of_the_conference_alone(office):
    session = make_session()
    foreign = {"agreement": make_agreement().pk, "people": make_speaker().pk}
    row = {"minute": "0", "item_en": "Lights"} | foreign

    response = filled_in(office, page_of(session), **below("run_items", row))

    assert set(errors_on(response)) == {"run_items-0-agreement", "run_items-0-people"}


def test_a_long_run_sheet_can_be_saved(office):
    """With all its fields it is larger than any form of the public pages."""
    session = make_session()
    rows = [{"minute": str(m), "item_en": f"Item {m}"} for m in range(120)]

    response = filled_in(office, page_of(session), **below("run_items", *rows))
    again = filled_in(office, page_of(session))

    assert (response.status_code, again.status_code) == (302, 302)
    assert session.run_items.count() == 120


def test_whoever_may_only_look_sees_a_session_with_everything_below_it(client):
    models = ("session", "participation", "runitem", "agreement")
    sign_in(client, *(f"view_{model}" for model in models))
    agreement = make_agreement()
    make_run_item(agreement.session, agreement=agreement, item_en="Lights")
    make_participation(agreement.session)

    page = client.get(page_of(agreement.session))

    assert page.status_code == 200
    assert "Lights" in page.content.decode()


# -- Rooms -----------------------------------------------------------------------------


def test_a_room_has_several_ways_to_join(office):
    room = make_room()
    rows = below(
        "join_options",
        {
            "label_en": "VooV",
            "label_zh": "腾讯会议",
            "url": "meeting.example/1",
            "region": "cn",
            "channel": "zh",
            "position": "0",
        },
        {"label_en": "Zoom", "url": "https://zoom.example/j/1", "position": "1"},
    )

    filled_in(office, page_of(room), **rows)

    voov, zoom = JoinOption.objects.all()
    assert (voov.url, voov.region, voov.channel) == (
        "https://meeting.example/1",
        "cn",
        "zh",
    )
    assert (zoom.region, zoom.channel) == ("", "")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": ""}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "https://x.example/" + "x" * 500}, "url"),
        ({"label_en": ""}, "__all__"),
        ({"label_en": "x" * 61}, "label_en"),
        ({"region": "moon"}, "region"),
        ({"channel": "fr"}, "channel"),
        ({"position": "-1"}, "position"),
    ],
)
def test_a_way_to_join_that_leads_nowhere_is_an_error(office, changes, field):
    room = make_room()
    row = {"label_en": "Zoom", "url": "https://zoom.example", "position": "0"} | changes

    response = filled_in(office, page_of(room), **below("join_options", row))

    assert list(errors_on(response)) == [f"join_options-0-{field}"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_rooms_costs_the_same_for_any_number_of_ways_in(
    office, rows, django_assert_num_queries
):
    for _row in range(rows):
        make_join_option()
    url = reverse("admin:agenda_room_changelist")
    office.get(url)

    with django_assert_num_queries(7):
        office.get(url)


def test_the_list_says_which_rooms_still_need_an_address(office):
    make_join_option(url="")
    make_join_option(make_room(name_en="Foyer"))

    html = office.get(reverse("admin:agenda_room_changelist")).content.decode()

    assert html.count("1 without an address") == 1


# -- What the database refuses ---------------------------------------------------------


def test_a_row_below_that_somebody_else_was_faster_with_is_no_500(office, monkeypatch):
    session = make_session()
    taken = make_participation(session)
    monkeypatch.setattr(
        Participation, "validate_constraints", lambda self, exclude=None: None
    )
    row = {"speaker": taken.speaker_id, "role": taken.role, "position": "0"}
    rows = below("participations", {"id": taken.pk} | row, row)
    monkeypatch.setattr("agenda.admin.inlines.OnceFormSet.clean", lambda self: None)

    response = filled_in(office, page_of(session), **rows)

    assert errors_on(response) == {"__all__": ["This person has this role already."]}


def test_a_conference_that_moves_meanwhile_is_no_500(office, monkeypatch):
    session = make_session()
    monkeypatch.setattr(type(session), "clean", lambda self: None)

    response = filled_in(office, page_of(session), ends_at_0="2199-01-01")

    [refusal] = errors_on(response)["__all__"]
    assert refusal.startswith("A session lies within its conference")


# -- What people type ------------------------------------------------------------------


@pytest.mark.parametrize("name", STRANGE)
def test_hostile_texts_are_kept_and_shown_as_text(office, name):
    text = TEXTS[name]
    agreement = make_agreement(parties=[make_organisation(name_en=text)])
    session = agreement.session
    filled_in(office, page_of(agreement), title_en=text, title_zh=text)
    rows = below("run_items", {"minute": "0", "item_en": text, "cue_en": text})
    filled_in(office, page_of(session), **rows)
    agreement.refresh_from_db()

    assert agreement.title_en == RunItem.objects.get().cue_en == text
    for url in (
        LIST,
        page_of(agreement),
        page_of(session),
        reverse("admin:agenda_agreement_history", args=[agreement.pk]),
    ):
        html = office.get(url).content.decode()
        assert "<script>alert(1)" not in html
        assert '" onmouseover="alert' not in html


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_text_is_ever_a_500(office, text):
    agreement = make_agreement()

    response = filled_in(office, page_of(agreement), title_en=text)

    assert response.status_code in (200, 302)


def test_the_history_of_new_rows_is_kept(office, transactional_db):
    option = make_join_option()

    option.delete()

    events = apps.get_model("agenda", "JoinOptionEvent").objects
    labels = events.order_by("pgh_id").values_list("pgh_label", flat=True)
    assert list(labels) == ["insert", "delete"]


def test_a_run_sheet_names_agreements_to_those_who_may_see_them(client):
    agreement = make_agreement(title_en="Secret pact")
    item = make_run_item(agreement.session, agreement=agreement, item_en="Signing")
    rights = ("view_session", "change_session", "view_runitem", "change_runitem")
    url = page_of(agreement.session)

    wei = sign_in(client, *rights)
    without = client.get(url).content.decode()
    filled_in(client, url, **{"run_items-0-item_en": "All sign"})
    wei.user_permissions.add(Permission.objects.get(codename="view_agreement"))
    page = client.get(url).content.decode()

    item.refresh_from_db()
    assert "Secret pact" not in without
    assert "Secret pact" in page
    assert (item.item_en, item.agreement) == ("All sign", agreement)
