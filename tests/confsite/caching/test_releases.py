"""What is remembered of releases goes with them."""

import gc
import weakref

import pytest

from confsite.caching.releases import (
    NewestOfEach,
    cached_per_release,
    once_per_release,
)


class Release:
    """What can be remembered about, as a Programme can."""


@pytest.fixture
def made():
    return []


def test_what_is_made_of_a_release_is_made_once_and_goes_with_it(made):
    counted = once_per_release(lambda release: made.append("made") or len(made))
    release = Release()

    assert [counted(release), counted(release), counted(Release())] == [1, 1, 2]

    alive = weakref.ref(release)
    del release
    gc.collect()
    assert alive() is None


def test_what_is_made_of_several_things_holds_none_of_them(made):
    @cached_per_release(maxsize=8)
    def form(release: Release, offer: Release, language: str) -> int:
        made.append(language)
        return len(made)

    release, offer = Release(), Release()

    assert [form(release, offer, "en") for _ in range(2)] == [1, 1]
    assert form(release, offer, "zh-hans") == 2
    assert form(Release(), offer, "en") == 3
    assert form(release, Release(), "en") == 4
    alive = [weakref.ref(release), weakref.ref(offer)]
    del release, offer
    gc.collect()
    assert [thing() for thing in alive] == [None, None]


def test_few_results_are_remembered(made):
    @cached_per_release(maxsize=2)
    def page(release: Release, name: str) -> None:
        made.append(name)

    release = Release()
    for name in ("a", "b", "a", "c", "a", "b"):
        page(release, name)

    assert made == ["a", "b", "c", "b"]


def test_a_newer_release_pushes_the_older_one_out():
    newest = NewestOfEach(conferences=2)
    older, newer, other = Release(), Release(), Release()
    gone = weakref.ref(older)

    newest.put(1, older)
    newest.put(2, other)
    newest.put(1, newer)
    del older
    gc.collect()

    assert (newest.get(1), newest.get(2), newest.get(3)) == (newer, other, None)
    assert gone() is None


def test_of_too_many_conferences_the_one_loaded_longest_ago_goes():
    newest = NewestOfEach(conferences=2)

    for conference in (1, 2, 1, 3):
        newest.put(conference, Release())

    assert [bool(newest.get(conference)) for conference in (1, 2, 3)] == [
        True,
        False,
        True,
    ]
