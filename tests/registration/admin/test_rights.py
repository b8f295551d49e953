"""What roles mean for people: the door reads no address, and others have no keys."""

import pytest
from django.test import Client
from django.urls import reverse

from registration import many
from registration.jobs import services
from registration.models import DelegateSelection, StaffAction
from registration.states import DelegateState, JobState
from tests.admin_pages import act
from tests.factories import (
    give_role,
    make_agreement,
    make_category,
    make_colleague,
    make_delegate,
    make_organisation,
    make_session,
    make_staff,
    make_tag,
)
from tests.registration.jobs.kinds import do_all

LIST = "/admin/registration/delegate/"


@pytest.fixture
def here():
    category = make_category()
    delegate = make_delegate(
        category=category,
        family_name="Lovelace",
        email="secret@ada.example",
        phone="+441223337733",
        note="Dislikes fish",
    )
    delegate.tags.add(make_tag(category.conference, name_en="Visa"))
    return delegate


@pytest.fixture
def there():
    return make_delegate(family_name="Elsewhere")


def browser(conference, role):
    client = Client()
    client.force_login(make_colleague(conference, role))
    return client


def page_of(row, page="change"):
    return reverse(f"admin:registration_delegate_{page}", args=[row.pk])


# -- At the door -----------------------------------------------------------------------

TOLD = ("secret@ada", "1223", "Dislikes", "Visa")


def test_the_door_sees_who_they_are_and_no_more(here):
    door = browser(here.conference, "door")

    pages = [
        door.get(LIST, follow=True).content.decode(),
        door.get(page_of(here)).content.decode(),
        door.get(f"{LIST}?view=1&o=2", follow=True).content.decode(),
    ]

    assert all("Lovelace" in page for page in pages)
    assert not any(word in page for page in pages for word in TOLD)
    # Who only reads is not told to put facts right.
    assert "put right here" not in pages[1]
    assert door.get(page_of(here, "history")).status_code == 403
    viewer = browser(here.conference, "viewer").get(page_of(here)).content.decode()
    assert all(word in viewer for word in ("secret@ada", "Dislikes", "Visa"))


@pytest.mark.parametrize(
    ("asked", "number"),
    [("lovelace", 1), ("secret@ada", 0), ("1223337733", 0), ("fish", 0)],
)
def test_what_the_door_may_not_read_it_does_not_find_either(here, asked, number):
    door = browser(here.conference, "door")
    found = door.get(LIST, {"q": asked, "conference__isnull": "False"})
    assert found.context["cl"].result_count == number


@pytest.mark.parametrize(
    "lookup",
    [
        *("email__startswith", "note__contains", "phone", "tags__name_en"),
        *("category__conference__delegates__email", "conference__delegates__note"),
        *("contact_email__gt", "search_text__contains"),
    ],
)
def test_no_filter_finds_an_address_letter_by_letter(here, lookup):
    door = browser(here.conference, "door")
    assert door.get(LIST, {lookup: "s"}).status_code == 400


def test_a_view_with_more_columns_shows_the_door_none(here):
    door = browser(here.conference, "door")
    door.post(f"{LIST}columns/", {"columns": ["email", "phone", "note", "reference"]})

    page = door.get(LIST, follow=True)

    assert "reference" in page.context["cl"].list_display
    assert not any(word in page.content.decode() for word in TOLD)


def test_a_shared_view_tells_the_door_nothing_that_was_looked_for(here):
    asked = f"?q=secret@ada&conference__id__exact={here.conference_id}"
    colleague = browser(here.conference, "registration")
    colleague.post(f"{LIST}views/{asked}", {"name": "Her", "is_shared": "on"})
    door = browser(here.conference, "door").get(LIST, follow=True).content.decode()

    assert "Her" in door
    assert "secret" not in door
    assert "secret" in colleague.get(LIST, follow=True).content.decode()


def test_who_stands_at_one_door_reads_addresses_where_they_may(here, there):
    user = make_colleague(here.conference, "door")
    give_role(user, there.conference, "registration")
    client = Client()
    client.force_login(user)

    both = client.get(LIST, {"conference__isnull": "False"}).content.decode()
    one = client.get(LIST, {"conference__id__exact": there.conference_id})

    assert "Lovelace" in both
    assert "secret@ada" not in both
    assert "latest_letter" in one.context["cl"].list_display


# -- Keys of other people --------------------------------------------------------------


@pytest.mark.parametrize("verb", ["approve", "cancel", "close_links", "print", "tag"])
def test_a_verb_with_a_key_of_another_conference_does_nothing(here, there, verb):
    client = browser(here.conference, "registration")

    page = act(client, verb, there)

    assert "Elsewhere" not in page.content.decode()
    there.refresh_from_db()
    assert there.state == DelegateState.CONFIRMED


def test_where_one_may_only_look_a_verb_does_nothing(here, there):
    user = make_colleague(here.conference, "registration")
    give_role(user, there.conference, "viewer")
    client = Client()
    client.force_login(user)

    question = act(client, "cancel", here, there)

    assert [row.pk for row in question.context["rows"]] == [here.pk]


@pytest.mark.parametrize("verb", ["cancel", "print", "tag"])
def test_a_second_action_lends_its_right_to_no_first_one(here, there, verb):
    """Of two Django does the one, and the right was asked for the other."""
    client = beside(here, there, "viewer")
    sent = {
        "action": [verb, "just look"],
        "index": "0",
        "_selected_action": [there.pk],
        "answered": "1",
    }

    assert client.post(LIST, sent).status_code == 400
    there.refresh_from_db()
    assert there.state == DelegateState.CONFIRMED


def beside(here, there, role):
    """The browser of who registers people here, and has another role there."""
    user = make_colleague(here.conference, "registration")
    give_role(user, there.conference, role)
    client = Client()
    client.force_login(user)
    return client


def test_a_conference_that_is_named_twice_opens_no_other_one(here, there):
    client = beside(there, here, "door")
    both = [here.conference_id, there.conference_id]

    for query in ({"q": "secret@ada"}, {"email__startswith": "secret"}, {}):
        page = client.get(LIST, {"conference__id__exact": both, **query})
        found = [row.conference_id for row in page.context["cl"].result_list]
        assert set(found) <= {there.conference_id}


def test_a_search_box_finds_no_address_that_the_door_may_not_read(here, there):
    client = beside(there, here, "door")
    asked = {
        **{"app_label": "registration", "model_name": "possibleduplicate"},
        **{"field_name": "first", "term": "secret@ada"},
        "conference__id__exact": there.conference_id,
    }

    assert client.get("/admin/autocomplete/", asked).json()["results"] == []


def test_a_selection_of_somebody_else_or_of_others_starts_no_job(here, there):
    user = make_colleague(here.conference, "registration")
    client = Client()
    client.force_login(user)
    foreign = DelegateSelection.of([here.pk], make_staff())
    forged = DelegateSelection.of([there.pk], user)

    for selection in (foreign, forged):
        sent = {
            "action": "cancel",
            "_selected_action": [here.pk],
            "chosen": f"~{selection.pk}",
            "answered": "1",
        }
        assert client.post(LIST, sent).status_code == 404


def test_a_pasted_list_keeps_no_key_of_others(here, there):
    user = make_colleague(here.conference, "registration")
    client = Client()
    client.force_login(user)
    found = DelegateSelection.of([here.pk], user)

    client.post(f"{LIST}pasted/", {"found": found.pk, "also": [there.pk]})

    assert DelegateSelection.objects.latest("pk").keys == [here.pk]


def test_what_was_done_together_is_counted_of_ones_own_alone(here, there):
    others = [make_delegate(category=there.category) for _n in range(3)]
    many.cancel([here, there, *others], make_staff(), only_try=False)

    page = browser(here.conference, "registration").get(f"{LIST}doings/")

    [[done], *_events] = page.context["parts"]
    assert [person.pk for person in done.people] == [here.pk]
    assert done.more == 0


def test_what_was_done_elsewhere_is_not_undone(here, there):
    many.cancel([there], make_staff(), only_try=False)
    action = StaffAction.objects.get()
    url = reverse("admin:registration_delegate_undo", args=[action.pk])

    assert browser(here.conference, "registration").post(url).status_code == 404
    there.refresh_from_db()
    assert there.state == DelegateState.CANCELLED


# -- Jobs ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "state"),
    [
        ("registration", JobState.DONE),
        ("viewer", JobState.FAILED),
        ("", JobState.FAILED),
    ],
)
def test_a_job_asks_for_the_role_when_it_runs(here, role, state):
    user = make_colleague(here.conference, "registration")
    job = services.start(
        "cancel", conference=here.conference_id, by=user, keys=[here.pk]
    )
    if role:
        user.conference_roles.update(role=role)
    else:
        user.is_active = False
        user.save()

    do_all()

    job.refresh_from_db()
    assert job.state == state
    if state == JobState.FAILED:
        assert str(job.fault_en) == "Whoever has started this may no longer do it."
    here.refresh_from_db()
    assert (here.state == DelegateState.CANCELLED) is (state == JobState.DONE)


def test_a_job_does_nothing_with_people_of_another_conference(here, there):
    user = make_colleague(here.conference, "registration")
    job = services.start("cancel", conference=None, by=user, keys=[here.pk, there.pk])

    do_all()

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    there.refresh_from_db()
    assert there.state == DelegateState.CONFIRMED


# -- Organisations ---------------------------------------------------------------------


def test_an_organisation_named_elsewhere_is_neither_merged_nor_deleted(here, there):
    client = browser(here.conference, "programme")
    ours, theirs = (make_organisation(name_en=name) for name in ("Ours", "Theirs"))
    session = make_session(there.conference, kind="signing", title_en="Secret pact")
    make_agreement(session, title_en="Secret pact", parties=[theirs])
    page = reverse("admin:agenda_organisation_changelist")
    sent = {"action": "merge", "_selected_action": [ours.pk, theirs.pk]}

    asked = client.post(page, sent).content.decode()
    refused = client.post(page, sent | {"keep": ours.pk}, follow=True)
    deleting = client.get(
        reverse("admin:agenda_organisation_delete", args=[theirs.pk])
    ).content.decode()

    assert "Agreement" not in asked.partition("<main")[2].partition("Theirs")[2][:600]
    assert "named in a conference that you do not see" in refused.content.decode()
    assert "1 mention in a conference that you do not see" in deleting
    assert "Secret pact" not in asked + deleting
    theirs.refresh_from_db()
