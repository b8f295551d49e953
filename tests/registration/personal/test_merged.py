"""The links of a registration that was merged into another one of the same person."""

import pytest

from registration import links, staff_actions
from registration.duplicates import merging, services
from registration.models import Delegate, Tag
from tests.factories import make_category, make_staff, register_someone

OLD, NEW = "old@example.org", "new@example.org"


@pytest.fixture
def both():
    category = make_category()
    return [register_someone(category, email=email) for email in (OLD, NEW)]


def merge(gone, kept):
    pair = services.pair_by_hand([gone, kept])
    proposed = merging.proposed(pair)
    choice = merging.Choice(kept.pk, proposed.facts, proposed.seen)
    merging.merge(pair, choice, make_staff())


def test_lead_on_where_letters_go_to_the_same_mailbox(client, both):
    gone, kept = both
    Delegate.objects.filter(pk=gone.pk).update(email="", contact_email=NEW.title())
    gone.refresh_from_db()
    link = links.my(gone)
    merge(gone, kept)

    response = client.get(link)

    kept.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, links.my(kept))
    assert response["Cache-Control"] == "no-store, private"


def test_say_so_where_another_mailbox_is_written_to(client, both):
    gone, kept = both
    link = links.my(gone)
    merge(gone, kept)

    response = client.get(link)

    page = response.content.decode()
    assert response.status_code == 410
    assert "merged with another one of yours" in page
    assert response["Cache-Control"] == "no-store, private"
    kept.refresh_from_db()
    for secret in (NEW, kept.reference, links.my(kept)):
        assert secret not in page


def test_what_colleagues_noted_is_joined(both):
    gone, kept = both
    press, guest = (
        Tag.objects.create(conference=kept.conference, name_en=name)
        for name in ("press", "guest")
    )
    for delegate, tags in ((gone, [press, guest]), (kept, [press])):
        Delegate.objects.filter(pk=delegate.pk).update(note=f"of {delegate.email}")
        for tag in tags:
            delegate.tagged.create(tag=tag)
        delegate.refresh_from_db()

    merge(gone, kept)

    kept.refresh_from_db()
    assert set(kept.tags.all()) == {press, guest}
    assert kept.note == f"of {NEW}\n\nof {OLD}"


def test_a_restored_one_opens_its_own_page_again(client, both):
    gone, kept = both
    merge(gone, kept)
    gone.refresh_from_db()
    # Its address is free: that of the one that is kept is another.
    staff_actions.restore(gone, make_staff())
    gone.refresh_from_db()

    assert client.get(links.my(gone)).status_code == 200
