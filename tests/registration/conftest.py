import pytest

from registration.models import Category, Mail
from tests.factories import make_category, make_delegate, make_mail


@pytest.fixture
def category() -> Category:
    """Something to sign up as, with places without limit."""
    return make_category()


@pytest.fixture
def mail() -> Mail:
    """A letter that is due."""
    return make_mail(make_delegate(email="ada@example.org"))
