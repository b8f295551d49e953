"""Refusals, each with the sentence that the person sees."""

from django.utils.translation import gettext_lazy as _

from confsite.exceptions import ServiceError


class RegistrationError(ServiceError):
    message = _("That is not possible.")


class NotAwaitingApproval(RegistrationError):
    message = _("This registration is not awaiting approval.")


class AlreadyOver(RegistrationError):
    message = _("This registration has already been cancelled or declined.")


class TooManyLetters(RegistrationError):
    message = _(
        "We have already written to this address several times. "
        "Please look into the spam folder, or try again in an hour."
    )


class NotSetAside(RegistrationError):
    message = _("This letter has not been set aside.")
