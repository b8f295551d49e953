"""Secrets that lie in the database, and so in every backup: unreadable without the key.

The key comes from SECRET_KEY. What an earlier one has sealed opens as long as that
stands in SECRET_KEY_FALLBACKS, and is sealed anew when its owner signs in.
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "confsite.staff.sealing"


class Unreadable(ValueError):
    """It was sealed with a key that the site does not know any more."""


def seal(text: str) -> str:
    return key_from(settings.SECRET_KEY).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises Unreadable."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    try:
        return MultiFernet(map(key_from, secrets)).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def is_of_an_earlier_key(sealed: str) -> bool:
    try:
        key_from(settings.SECRET_KEY).decrypt(sealed.encode())
    except InvalidToken:
        return True
    return False


def key_from(secret: str) -> Fernet:
    derived = salted_hmac(SALT, "", secret=secret, algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(derived))
