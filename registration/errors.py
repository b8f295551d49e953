"""Refusals, each with the sentence that the person sees."""

from django.utils.translation import gettext_lazy as _


class RegistrationError(Exception):
    message = _("That is not possible.")

    def __str__(self) -> str:
        return str(self.message)


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
