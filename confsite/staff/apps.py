"""django-allauth within the site: its second factors stand on its accounts."""

from allauth.account.apps import AccountConfig


class Account(AccountConfig):
    """Its tables alone, which stay empty: staff are confsite.User.

    It would demand a middleware around every public page for views that have no
    address here.
    """

    default = False

    def ready(self) -> None:
        pass
