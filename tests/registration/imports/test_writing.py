"""An import: places, letters, moves and tags follow; all of it, or nothing."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from registration import tasks
from registration.errors import FileIsGone, FileResultChanged
from registration.imports import jobs, services
from registration.jobs import services as job_services
from registration.models import Delegate, DelegateFile, Job, Letter, Quota, RefusedRow
from registration.states import Mailing
from tests.confsite.tables.staff import a_table
from tests.factories import make_category, make_delegate, make_tag, register_someone
from tests.registration.imports.imported import (
    LIN,
    bring,
    brought,
    results,
    statuses,
)
from tests.registration.jobs.kinds import do_all
from tests.threads import in_threads

pytestmark = pytest.mark.django_db

THREE = [
    {"姓名": "林静", "邮箱": "lin@example.org"},
    {"姓名": "王芳", "邮箱": "wang@example.org"},
    {"姓名": "赵敏", "邮箱": "zhao@example.org"},
]


def states() -> list[str]:
    return [*Delegate.objects.order_by("pk").values_list("state", flat=True)]


def test_who_finds_no_place_waits():
    category = make_category(places=2)

    bring(category, *THREE)

    assert states() == ["confirmed", "confirmed", "waiting"]
    assert Quota.objects.get().taken == 2


def test_or_goes_beyond_the_limit_on_purpose():
    category = make_category(places=2)

    bring(category, *THREE, beyond=True, reason="The minister's guests")

    quota = Quota.objects.get()
    assert states() == ["confirmed"] * 3
    assert (quota.taken, quota.beyond) == (3, 1)


def test_before_anything_happens_staff_read_who_would_wait():
    category = make_category(places=2, name_en="Guest")

    file, _by = brought(category, {"": a_table(*THREE)})

    words = "1 of them find no place and wait: Guest, On site."
    assert file.result["remarks"] == [words]


def test_staff_enter_them_so_they_are_approved():
    category = make_category(needs_approval=True)

    bring(category, LIN)

    assert states() == ["confirmed"]


@pytest.mark.parametrize(
    ("mailing", "number"), [("now", 3), ("later", 0), ("never", 0)]
)
def test_letters_now_later_or_none(category, mailing, number):
    bring(category, *THREE, mailing=mailing)

    assert Letter.objects.count() == number
    assert {*Delegate.objects.values_list("mailing", flat=True)} == {mailing}


def test_another_category_moves_places():
    category = make_category(places=5)
    press = make_category(category.conference, name_en="Press", places=5)
    lin = register_someone(category, native_name="林静", email="lin@example.org")

    [row] = bring(
        category, {"reference": lin.reference, "类别": "Press", "标签": "VIP"}
    )

    lin.refresh_from_db()
    assert row.status == "changed"
    assert (lin.category, [str(tag) for tag in lin.tags.all()]) == (press, ["VIP"])
    assert [quota.taken for quota in Quota.objects.order_by("pk")] == [0, 1]


def test_tags_are_what_the_cell_says(category):
    lin = make_delegate(category=category)
    lin.tags.add(make_tag(category.conference, name_en="Old"))
    kept = make_tag(category.conference, name_en="Kept", name_zh="保留")
    lin.tags.add(kept)

    bring(category, {"reference": lin.reference, "标签": "保留、New"})

    assert sorted(map(str, lin.tags.all())) == ["Kept", "New"]


def test_another_address_is_told_as_if_staff_had_typed_it(category):
    lin = make_delegate(category=category, email="old@example.org")

    bring(
        category,
        {"reference": lin.reference, "邮箱": "new@example.org"},
        mailing=Mailing.NOW.value,
    )

    lin.refresh_from_db()
    assert (lin.email, lin.link_version) == ("new@example.org", 2)
    assert sorted(Letter.objects.values_list("kind", "recipient")) == [
        ("address_changed", "old@example.org"),
        ("confirmed", ""),
    ]


@pytest.mark.django_db(transaction=True)
def test_the_history_says_who():
    category = make_category()
    file, by = brought(category, {"": a_table(LIN)})
    run(file, by, jobs.IMPORT)

    event = Delegate.pgh_event_model.objects.get()
    assert event.pgh_context.metadata["user"] == by.pk


# -- What was shown is what is done ----------------------------------------------------


def test_if_somebody_has_changed_meanwhile_nothing_is_written(category):
    lin = make_delegate(category=category, native_name="林静")
    file, by = brought(
        category,
        {"": a_table({"reference": lin.reference, "手机": "13800138000"}, LIN)},
    )
    Delegate.objects.filter(pk=lin.pk).update(phone="+8613900139000")

    with pytest.raises(FileResultChanged):
        services.carry_out(str(file.pk), by)

    assert Delegate.objects.count() == 1
    assert DelegateFile.objects.exists()


def test_nor_where_one_changes_while_the_rows_are_being_judged(category, monkeypatch):
    lin = make_delegate(category=category, native_name="林静")
    row = {"reference": lin.reference, "手机": "13800138000"}
    file, by = brought(category, {"": a_table(row)})
    draft_of = services.draft_of

    def slowly(*given):
        draft = draft_of(*given)
        Delegate.objects.filter(pk=lin.pk).update(position="Minister")
        return draft

    monkeypatch.setattr(services, "draft_of", slowly)

    with pytest.raises(FileResultChanged):
        services.carry_out(str(file.pk), by)


def test_a_file_is_imported_once(category):
    file, by = brought(category, {"": a_table(LIN)})
    services.carry_out(str(file.pk), by)

    with pytest.raises(FileIsGone):
        services.carry_out(str(file.pk), by)


# -- As a job --------------------------------------------------------------------------


def run(file, by, kind, *, cancel=False) -> Job:
    job = job_services.start(
        kind,
        conference=file.conference_id,
        by=by,
        arguments={"file": str(file.pk)},
    )
    if cancel:
        job_services.cancel(job, by)
    do_all()
    return Job.objects.get(pk=job.pk)


@pytest.mark.django_db(transaction=True)
def test_a_large_file_is_a_job_with_the_rows_that_stayed_out():
    category = make_category()
    spoiled = {"姓名": "王芳", "手机": "1.38E+10"}
    file, by = brought(category, {"": a_table(LIN, spoiled)})

    job = run(file, by, jobs.IMPORT)

    assert (job.state, job.tally) == ("done", {"new": 1, "refused": 1})
    assert [row.cells for row in RefusedRow.objects.all()] == [["3", "王芳"]]
    assert states() == ["confirmed"]


@pytest.mark.django_db(transaction=True)
def test_of_a_cancelled_import_nothing_goes_in(monkeypatch):
    monkeypatch.setattr("registration.jobs.report.EVERY", 0)
    category = make_category()
    file, by = brought(category, {"": a_table(*THREE)})
    write = services.writing.write

    def cancelled_meanwhile(*given):
        write(*given)
        assert Delegate.objects.count() == 3
        cancel_from_elsewhere(by)

    monkeypatch.setattr(services.writing, "write", cancelled_meanwhile)
    job = run(file, by, jobs.IMPORT)

    assert job.state == "cancelled"
    assert not Delegate.objects.exists()
    assert DelegateFile.objects.filter(pk=file.pk).exists()


def cancel_from_elsewhere(by) -> None:
    in_threads(1, lambda _n: job_services.cancel(Job.objects.get(), by))


@pytest.mark.django_db(transaction=True)
def test_a_check_is_a_job_as_well():
    category = make_category()
    file, by = brought(category, {"": a_table(*THREE)})

    job = run(file, by, jobs.CHECK)

    file.refresh_from_db()
    assert (job.state, file.result["counts"]) == ("done", {"new": 3})
    assert statuses(results(file)) == ["new"] * 3


def test_a_file_that_nobody_comes_back_to_is_forgotten():
    """It holds what people have told somebody."""
    category = make_category()
    old, _by = brought(category, {"": a_table(LIN)})
    new, _by = brought(category, {"": a_table(LIN)})
    DelegateFile.objects.filter(pk=old.pk).update(came_at=Now() - timedelta(hours=13))

    tasks.release()

    assert list(DelegateFile.objects.all()) == [new]
