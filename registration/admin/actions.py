"""Doing the same with several rows, one by one."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from registration.errors import RegistrationError


def run_for_each(
    page: Any, request: HttpRequest, rows: Iterable[Any], verb: Callable[[Any], None]
) -> None:
    """Do the same with each row; say how often it was done, and where not and why."""
    done = 0
    for row in rows:
        try:
            verb(row)
        except RegistrationError as error:
            page.message_user(request, f"{row}: {error}", messages.WARNING)
        else:
            done += 1
    if done:
        page.message_user(request, _("Done: %d.") % done, messages.SUCCESS)
