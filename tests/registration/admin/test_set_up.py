"""The pages that prepare registration say what comes next."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from tests.admin_pages import office
from tests.factories import (
    make_category,
    make_conference,
    make_open_conference,
    make_quota,
    make_registration_settings,
    make_staff,
    publish,
)

__all__ = ["office"]  # a fixture, used by its name


def said(office, row) -> str:
    page = reverse(f"admin:registration_{row._meta.model_name}_change", args=[row.pk])
    return words_of(office.get(page))


def words_of(response) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


def test_one_step_after_the_other_until_one_can_sign_up(office):
    conference = make_conference(published=False)
    category = make_category(conference, is_open=False)
    assert "Next: say when one can sign up" in said(office, category)

    settings = make_registration_settings(conference)
    assert "Next: what people can sign up as." in said(office, settings)
    assert "A quota limits them. Add a quota" in said(office, settings)

    category.is_open = True
    category.save()
    quota = make_quota(conference)
    for row in (settings, category, quota):
        assert "Next: publish the conference." in said(office, row)
        assert "A quota limits them." not in said(office, row)

    publish(conference)
    for row in (settings, category, quota):
        assert "One can sign up now. Open the form" in said(office, row)


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [
        (1, 2, "Everything is ready. One can sign up from"),
        (-2, -1, "Nobody can sign up any more. Change the hours"),
    ],
)
def test_hours_decide_when_everything_is_there(office, opens, closes, words):
    category = make_category()
    settings = category.conference.registration
    settings.opens_at = timezone.now() + timedelta(days=opens)
    settings.closes_at = timezone.now() + timedelta(days=closes)
    settings.save()

    assert words in said(office, category)
    assert "&lt;" not in said(office, category).split(words)[1][:80]


def test_a_list_says_it_of_its_conference(office):
    conference = make_open_conference()
    url = reverse("admin:registration_category_changelist")

    page = office.get(url, {"conference__id__exact": conference.pk})

    assert "Without a category nobody can." in words_of(page)
    assert f"/category/add/?conference={conference.pk}" in page.content.decode()
    assert "Without a category" not in office.get(url, {"q": "x"}).content.decode()


def test_nobody_is_led_where_they_may_not_go(client):
    staff = make_staff(is_superuser=False)
    staff.user_permissions.set(Permission.objects.filter(codename="view_category"))
    client.force_login(staff)
    category = make_category(make_conference(published=False))

    words = said(client, category)

    assert "Next: say when one can sign up" in words
    assert "Add registration settings" not in words
