"""What the list shows, as a file: the same rows, words that can be read again, and a
line in the record."""

import csv
import io

import pytest
from django.contrib.auth.models import Permission

from confsite.admin import downloads
from confsite.models import Export
from confsite.tables import spreadsheet
from registration.exports import columns
from registration.models import Delegate, ExportChoice, Tag
from tests.admin_pages import office
from tests.cast import make_cast
from tests.factories import register_someone

__all__ = ["office"]  # a fixture, used by its name

pytestmark = [pytest.mark.django_db, pytest.mark.server]

LIST = "/admin/registration/delegate/"


@pytest.fixture
def cast():
    cast = make_cast()
    _ = cast.olga, cast.deng, cast.hana
    return cast


def page(conference, **query):
    asked = {"conference__id__exact": conference.pk, **query}
    return f"{LIST}export/?" + "&".join(f"{k}={v}" for k, v in asked.items())


def take(client, conference, *codes, kind="csv", **query):
    fields = {"columns": codes or list(columns.COLUMNS), kind: ""}
    return client.post(page(conference, **query), fields)


def whole(response) -> bytes:
    return b"".join(response.streaming_content)


def rows(response) -> list[dict[str, str]]:
    text = whole(response).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_file_has_what_the_list_shows_in_its_order(office, cast):
    everybody = rows(take(office, cast.conference, "email"))
    waiting = rows(take(office, cast.conference, "email", state__exact="waiting"))
    found = rows(take(office, cast.conference, "email", q="小萍"))

    # The latest first, as the list has them; Hana is of another conference.
    assert everybody == [
        {"Email address": "deng@example.org"},
        {"Email address": "olga@example.org"},
    ]
    assert waiting == found == everybody[:1]


def test_every_column_says_what_staff_read_elsewhere(office, cast):
    Delegate.objects.filter(pk=cast.deng.pk).update(
        phone="+8613800138000", country="CN", title="Dr", note="two\r\nlines"
    )
    for name in ("press", "VIP"):
        tag = Tag.objects.create(conference=cast.conference, name_en=name)
        cast.deng.tagged.create(tag=tag)

    [deng, _olga] = rows(take(office, cast.conference))

    cast.deng.refresh_from_db()
    clock, _second = cast.conference.clocks
    assert deng == {
        "Reference": cast.deng.reference,
        "Title": "Dr",
        "Family name": "Deng",
        "Given name": "Xiaoping",
        "姓名 (name in Chinese)": "邓小萍",
        "Organisation": "",
        "Position": "",
        "Country/region": "China",
        "Email address": "deng@example.org",
        "Telephone": "'+8613800138000",
        "Contact": "",
        "Email address of the contact": "",
        "Language of letters": "Simplified Chinese",
        "Category": str(cast.category),
        "Attendance": "On site",
        "Tags": "VIP; press",
        "Note for colleagues": "two\nlines",
        "Letters to them": "now",
        "State": "on the waiting list",
        "Place in line": "1",
        "Signed up": f"{clock.at(cast.deng.signed_up_at):%Y-%m-%d %H:%M}",
        "Being listed among the participants": "",
        "Being photographed and recorded": "",
        "Passing their data abroad": "",
        "News of later conferences": "",
    }


def test_words_are_those_of_who_asks_and_of_the_conference(office, cast):
    cast.conference.country_names.create(country="GB", name_zh="联合王国")
    Delegate.objects.update(country="GB")
    office.cookies["django_language"] = "zh-hans"

    deng, _olga = rows(take(office, cast.conference, "attendance", "country"))

    assert list(deng.values()) == ["联合王国", "现场"]


def test_excel_says_the_same_as_csv(office, cast):
    [table] = spreadsheet.read(whole(take(office, cast.conference))).values()
    workbook = whole(take(office, cast.conference, kind="xlsx"))

    assert list(spreadsheet.read(workbook).values()) == [table]


def test_columns_are_kept_for_who_took_them(office, cast):
    take(office, cast.conference, "email", "reference")
    form = office.get(page(cast.conference)).context["form"]

    assert form["columns"].value() == ["reference", "email"]
    assert ExportChoice.objects.get().columns == ["reference", "email"]


def test_the_record_says_who_took_what(office, cast):
    response = take(office, cast.conference, "email", state__exact="waiting", q="deng")
    name = response.headers["Content-Disposition"].partition('"')[2].rstrip('"')
    whole(response)

    export = Export.objects.get()
    assert export.what == name
    assert name.startswith(f"{cast.conference.slug}-delegates-")
    assert (export.rows, export.columns) == (1, ["Email address"])
    assert export.finished_at is not None
    assert export.selection == (
        f"Conference: {cast.conference}; State: on the waiting list; Search: deng"
    )


def test_what_is_broken_off_is_recorded_with_the_rows_so_far(office, cast, monkeypatch):
    monkeypatch.setattr(columns, "BATCH", 1)
    response = take(office, cast.conference, "email")
    parts = iter(response.streaming_content)
    _mark, _heads, _first, _second = (next(parts) for _ in range(4))

    response._iterator.close()

    export = Export.objects.get()
    assert (export.rows, export.finished_at) == (1, None)
    # The connection is as good as new.
    assert len(rows(take(office, cast.conference, "email"))) == 2


def test_a_file_is_made_by_as_many_statements_whatever_its_length(
    office, cast, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(columns, "BATCH", 100)
    delegates = Delegate.objects.order_by("pk")
    for number in range(3):
        with django_assert_num_queries(4):
            list(columns.batches(delegates, cast.conference, list(columns.COLUMNS)))
        register_someone(cast.category, email=f"more{number}@example.org")


@pytest.mark.parametrize(
    ("rights", "status"),
    [
        (["view_delegate"], 403),
        (["export_delegate"], 403),
        (["view_delegate", "export_delegate"], 200),
    ],
)
def test_exporting_is_a_right_of_its_own(client, cast, rights, status):
    cast.wei.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(cast.wei)

    assert client.get(page(cast.conference)).status_code == status
    assert take(client, cast.conference).status_code == status
    if "view_delegate" in rights:
        html = client.get(f"{LIST}?{page(cast.conference).partition('?')[2]}")
        assert (f"{LIST}export/" in html.content.decode()) == (status == 200)


def test_of_which_conference_is_asked_where_the_list_shows_all(office, cast):
    response = office.get(f"{LIST}export/?q=deng")

    assert [name for name, _address in response.context["choices"]]
    assert f"q=deng&amp;conference__id__exact={cast.conference.pk}" in (
        response.content.decode()
    )


def test_no_column_is_no_file(office, cast):
    response = office.post(page(cast.conference), {"csv": ""})

    assert "Choose at least one column." in response.content.decode()
    assert not Export.objects.exists()


def test_a_third_file_at_once_waits(office, cast, monkeypatch):
    monkeypatch.setattr(downloads, "take_turn", lambda: False)

    response = take(office, cast.conference)

    assert "Two files are being made" in response.content.decode()
    assert not Export.objects.exists()


def test_no_filter_that_the_list_has_not_is_taken(office, cast):
    assert office.get(page(cast.conference, id__exact="x")).status_code == 400
