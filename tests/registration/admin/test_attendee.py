"""See it as an attendee: for staff alone, before anybody else can."""

import uuid

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from registration.models import Delegate, Letter, TrialSignUp
from tests.admin_pages import office
from tests.factories import (
    make_agreement,
    make_category,
    make_conference,
    make_participation,
    make_registration_settings,
    make_session,
    make_staff,
)

__all__ = ["office"]  # a fixture, used by its name

PAGES = [
    *("", "agenda/", "agenda/opening/", "speakers/", "organisations/", "results/"),
    *("privacy/", "accessibility/", "register/"),
]


@pytest.fixture
def conference():
    conference = make_conference(published=False, slug="next")
    make_registration_settings(conference)
    make_category(conference, places=1)
    session = make_session(conference, slug="opening", title_en="Opening of all")
    make_participation(session)
    return conference


def at(conference, page: str = "", language: str = "en") -> str:
    args = [conference.pk, language, *([page] if page else [])]
    return reverse("admin:registration_attendee_in", args=args)


def shown(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    assert response["Cache-Control"].startswith("private, no-store")
    return response.content.decode()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_is_there_and_says_what_it_is(office, conference, page, language):
    html = shown(office, at(conference, page, language))

    assert html.count("attendee-bar") == 1
    assert f'<html lang="{"en" if language == "en" else "zh-Hans"}"' in html
    assert ("Only staff" in html or "a test" in html) is (language == "en")


def test_links_lead_to_other_previews(office, conference):
    html = shown(office, at(conference))

    assert f'href="{at(conference, "agenda/opening/")}"' in html
    assert f'href="{at(conference, "", "zh-hans")}"' in html
    assert f'href="{at(conference, "register/")}"' in html
    assert 'href="/en/next/' not in html


def test_nobody_else_sees_anything_of_it(client, office, conference):
    shown(office, at(conference, "agenda/"))
    office.logout()

    assert client.get("/en/next/agenda/").status_code == 404
    assert client.get("/en/next/register/").status_code == 404
    assert client.get(at(conference, "agenda/")).status_code == 302
    client.force_login(make_staff(is_superuser=False))
    assert client.get(at(conference, "agenda/")).status_code == 403


def test_what_is_public_stays_as_it_was_published(office):
    conference = make_conference()
    before = office.get(f"/en/{conference.slug}/").content
    type(conference).objects.update(name_en="Not published yet")

    assert "Not published yet" in shown(office, at(conference))
    assert office.get(f"/en/{conference.slug}/").content == before


def test_what_is_under_embargo_is_for_those_who_may_hear_of_it(client, conference):
    session = make_session(conference, slug="signing", kind="signing")
    make_agreement(session, embargo_until=conference.ends_at, title_en="Secret pact")
    client.force_login(make_staff())
    assert "Secret pact" in shown(client, at(conference, "agenda/signing/"))

    staff = make_staff(is_superuser=False)
    staff.user_permissions.set(Permission.objects.filter(codename="view_conference"))
    client.force_login(staff)
    assert "Secret pact" not in shown(client, at(conference, "agenda/signing/"))


@pytest.mark.parametrize(
    "page", ["agenda/nowhere/", "agenda.ics", "changes/", "x", "my/x/", "register/x/"]
)
def test_what_is_not_there_is_not_found(office, conference, page):
    assert office.get(at(conference, page)).status_code == 404
    assert office.get(at(conference, page, "de")).status_code == 404


# -- A test sign-up --------------------------------------------------------------------


def filled(client, conference, **changes):
    fields = {
        "submission": uuid.uuid4(),
        "category": conference.categories.get().pk,
        "attendance": "onsite",
        "family_name": "Lovelace",
        "email": "minister@example.org",
        "language": "en",
    }
    return client.post(at(conference, "register/"), fields | changes)


def test_the_form_makes_a_test_and_writes_to_staff_alone(client, conference):
    client.force_login(make_staff(email="sam@example.org"))

    response = filled(client, conference)

    assert response["Location"] == reverse("admin:index")
    assert TrialSignUp.objects.get().family_name == "Lovelace"
    assert Letter.objects.get().recipient == "sam@example.org"
    assert not Delegate.objects.exists()
    assert conference.quotas.get().taken == 0
    assert "goes to sam@example.org" in client.get("/admin/").content.decode()


def test_a_mistake_comes_back_as_for_everybody(office, conference):
    response = filled(office, conference, family_name="")

    assert response.status_code == 200
    assert "Enter your name." in response.content.decode()
    assert "attendee-bar" in response.content.decode()
    assert not TrialSignUp.objects.exists()


def test_the_language_changes_and_what_was_typed_stays(office, conference):
    fields = {"family_name": "Lovelace", "switch_language": "1"}
    form = shown(office, at(conference, "register/"))
    assert f'formaction="{at(conference, "register/", "zh-hans")}"' in form

    html = office.post(at(conference, "register/", "zh-hans"), fields).content.decode()

    assert 'value="Lovelace"' in html
    assert "您提交的是测试" in html


def test_who_may_not_enter_people_cannot_try(client, conference):
    staff = make_staff(is_superuser=False)
    staff.user_permissions.set(Permission.objects.filter(codename="view_conference"))
    client.force_login(staff)

    assert client.get(at(conference, "register/")).status_code == 403
    assert client.post(at(conference, "register/"), {}).status_code == 403
    assert at(conference, "register/") not in shown(client, at(conference))


def test_a_stranger_makes_none(client, conference):
    fields = {"submission": uuid.uuid4(), "family_name": "Ada"}

    assert client.post(at(conference, "register/"), fields).status_code == 302
    assert not TrialSignUp.objects.exists()


def test_a_conference_without_a_form_says_what_is_missing(office):
    conference = make_conference(published=False)

    response = office.get(at(conference, "register/"), follow=True)

    assert "add registration settings and a category" in response.content.decode()


def test_one_press_removes_all_tests(office, conference):
    filled(office, conference)
    filled(office, conference)
    page = reverse("admin:registration_trialsignup_changelist")
    url = office.get(f"{page}?conference__id__exact={conference.pk}").context[
        "remove_url"
    ]

    assert office.get(url).status_code == 405
    response = office.post(url, follow=True)

    assert "2 tests were removed." in response.content.decode()
    assert not TrialSignUp.objects.exists()
    assert not Letter.objects.exists()


def test_who_may_not_enter_people_removes_none(client, office, conference):
    filled(office, conference)
    staff = make_staff(is_superuser=False)
    staff.user_permissions.set(Permission.objects.filter(codename="reach_delegate"))
    client.force_login(staff)
    page = reverse("admin:registration_trialsignup_changelist")
    url = reverse("admin:registration_attendee_remove", args=[conference.pk])

    shown_ = client.get(f"{page}?conference__id__exact={conference.pk}")

    assert shown_.context["remove_url"] == ""
    assert client.post(url).status_code == 403
    assert TrialSignUp.objects.exists()


def test_tests_stand_in_no_list_of_delegates(office, conference):
    filled(office, conference)
    trial = TrialSignUp.objects.get()

    listed = office.get(reverse("admin:registration_delegate_changelist"), follow=True)
    page = reverse("admin:registration_delegate_change", args=[trial.pk])

    assert listed.context["cl"].result_count == 0
    assert office.get(page).status_code == 404
    opened = reverse("admin:registration_trialsignup_change", args=[trial.pk])
    assert office.get(opened).status_code == 200
