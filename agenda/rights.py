"""What somebody may do in which conference, and the one filter by it.

Everything that shows, finds, counts or changes rows of conferences asks here: pages
with `user.has_perm(permission, row)`, sets of rows with `visible()`. Without a row
`has_perm` says whether somebody may do it in any conference, which opens a list or a
menu, and no row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth import get_backends
from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from agenda.models import Conference, RoleAssignment
from confsite import roles
from confsite.models import User


@dataclass(frozen=True)
class Rights:
    """The permissions of one person in each conference in which they have a role."""

    owns_installation: bool
    by_conference: Mapping[int, frozenset[str]]

    @cached_property
    def anywhere(self) -> frozenset[str]:
        return frozenset().union(*self.by_conference.values())

    def conferences(self, *permissions: str) -> list[int] | None:
        """Where somebody may do one of these; None is everywhere, those to come
        included."""
        if self.owns_installation:
            return None
        return [
            conference
            for conference, held in self.by_conference.items()
            if not held.isdisjoint(permissions)
        ]


class ConferenceRoles(ModelBackend):
    """Signs in by password as Django does; what one may do follows from roles alone."""

    def read(self, user: Any) -> Rights:
        """In one statement; the owner of the installation costs none."""
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return Rights(bool(user.is_active and user.is_superuser), {})
        held: dict[int, list[str]] = {}
        rows = RoleAssignment.objects.filter(user=user.pk)
        for conference, role in rows.values_list("conference", "role"):
            held.setdefault(conference, []).append(role)
        return Rights(False, {c: roles.permissions(names) for c, names in held.items()})

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return self.get_all_permissions(user_obj, obj)

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        rights = rights_of(user_obj)
        if obj is None or not isinstance(obj, Model) or is_shared(obj):
            return set(rights.anywhere)
        return set(rights.by_conference.get(conference_of(obj) or 0, ()))

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        held = rights_of(user_obj).anywhere
        return any(name.startswith(f"{app_label}.") for name in held)


def rights_of(user: Any) -> Rights:
    """Read once for each user that a request has."""
    if not hasattr(user, "rights"):
        [backend] = [b for b in get_backends() if isinstance(b, ConferenceRoles)]
        user.rights = backend.read(user)
    return user.rights


def conferences_of(user: Any, *permissions: str) -> list[int] | None:
    """The keys of those in which somebody may do one of these; None is all of them."""
    return rights_of(user).conferences(*permissions)


def visible(
    rows: QuerySet[Any],
    user: Any,
    permission: str | tuple[str, ...],
    path: str = "conference",
) -> Any:
    """Those of the conferences in which somebody may do it, and no others."""
    permissions = (permission,) if isinstance(permission, str) else permission
    keys = conferences_of(user, *permissions)
    return rows if keys is None else rows.filter(**{f"{path}__in": keys})


def conferences_with_a_role(user: Any) -> QuerySet[Conference]:
    """Those that somebody may choose to work on."""
    rights = rights_of(user)
    rows = Conference.objects.all()
    if rights.owns_installation:
        return rows
    return rows.filter(pk__in=list(rights.by_conference))


def colleagues(user: Any) -> QuerySet[User]:
    """Staff who have a role in a conference in which somebody has one, and themselves;
    of the owner of the installation everybody."""
    rights = rights_of(user)
    if rights.owns_installation:
        return User.objects.all()
    shared = RoleAssignment.objects.filter(
        user=OuterRef("pk"), conference__in=list(rights.by_conference)
    )
    return User.objects.filter(Exists(shared) | Q(pk=user.pk))


# -- From a row to its conference ------------------------------------------------------


def is_shared(row: Model) -> bool:
    """Whether it is of no conference: what a role gives anywhere counts."""
    return getattr(row, "is_of_all_conferences", False)


def conference_of(row: Any) -> int | None:
    """The key of the conference of a row; None: of a row that has none.

    A row says with `conference_path` where its conference is, if not in a column.
    """
    if isinstance(row, Conference):
        return row.pk
    path = getattr(row, "conference_path", "")
    if not path:
        return row.conference_id
    *steps, last = path.split("__")
    for step in steps:
        row = getattr(row, step)
    return getattr(row, f"{last}_id")
