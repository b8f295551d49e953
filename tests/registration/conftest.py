import pytest

from registration.models import Category, Letter
from tests.factories import make_category, make_delegate, make_letter


@pytest.fixture
def category() -> Category:
    """Something to sign up as, with places without limit."""
    return make_category()


@pytest.fixture
def mail() -> Letter:
    """A letter that is due."""
    return make_letter(make_delegate(email="ada@example.org"))
