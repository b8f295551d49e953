"""Organisations that are the same: one stays, and nothing that named them is lost."""

import pytest
from django.apps import apps
from django.db import (
    IntegrityError,
    connection,
)
from django.db.models import ForeignKey, ManyToManyField
from django.urls import reverse
from pghistory.models import Event

from agenda.errors import NothingToMerge
from agenda.models import AgreementParty, Organisation, Partner, Speaker
from agenda.services import organisations
from tests.admin_pages import filled_in, messages_of, office
from tests.agenda.rows import sign_in
from tests.factories import (
    make_agreement,
    make_conference,
    make_organisation,
    make_speaker,
)

pytestmark = pytest.mark.server

__all__ = ["office"]  # a fixture, used by its name

LIST = reverse("admin:agenda_organisation_changelist")


def choose(client, *chosen, **more):
    """Choose organisations in the list and press Merge."""
    form = {"action": "merge", "_selected_action": [o.pk for o in chosen], **more}
    return client.post(LIST, form, follow=True)


# -- What names one of them ------------------------------------------------------------


def test_every_reference_there_is_is_known():
    expected = set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            points = isinstance(field, ForeignKey) or (
                isinstance(field, ManyToManyField)
                and field.remote_field.through._meta.auto_created
            )
            if points and field.related_model is Organisation:
                expected.add((model, field.name))

    history = {(m, name) for m, name in expected if issubclass(m, Event)}

    assert set(organisations.references()) == expected - history
    assert {m.__name__ for m, _name in expected - history} >= {
        "Speaker",
        "Partner",
        "AgreementParty",
    }


def test_whatever_named_one_of_them_names_the_one_that_stays():
    keep, one, two = (make_organisation() for _ in range(3))
    bystander = make_speaker(organisation=make_organisation())
    speaker = make_speaker(organisation=one)
    partner = Partner.objects.create(conference=make_conference(), organisation=two)
    agreement = make_agreement(parties=[one])

    merged = organisations.merge(keep, [one, two])

    assert Speaker.objects.get(pk=speaker.pk).organisation == keep
    assert Partner.objects.get(pk=partner.pk).organisation == keep
    assert list(agreement.parties.all()) == [keep]
    assert merged == (3, 0)
    assert set(Organisation.objects.all()) == {keep, bystander.organisation}


def test_what_would_be_said_twice_is_said_once():
    keep, one, two = (make_organisation() for _ in range(3))
    both, neither = make_conference(), make_conference()
    kept = Partner.objects.create(conference=both, organisation=keep, position=5)
    Partner.objects.create(conference=both, organisation=one, position=1)
    first = Partner.objects.create(conference=neither, organisation=one)
    Partner.objects.create(conference=neither, organisation=two)
    agreement = make_agreement(parties=[one, keep])

    merged = organisations.merge(keep, [one, two])

    assert list(Partner.objects.order_by("pk")) == [kept, first]
    assert list(agreement.parties.all()) == [keep]
    assert AgreementParty.objects.get().side == "b"
    assert merged == (1, 3)


def test_another_rule_that_breaks_is_no_double():
    """A row is dropped where it stands twice, and for no other reason."""
    keep, gone = make_organisation(), make_organisation()
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE agenda_partner ADD CONSTRAINT keep_out "
            f"CHECK (organisation_id <> {keep.pk})"
        )
    Partner.objects.create(conference=make_conference(), organisation=gone)

    with pytest.raises(IntegrityError, match="keep_out"):
        organisations.merge(keep, [gone])

    assert Partner.objects.get().organisation == gone


# -- What it says of itself ------------------------------------------------------------


def test_the_names_of_those_that_go_become_other_names():
    keep = make_organisation(
        name_en="University of Oxford", name_zh="牛津大学", aliases="Oxon"
    )
    one = make_organisation(
        name_en="Oxford University",
        name_zh="牛津大学",
        short_name_en="Oxford",
        aliases="Oxon\nUniv. Oxon.",
    )
    two = make_organisation(name_en="Univ Oxford", name_zh="", short_name_en="OU")

    organisations.merge(keep, [one, two])

    keep.refresh_from_db()
    assert (keep.name_en, keep.short_name_en) == ("University of Oxford", "Oxford")
    assert keep.aliases.splitlines() == [
        "Oxon",
        "Oxford University",
        "Univ. Oxon.",
        "Univ Oxford",
        "OU",
    ]


def test_what_is_not_said_is_taken_over_and_what_is_said_stays():
    keep = make_organisation(name_en="", name_zh="牛津大学", kind="other")
    one = make_organisation(name_en="Oxford", name_zh="牛津", kind="university")
    two = make_organisation(name_en="OU", name_zh="", kind="company", country="GB")

    organisations.merge(keep, [one, two])

    keep.refresh_from_db()
    facts = (keep.name_en, keep.name_zh, keep.kind, keep.country.code)
    assert facts == ("Oxford", "牛津大学", "university", "GB")
    assert keep.aliases.splitlines() == ["牛津", "OU"]


def test_the_history_keeps_what_has_gone(transactional_db):
    keep, gone = make_organisation(), make_organisation(name_en="Oxford")
    speaker = make_speaker(organisation=gone)

    organisations.merge(keep, [gone])

    history = apps.get_model("agenda", "OrganisationEvent").objects
    assert history.get(pgh_obj_id=gone.pk, pgh_label="delete").name_en == "Oxford"
    moves = apps.get_model("agenda", "SpeakerEvent").objects.filter(id=speaker.pk)
    named = moves.order_by("pgh_id").values_list("organisation_id", flat=True)
    assert list(named) == [gone.pk, keep.pk]


@pytest.mark.parametrize("others", [0, 1])
def test_there_is_nothing_to_merge_in_one(others):
    keep = make_organisation()

    with pytest.raises(NothingToMerge):
        organisations.merge(keep, [keep] * others)


# -- The page --------------------------------------------------------------------------


def test_the_page_says_what_names_each_and_suggests_the_one_named_most(office):
    one, two = make_organisation(name_zh="牛津大学"), make_organisation()
    make_speaker(organisation=two)
    make_speaker(organisation=two)
    make_agreement(parties=[two])

    page = choose(office, one, two)

    html = page.content.decode()
    assert "Speakers: 2" in html
    assert "Parties: 1" in html
    assert "Named nowhere" in html
    assert '<span lang="zh-Hans">牛津大学</span>' in html
    assert f'value="{two.pk}" checked' in html
    assert Organisation.objects.count() == 2


def test_merging_says_what_became_of_it(office):
    keep, gone = make_organisation(name_en="Oxford"), make_organisation()
    make_speaker(organisation=gone)
    conference = make_conference()
    for organisation in (keep, gone):
        Partner.objects.create(conference=conference, organisation=organisation)

    page = choose(office, keep, gone, keep=keep.pk)

    assert Organisation.objects.get() == keep
    assert messages_of(page) == [
        "Merged into “Oxford”; 1 mention of it moved. Doubles that went: 1."
    ]


@pytest.mark.parametrize("chosen", ["one", "none of them", "gone", "eleven"])
def test_what_cannot_be_merged_is_said_in_words(office, chosen):
    rows = [make_organisation() for _ in range(11)]
    if chosen == "one":
        page, words = choose(office, rows[0]), "Choose at least two"
    elif chosen == "none of them":
        page = choose(office, *rows[:2], keep="x")
        words = "One of these organisations is no longer there"
    elif chosen == "gone":
        rows[1].delete()
        rows[1].pk = 0
        page = choose(office, *rows[:2], keep=rows[0].pk)
        words = "One of these organisations is no longer there"
    else:
        page, words = choose(office, *rows), "Choose at most 10"

    assert messages_of(page)[0].startswith(words)
    assert Organisation.objects.count() == 11 - (chosen == "gone")


def test_hostile_names_are_shown_as_text(office):
    one = make_organisation(name_en="<script>alert(1)</script>", name_zh="{{7*7}}%(x)s")
    two = make_organisation()

    asked = choose(office, one, two).content.decode()
    done = choose(office, one, two, keep=one.pk).content.decode()

    for page in (asked, done):
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("right", ["view", "change", "delete"])
def test_merging_needs_the_rights_to_change_and_to_delete(client, right):
    sign_in(client, "view_organisation", f"{right}_organisation")
    keep, gone = make_organisation(), make_organisation()

    page = client.get(LIST).content.decode()
    choose(client, keep, gone, keep=keep.pk)

    assert 'value="merge"' not in page
    assert Organisation.objects.count() == 2


def test_merging_is_offered_to_whoever_has_both_rights(client):
    sign_in(client, "view_organisation", "change_organisation", "delete_organisation")
    keep, gone = make_organisation(), make_organisation()

    page = client.get(LIST).content.decode()
    choose(client, keep, gone, keep=keep.pk)

    assert 'value="merge"' in page
    assert Organisation.objects.get() == keep


@pytest.mark.parametrize("told", ["OXON", "牛津", "Oxford"])
def test_a_search_finds_short_and_other_names(office, told):
    found = make_organisation(
        short_name_en="Oxford", short_name_zh="牛津", aliases="Oxon\nOU"
    )
    make_organisation()

    page = office.get(LIST, {"q": told})

    assert list(page.context["cl"].queryset) == [found]


def test_other_names_are_one_on_each_line_none_twice(office):
    organisation = make_organisation()
    url = reverse("admin:agenda_organisation_change", args=[organisation.pk])

    filled_in(office, url, aliases="Oxon\r\n\r\n  OU \r\nOxon\r\n")

    organisation.refresh_from_db()
    assert organisation.aliases == "Oxon\nOU"
