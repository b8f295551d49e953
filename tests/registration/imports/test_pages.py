"""The pages of staff: a file, what its heads mean, what it would do, and doing it."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from confsite.tables.spreadsheet import csv_bytes, read
from registration.admin import imports
from registration.models import Delegate, DelegateFile, Job
from tests.admin_pages import filled_in, form_on, messages_of, office
from tests.factories import make_category, make_conference, make_staff
from tests.pages import Page
from tests.registration.imports.imported import LIN
from tests.registration.jobs.kinds import do_all

__all__ = ["office"]  # a fixture, used by its name

pytestmark = pytest.mark.django_db
FOOT = dict.fromkeys(LIN, "") | {"姓名": "填表人：赵敏"}
OTHER = dict.fromkeys(LIN, "") | {"姓名": "王芳"}


def address(category, name="delegate_import", *rest):
    args = [category.conference_id, *rest]
    return reverse(f"admin:registration_registrationsettings_{name}", args=args)


def send(client, category, *rows):
    content = csv_bytes([*rows[0]], [[*row.values()] for row in rows])
    upload = SimpleUploadedFile("list.csv", content)
    return client.post(address(category), {"file": upload}, follow=True)


def choose(client, page, **changes):
    fields = form_on(page) | {"mailing": "never", "attendance": "onsite"} | changes
    return client.post(page.wsgi_request.path, fields, follow=True)


def import_link(office, **query):
    people = reverse("admin:registration_delegate_changelist")
    page = Page(office.get(people, query, follow=True).content.decode())
    [link] = [a for a in page.all("a") if a.text.strip() == "Import"]
    return link["href"]


def test_the_list_leads_to_the_import(office, category):
    link = import_link(office, conference__id__exact=category.conference_id)

    assert office.get(link)["Location"] == address(category)


def test_where_no_conference_is_chosen_it_asks_which(office, category):
    make_conference(name_en="Nobody signs up for this one")

    page = Page(office.get(import_link(office)).content.decode())

    links = [a["href"] for a in page.all("a") if "settings/" in (a.get("href") or "")]
    assert [link for link in links if "import" in link] == [address(category)]


def test_a_file_is_read_asked_about_shown_and_imported(office, category):
    columns = send(office, category, LIN | {"Wer": "?"})
    shown = choose(office, columns)
    before = Delegate.objects.count()
    done = filled_in(office, shown.wsgi_request.path)

    assert "Wer" in columns.content.decode()
    assert "Import this row" in shown.content.decode()
    assert "Columns left out: Wer." in shown.content.decode()
    assert (before, Delegate.objects.get().native_name) == (0, "林静")
    assert messages_of(office.get(done["Location"])) == ["Imported: 1 new."]
    assert not DelegateFile.objects.exists()


def test_what_would_be_left_out_is_a_file_and_no_part_of_what_was_imported(
    office, category
):
    shown = choose(office, send(office, category, LIN, FOOT))

    left_out = office.get(shown.context["left_out"]).content.decode("utf-8-sig")
    done = filled_in(office, shown.wsgi_request.path)

    heads, row = left_out.splitlines()
    assert heads == '"Line","Outcome","Name","Reason"'
    assert row.startswith('"3","refused",')
    assert "does not look like" in row
    said = "Imported: 1 new. Left out: 1 refused."
    assert messages_of(office.get(done["Location"])) == [said]


def test_a_file_that_waits_is_known_by_its_time_where_the_conference_is(
    office, category
):
    send(office, category, LIN)
    came_at = datetime(2030, 1, 1, 22, 30, tzinfo=UTC)
    DelegateFile.objects.update(came_at=came_at)

    page = office.get(address(category)).content.decode()

    assert "Of 06:30, one row" in page


def test_a_choice_that_was_not_made_is_said_once_for_all_rows(office, category):
    columns = send(office, category, LIN, LIN | {"姓名": "王静"})

    shown = choose(office, columns, category="", attendance="")

    assert shown.context["result"]["remarks"] == [
        "Category: 2 rows say none. “Change the columns”, and choose one for all rows.",
        "Attendance: 2 rows say none. “Change the columns”, and choose one for all "
        "rows.",
    ]


def test_rows_by_their_fate_page_by_page(office, category, monkeypatch):
    monkeypatch.setattr(imports, "PER_PAGE", 1)
    shown = choose(office, send(office, category, LIN, FOOT))

    refused = office.get(shown.wsgi_request.path, {"status": "refused", "page": "9"})
    odd = office.get(shown.wsgi_request.path, {"status": "x", "page": "x"})

    assert "does not look like the name" in refused.content.decode()
    assert len(odd.context["rows"]) == 1


def test_without_a_column_of_names_staff_are_told(office, category):
    columns = send(office, category, {"A": "1", "B": "2"})

    again = choose(office, columns)

    assert "Say which column has the names." in again.content.decode()


@pytest.mark.django_db(transaction=True)
def test_many_rows_are_a_job_that_can_be_left_and_come_back_to(office, monkeypatch):
    monkeypatch.setattr(imports, "FEW", 1)
    category = make_category()

    waiting = choose(office, send(office, category, LIN, OTHER))
    [file] = DelegateFile.objects.all()
    check = address(category, "delegate_check", file.pk)
    on_the_way = office.get(check)
    do_all()
    [job] = Job.objects.all()
    over = office.get(f"/admin/registration/job/{job.pk}/change/")
    filled_in(office, check)
    do_all()

    assert waiting.wsgi_request.path == check
    assert "0 of 2 rows" in on_the_way.content.decode()
    assert on_the_way["Refresh"] == "2"
    assert over.context["found"] == check
    assert [job.state for job in Job.objects.all()] == ["done", "done"]
    assert Delegate.objects.count() == 2


def test_a_check_in_another_language_says_the_same(office, category):
    shown = choose(office, send(office, category, FOOT, LIN))
    office.cookies["django_language"] = "zh-hans"

    again = office.get(shown.wsgi_request.path)
    filled_in(office, shown.wsgi_request.path)

    assert "不像人名" in again.content.decode()
    assert Delegate.objects.get().native_name == "林静"


def test_nobody_sees_the_file_of_another(client, office, category):
    send(office, category, LIN)
    [file] = DelegateFile.objects.all()
    client.force_login(make_staff())

    for name in ("delegate_columns", "delegate_check"):
        assert client.get(address(category, name, file.pk)).status_code == 404


def test_who_may_not_add_delegates_may_not_import(client, category):
    client.force_login(make_staff(is_superuser=False))

    assert client.get(address(category)).status_code == 403


@pytest.mark.parametrize(
    ("language", "head"), [("en", "Family name"), ("zh-hans", "姓")]
)
def test_templates_in_either_language_change_nothing(office, category, language, head):
    page = office.get(address(category, "delegate_template", language))

    first, *_words = read(page.content).values()
    assert head in first.header
    upload = SimpleUploadedFile("template.xlsx", page.content)
    columns = office.post(address(category), {"file": upload}, follow=True)
    shown = choose(office, columns)
    assert "is the example of the template" in shown.content.decode()


def test_a_file_that_is_none_is_refused(office, category):
    upload = SimpleUploadedFile("list.xlsx", b"%PDF-1.7")

    page = office.post(address(category), {"file": upload})

    assert "No table can be read" in page.content.decode()
