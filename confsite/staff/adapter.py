"""What django-allauth asks of a site for its second factors."""

import ipaddress
from urllib.parse import urlsplit

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext as _

from confsite.files.qr import qr_svg
from confsite.staff import sealing


class Adapter(DefaultMFAAdapter):
    """Its secrets are sealed, and its names are those of the site."""

    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text)

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def get_totp_issuer(self) -> str:
        """As an app lists it: which of all the offices somebody works for."""
        return urlsplit(settings.SITE_URL).hostname or "confsite"

    def build_totp_svg(self, url: str) -> str:
        return qr_svg(url)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": site_of(context.request), "name": _("Conference office")}

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict:
        name = user.get_username()
        return {"id": str(user.pk).encode(), "display_name": str(user), "name": name}


def site_of(request: HttpRequest) -> str:
    """The name to which a browser ties a passkey; one of settings.ALLOWED_HOSTS."""
    return urlsplit(f"//{request.get_host()}").hostname or ""


def can_have_passkeys(request: HttpRequest) -> bool:
    """No browser ties one to a bare number, as the trial site has it."""
    try:
        ipaddress.ip_address(site_of(request))
    except ValueError:
        return True
    return False
