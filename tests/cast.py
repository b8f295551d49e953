"""The same few people in every test about who sees what."""

from dataclasses import dataclass
from functools import cached_property

from agenda.models import Conference
from confsite.models import User
from registration.models import Category, Delegate
from tests.factories import (
    make_category,
    make_open_conference,
    make_staff,
    register_someone,
)


@dataclass(frozen=True)
class Cast:
    """Sam runs the conference; Wei is staff without any rights here. Olga has the one
    place there is and Deng waits for it; Hana is a delegate of another conference."""

    conference: Conference
    category: Category

    @cached_property
    def sam(self) -> User:
        return make_staff(email="sam@example.org", first_name="Sam")

    @cached_property
    def wei(self) -> User:
        return make_staff(email="wei@example.org", first_name="Wei", is_superuser=False)

    @cached_property
    def olga(self) -> Delegate:
        return register_someone(
            self.category,
            email="olga@example.org",
            family_name="Petrova",
            given_name="Olga",
        )

    @cached_property
    def deng(self) -> Delegate:
        _first = self.olga
        return register_someone(
            self.category,
            email="deng@example.org",
            family_name="Deng",
            given_name="Xiaoping",
            native_name="邓小萍",
            language="zh-hans",
        )

    @cached_property
    def hana(self) -> Delegate:
        return register_someone(
            make_category(),
            email="hana@example.org",
            family_name="Novak",
            given_name="Hana",
        )


def make_cast() -> Cast:
    conference = make_open_conference()
    return Cast(conference, make_category(conference, places=1))
