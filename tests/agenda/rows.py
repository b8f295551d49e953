"""Pages of rows in the admin, what is typed below them, and who may open them."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from confsite.models import User
from tests.cast import make_cast


def page_of(row: Model) -> str:
    return reverse(f"admin:agenda_{row._meta.model_name}_change", args=[row.pk])


def below(prefix: str, *rows: dict[str, Any]) -> dict[str, Any]:
    """Rows typed below the form, each a dict of its fields."""
    fields: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": str(len(rows))}
    for number, row in enumerate(rows):
        fields |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return fields


def sign_in(client: Client, *rights: str) -> User:
    """Wei's browser: staff with these rights and no others, such as view_session."""
    wei = make_cast().wei
    wei.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(wei)
    return wei
