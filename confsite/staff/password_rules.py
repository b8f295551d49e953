"""What a password of staff must be, in words that are there in both languages.

Django's own have no Chinese where they count letters, and address whoever reads them
as one addresses a friend.
"""

from django.contrib.auth import password_validation as django
from django.utils.translation import gettext as _


class NotLikeOneself(django.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _("This password is too much like your name or address.")

    def get_help_text(self) -> str:
        return _("It must not be like your name or address.")


class LongEnough(django.MinimumLengthValidator):
    def get_error_message(self) -> str:
        words = _("This password is too short. It takes at least %d characters.")
        return words % self.min_length

    def get_help_text(self) -> str:
        return _("It takes at least %d characters.") % self.min_length


class NotCommon(django.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Many people use this password: it would be guessed soon.")

    def get_help_text(self) -> str:
        return _("It must not be one that many people use.")


class NotNumeric(django.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return _("This password has nothing but digits.")

    def get_help_text(self) -> str:
        return _("It must not have nothing but digits.")
