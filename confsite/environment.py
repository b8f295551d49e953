"""Variables of the environment, read strictly."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

SWITCHES = {"1": True, "true": True, "on": True, "yes": True}
SWITCHES |= {"0": False, "false": False, "off": False, "no": False}
# What has to be filled in of deploy/environment.example: a key that all know is none.
PLACEHOLDER = "CHANGE-ME"


class Environment(environ.Env):
    """Refuses a value that it cannot understand, and names the variable."""

    def get_value(self, var: str, *args: Any, **options: Any) -> Any:
        if PLACEHOLDER in self.ENVIRON.get(var, ""):
            raise ImproperlyConfigured(f"{var} still says {PLACEHOLDER}.")
        try:
            return super().get_value(var, *args, **options)
        except ValueError as error:
            raise ImproperlyConfigured(f"{var} cannot be understood: {error}") from None

    def switch(self, var: str, *, default: bool) -> bool:
        """1 or 0; a word that is neither must not silently turn something off."""
        value = self.str(var, default="1" if default else "0").strip().lower()
        if value not in SWITCHES:
            raise ImproperlyConfigured(f"{var} is {value!r}: write 1 or 0.")
        return SWITCHES[value]

    def address(self, var: str, default: str | Callable[[], str], *schemes: str) -> str:
        """A URL that begins with one of these; a default may be made when needed."""
        value: str = self.str(var, default="")
        if not value:
            return default if isinstance(default, str) else default()
        if urlsplit(value).scheme not in schemes:
            known = ", ".join(f"{scheme}://" for scheme in schemes)
            raise ImproperlyConfigured(f"{var} has to begin with one of {known}.")
        return value
