"""The list of delegates as staff want to see it: columns, and views with a name."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from confsite.models import SavedView
from registration.models import Delegate
from registration.states import DelegateState, Mailing
from tests.admin_pages import messages_of, office
from tests.cast import make_cast
from tests.factories import make_conference, make_delegate, make_staff

pytestmark = pytest.mark.server

__all__ = ["office"]  # a fixture, used by its name

LIST = "/admin/registration/delegate/"
COLUMNS = reverse("admin:registration_delegate_columns")
NEW = reverse("admin:registration_delegate_new_view")


def shown(client, address=LIST):
    page = client.get(address, follow=True)
    return page.context["cl"]


def people(client, address=LIST):
    return [row.family_name for row in shown(client, address).result_list]


def views(client, address=LIST):
    bar = client.get(address, follow=True).context["bar"]
    return {view.title: view for view in bar["views"]}


@pytest.fixture
def colleague(client):
    """The browser of somebody else who may do everything."""
    other = type(client)()
    other.force_login(make_staff(email="colleague@example.org"))
    return other


def viewer(right):
    user = make_staff(is_superuser=False)
    user.user_permissions.add(Permission.objects.get(codename=right))
    return user


# -- Columns ---------------------------------------------------------------------------


def test_staff_choose_columns_for_themselves(office, colleague):
    make_delegate(email="ada@example.org", phone="+441223337733")

    office.post(f"{COLUMNS}?q=ada&o=-7", {"columns": ["phone", "email"]}, follow=True)

    assert shown(office).list_display == ["action_checkbox", "names", "email", "phone"]
    assert "ada@example.org" in office.get(LIST, follow=True).content.decode()
    assert "place_in_line" in shown(colleague).list_display
    # Everything again: the first way of seeing it was one of all.
    everything = [n for n, _label in choices(office)]
    office.post(COLUMNS, {"columns": everything})
    assert len(shown(office).list_display) == len(everything) + 2


def choices(client):
    return client.get(COLUMNS).context["form"].fields["columns"].choices


def test_staff_find_to_whom_they_owe_the_first_letter(office):
    make_delegate(family_name="Later", mailing=Mailing.LATER)
    make_delegate(family_name="Now")

    assert people(office, f"{LIST}?mailing__exact=later") == ["Later"]


def test_every_column_has_a_name_and_can_be_read(office):
    make_delegate()
    make_delegate(state=DelegateState.WAITING, waiting_number=1)
    columns = [name for name, label in choices(office) if label]
    office.post(COLUMNS, {"columns": columns})

    page = office.get(LIST, follow=True)

    assert page.status_code == 200
    assert len(page.context["cl"].list_display) == len(columns) + 2
    assert page.content.decode().count('<td class="action-checkbox">') == 2


def test_an_order_stays_with_its_column(office):
    for name in ("Zhang", "Ada"):
        make_delegate(family_name=name, email=f"{name}@example.org")

    page = office.post(f"{COLUMNS}?o=1", {"columns": ["email"]}, follow=True)

    assert [row.family_name for row in page.context["cl"].result_list] == [
        "Ada",
        "Zhang",
    ]
    # The column that it was ordered by is gone: so is the order.
    page = office.post(f"{COLUMNS}?o=2", {"columns": ["phone"]}, follow=True)
    assert "o" not in page.context["cl"].params


@pytest.mark.parametrize("columns", [["password"], [], ["email", "x"]])
def test_no_column_is_chosen_that_the_list_does_not_have(office, columns):
    page = office.post(COLUMNS, {"columns": columns})

    assert page.status_code == 200
    assert page.context["form"].errors
    assert not SavedView.objects.exists()


# -- Views with a name -----------------------------------------------------------------


def keep(client, name, address="", **fields):
    return client.post(f"{NEW}{address}", {"name": name, **fields}, follow=True)


def test_a_view_keeps_filters_search_and_order(office):
    cast = make_cast()
    waiting = Delegate.objects.filter(state=DelegateState.WAITING)
    asked = f"?state__exact=waiting&conference__id__exact={cast.olga.conference_id}&o=1"

    page = keep(office, "Who waits", asked)

    assert messages_of(page) == ["The view Who waits is kept."]
    view = SavedView.objects.get()
    assert (view.query, view.sorting) == ([["state__exact", "waiting"]], ["names"])
    assert not view.is_shared
    opened = shown(office, LIST + views(office)["Who waits"].url)
    keys = [row.pk for row in opened.result_list]
    assert keys == [d.pk for d in waiting.order_by("name_key", "-pk")]
    assert views(office, LIST + views(office)["Who waits"].url)["Who waits"].is_open


def test_a_view_brings_its_columns(office):
    make_delegate()
    office.post(COLUMNS, {"columns": ["phone"]})
    keep(office, "Telephones", "?q=love")
    office.post(COLUMNS, {"columns": ["email"]})

    assert shown(office).list_display[-1] == "email"
    address = LIST + views(office)["Telephones"].url
    assert shown(office, address).list_display[-1] == "phone"
    # Of an open view of one's own one chooses its columns.
    view = SavedView.objects.get(name="Telephones")
    office.post(f"{COLUMNS}?view={view.pk}", {"columns": ["country"]})
    assert shown(office, address).list_display[-1] == "country"
    assert shown(office).list_display[-1] == "email"


def test_a_shared_view_is_seen_by_all_and_changed_by_its_owner(client, office):
    conference = make_conference()
    of_one = f"?conference__id__exact={conference.pk}"
    keep(office, "Ours", of_one, is_shared="on")
    keep(office, "Mine")
    keep(office, "Of nobody's list", is_shared="on")
    other = type(client)()
    other.force_login(viewer("view_delegate"))

    assert list(views(other)) == ["Ours"]
    ours = SavedView.objects.get(name="Ours")
    page = reverse("admin:registration_delegate_view", args=[ours.pk])
    assert other.get(page).status_code == 403
    assert other.post(page, {"delete": ""}).status_code == 403
    mine = SavedView.objects.get(name="Mine")
    page = reverse("admin:registration_delegate_view", args=[mine.pk])
    assert other.get(page).status_code == 404
    # Their own way of seeing it stays apart from hers.
    other.post(f"{COLUMNS}?view={ours.pk}", {"columns": ["email"]})
    ours.refresh_from_db()
    assert "email" not in ours.columns


def test_a_view_is_renamed_taken_anew_and_deleted(office):
    make_delegate(family_name="Lovelace")
    keep(office, "First", "?state__exact=waiting")
    view = SavedView.objects.get()
    page = reverse("admin:registration_delegate_view", args=[view.pk])

    office.post(f"{page}?q=ada", {"name": "Second"})
    view.refresh_from_db()
    assert (view.name, view.query) == ("Second", [["state__exact", "waiting"]])

    office.post(f"{page}?q=ada", {"name": "Second", "again": "on"})
    view.refresh_from_db()
    assert view.query == [["q", "ada"]]

    office.post(page, {"delete": ""})
    assert not SavedView.objects.exists()
    assert people(office, f"{LIST}?view={view.pk}") == ["Lovelace"]


def test_nobody_has_two_views_of_one_name(office, colleague):
    keep(office, "Ours")

    page = keep(office, "Ours")

    assert page.context["form"].errors["__all__"] == [
        "You have a view of this name already."
    ]
    assert keep(colleague, "Ours").context["bar"]["views"][0].title == "Ours"


STALE = [
    {"query": [["gone__id__exact", "3"], ["q", "love"]]},
    {"query": [["state__exact", "no such state"]]},
    {"query": [["category__id__exact", "999999999"]]},
    {"sorting": ["gone", "-also gone"]},
    {"columns": ["gone"]},
    {"columns": []},
]


@pytest.mark.parametrize("facts", STALE)
def test_what_a_list_no_longer_has_breaks_no_view(office, facts):
    make_delegate()
    keep(office, "Old")
    SavedView.objects.update(**facts)

    page = office.get(LIST + views(office)["Old"].url, follow=True)

    assert page.status_code == 200
    assert page.context["cl"].list_display[1] == "names"


@pytest.mark.parametrize("view", ["x", "-1", "99999999999999999999", ""])
def test_no_view_goes_by_such_a_key(office, view):
    make_delegate(family_name="Lovelace")

    assert people(office, f"{LIST}?view={view}") == ["Lovelace"]
    assert office.get(f"{LIST}views/0/").status_code == 404


def test_views_are_for_those_who_see_the_list(client):
    client.force_login(viewer("view_letter"))

    for page in (COLUMNS, NEW):
        assert client.get(page).status_code == 403
        assert client.post(page, {"name": "x", "columns": ["email"]}).status_code == 403
    assert not SavedView.objects.exists()
