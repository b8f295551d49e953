"""A kind of rows that no app has: members of staff, by their addresses."""

from functools import cached_property

from django.db.models import QuerySet

from confsite.models import User
from confsite.tables.dry_run import ImportPlan
from confsite.tables.heads import TableRow
from confsite.tables.lookups import Lookups
from confsite.tables.names import NameIndex, key
from confsite.tables.resource import TableResource
from confsite.tables.spreadsheet import RawRow, Table


class StaffLookups(Lookups):
    @cached_property
    def staff(self) -> NameIndex[User]:
        return NameIndex(
            lambda user: {key(user.email)}, self.in_order(User.objects.all())
        )


class StaffResource(TableResource[User]):
    lookups: StaffLookups
    model = User
    code = "staff"
    columns = {
        "email": "example@example.org",
        "first_name": "",
        "last_name": "",
        "is_superuser": "0",
    }
    naming = ("email",)
    key_column = "email"

    @property
    def index(self) -> NameIndex[User]:
        return self.lookups.staff

    def get_instance(self, row: TableRow) -> User | None:
        found = self.index.find(key(row.cells.get("email", "")))
        return self.only(found, "Several have this address: %s.", map(str, found))

    def init_instance(self) -> User:
        return User()

    def get_queryset(self) -> QuerySet[User]:
        return User.objects.order_by("email")


class GuestResource(StaffResource):
    """Another kind, of which some heads are the same."""

    code = "guests"
    columns = {"email": "example@example.org", "phone": ""}
    own_labels = {"phone": "phone"}

    @classmethod
    def name(cls) -> str:
        return "Guests"


KINDS = (StaffResource, GuestResource)
PLAN = ImportPlan(KINDS, KINDS, lambda: StaffLookups("Asia/Shanghai", lock=True))


def a_table(*rows: dict[str, str]) -> Table:
    """A table with these rows below the heads that they name; line 2 comes first."""
    heads = tuple(dict.fromkeys(head for row in rows for head in row))
    return Table(
        heads,
        tuple(
            RawRow(line, tuple(row.get(head, "") for head in heads))
            for line, row in enumerate(rows, 2)
        ),
    )
