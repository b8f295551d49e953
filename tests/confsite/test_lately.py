import pytest

from confsite.lately import lately


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test sets: clock.now."""
    clock = type("Clock", (), {"now": 7.0})
    clock.monotonic = lambda: clock.now
    monkeypatch.setattr("confsite.lately.time", clock)
    return clock


@pytest.fixture
def asked():
    return []


@pytest.fixture
def look(asked):
    @lately
    def look(word: str) -> str:
        """Look it up."""
        asked.append(word)
        if word == "missing":
            raise KeyError(word)
        return word.upper()

    return look


def test_an_answer_is_remembered_for_a_second(clock, look, asked):
    assert [look("one"), look("one"), look("two")] == ["ONE", "ONE", "TWO"]
    assert asked == ["one", "two"]

    clock.now = 8.0

    assert look("one") == "ONE"
    assert asked == ["one", "two", "one"]


def test_an_error_is_not_remembered(clock, look, asked):
    for _ in range(2):
        with pytest.raises(KeyError):
            look("missing")

    assert asked == ["missing", "missing"]


def test_an_answer_can_be_forgotten(clock, look, asked):
    look("one")
    look.forget()
    look("one")

    assert asked == ["one", "one"]


def test_it_still_says_what_it_does(look):
    assert look.__doc__ == "Look it up."
