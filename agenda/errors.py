"""Refusals of the services, each with its sentence."""

from django.utils.translation import gettext_lazy as _


class ProgrammeError(Exception):
    message = _("This cannot be done.")

    def __str__(self) -> str:
        return str(self.message)
