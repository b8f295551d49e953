"""Refusals of the services, each with its sentence."""

from django.utils.translation import gettext_lazy as _

from confsite.exceptions import ServiceError


class ProgrammeError(ServiceError):
    message = _("This cannot be done.")


class NothingToMerge(ProgrammeError):
    message = _("Choose at least two different organisations.")


class OrganisationsInUse(ProgrammeError):
    message = _(
        "Somebody is just changing what names these organisations. "
        "Nothing was changed: please try again."
    )


class OrganisationGone(ProgrammeError):
    message = _(
        "One of these organisations is no longer there: somebody has merged or "
        "deleted it in the meantime. Nothing was changed."
    )


class NamedElsewhere(ProgrammeError):
    message = _(
        "One of these organisations is named in a conference that you do not see. "
        "Nothing was changed: whoever owns the installation can merge them."
    )
