"""The demo: two conferences, made once, and honest about what is invented."""

from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone

from agenda.models import (
    Agreement,
    Conference,
    Organisation,
    Participation,
    RunItem,
    Session,
    Speaker,
)
from agenda.release import programme
from confsite.admin.columns import Translated
from confsite.demo import editions
from registration.models import Delegate, Letter, Quota
from registration.signup import status
from registration.states import DelegateState

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo():
    call_command("demo", verbosity=0)
    past, coming = Conference.objects.order_by("starts_at")
    return past, coming


def everything():
    models = (
        Conference,
        Organisation,
        Session,
        Speaker,
        Participation,
        Delegate,
        Letter,
    )
    return [model.objects.count() for model in models]


@pytest.mark.usefixtures("demo")
def test_the_demo_twice_is_the_demo_once():
    before = everything()

    call_command("demo")

    assert everything() == before


def test_the_demo_leaves_alone_what_is_there(capsys):
    from tests.factories import make_conference

    make_conference()
    call_command("demo")

    assert Conference.objects.count() == 1
    assert "no demo was made" in capsys.readouterr().out


def test_the_demo_takes_no_time(django_assert_max_num_queries):
    """Whoever starts bin/up waits for it."""
    with django_assert_max_num_queries(300):
        call_command("demo")


def test_half_a_demo_is_none(monkeypatch):
    def fails(*args):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("confsite.management.commands.demo.open_registration", fails)

    with pytest.raises(RuntimeError):
        call_command("demo")

    assert everything() == [0, 0, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 1, 1), date(2026, 3, 5)),
        (date(2026, 1, 3), date(2026, 3, 5)),
        (date(2026, 1, 4), date(2026, 3, 5)),
        (date(2026, 1, 5), date(2026, 3, 12)),
        (date(2026, 12, 31), date(2027, 3, 4)),
    ],
)
def test_the_next_edition_is_on_the_first_thursday_in_sixty_days(today, expected):
    assert editions.coming(today)["day"] == expected
    assert expected.weekday() == 3
    assert (expected - today).days >= 60


def test_one_is_over_and_the_other_is_open(demo):
    past, coming = demo

    assert past.slug == "china-uk-2020"
    assert coming.slug == f"china-uk-{coming.starts.local.year}"
    assert status.status(past.slug).state == "over"
    assert status.status(coming.slug).state == "open"
    assert Conference.objects.current() == coming


def test_the_programme_of_2020_is_as_published(demo):
    past, _coming = demo
    published = programme.latest(past.slug)

    assert str(published.conference.starts) == "14:00 Nanjing · 07:00 London"
    assert [speaker.latin_name for speaker in published.speakers] == [
        "Lord David Willetts",
        "Professor Chas Bountra",
        "Li Shigui",
        "Jiang Sunan",
    ]
    assert published.speakers[0].native == "威勒特斯勋爵"
    kinds = [session.kind for session in published.sessions]
    assert kinds == [
        "opening",
        "keynote",
        "round_table",
        "inauguration",
        "signing",
        "signing",
    ]


def test_what_was_chosen_and_invented_is_said(demo):
    past, coming = demo

    assert "chosen for this demonstration" in past.note_en
    assert "为演示而设定" in past.note_zh
    assert "invented" in coming.note_en
    assert "虚构" in coming.note_zh
    for speaker in coming.speakers.all():
        assert "invented" in speaker.biography_en.lower()
        assert "虚构" in speaker.biography_zh


def test_real_people_are_in_2020_alone(demo):
    past, coming = demo
    real = set(past.speakers.values_list("family_name", "given_name"))
    invented = set(coming.speakers.values_list("family_name", "given_name"))

    assert real.isdisjoint(invented)
    assert not past.delegates.exists()
    addresses = Delegate.objects.values_list("email", "phone")
    assert all(
        email.endswith("@example.org") and not phone for email, phone in addresses
    )


def test_an_organisation_that_is_not_real_is_marked_in_both_languages(demo):
    published = editions.facts()["organisations"].values()
    real = {row["name"]["en"] for row in published}

    for organisation in Organisation.objects.exclude(name_en__in=real):
        assert organisation.name_en.endswith("(demo)")
        assert organisation.name_zh.endswith("（演示）")


@pytest.mark.parametrize(
    "model", [Conference, Session, Organisation, Agreement, RunItem]
)
def test_every_text_stands_in_both_languages(demo, model):
    for row in model.objects.all():
        assert Translated.of(row).missing == ()


def test_the_counters_agree_with_the_people(demo):
    for quota in Quota.objects.all():
        holders = Delegate.objects.counted_by(quota).holding_a_place()
        assert quota.taken == holders.count()


def test_what_was_signed_in_2020_stands_in_the_results(demo):
    past, coming = demo

    ((agreement, session),) = programme.latest(past.slug).concluded
    assert str(agreement.title) == (
        "University of Oxford – "
        "Nanjing Jiangning Economic and Technological Development Zone"
    )
    assert session.slug == "signing-universities"
    assert programme.latest(coming.slug).concluded == ()


def test_a_secret_can_be_seen_in_the_admin_alone(demo):
    _past, coming = demo
    secret = Agreement.objects.get(embargo_until__isnull=False)

    published = programme.latest(coming.slug)

    assert secret.embargo_until == coming.ends_at
    titles = [str(agreement.title) for agreement, _ in published.agreements]
    assert len(titles) == 4
    assert secret.title_en not in titles


def test_a_waiting_list_and_somebody_to_approve_can_be_seen(demo):
    states = set(Delegate.objects.values_list("state", flat=True))

    assert {
        DelegateState.CONFIRMED,
        DelegateState.WAITING,
        DelegateState.PENDING,
    } == states
    assert Delegate.objects.waiting().count() >= 2
    assert Letter.objects.count() < 20


def test_both_names_and_both_languages_are_among_the_people(demo):
    languages = set(Delegate.objects.values_list("language", flat=True))

    assert languages == {"en", "zh-hans"}
    assert Delegate.objects.exclude(native_name="").exists()
    assert Delegate.objects.filter(native_name="").exists()


def test_names_of_regions_are_the_founding_conference_s_own(demo):
    for conference in demo:
        names = {
            row.country.code: (row.name_en, row.name_zh)
            for row in conference.country_names.all()
        }
        assert names == {
            "TW": ("Taiwan, China", "中国台湾"),
            "HK": ("Hong Kong, China", "中国香港"),
            "MO": ("Macao, China", "中国澳门"),
        }


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_its_pages_are_whole(demo, client, language):
    for conference in demo:
        for page in ("", "agenda/", "speakers/"):
            response = client.get(f"/{language}/{conference.slug}/{page}")
            assert response.status_code == 200
    assert timezone.now() < demo[1].starts_at
