"""Between the password and the second factor: who it is, and nothing is open yet.

Kept in the session of somebody who is not signed in, for ten minutes, as long as the
password stays what it was.
"""

import time
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from confsite.models import User

KEY = "pending sign-in"
# When this session was opened by more than a password; in seconds.
PROVEN = "second factor"
OPEN_FOR = 600  # seconds


@dataclass(frozen=True)
class PendingSignIn:
    user: User
    next: str


def begin(request: HttpRequest, user: User, next: str) -> None:
    """The password was right; forgets who was signed in here before."""
    request.session.flush()
    request.session[KEY] = {
        "user": user.pk,
        "password": user.get_session_auth_hash(),
        "at": time.time(),
        "next": next,
    }


def found(request: HttpRequest) -> PendingSignIn | None:
    kept = request.session.get(KEY)
    if not kept or time.time() - kept["at"] > OPEN_FOR:
        return None
    user = User.objects.filter(pk=kept["user"]).may_sign_in().first()
    if user is None:
        return None
    if not constant_time_compare(kept["password"], user.get_session_auth_hash()):
        return None
    return PendingSignIn(user, kept["next"])


def turn_back(request: HttpRequest) -> None:
    """End a session that a password alone has opened, where that is not enough.

    Whatever is asked for, by whichever way it was opened: from then on it is nobody's.
    """
    is_enough = not settings.STAFF_SECOND_FACTOR or PROVEN in request.session
    if not is_enough and request.user.is_authenticated:
        logout(request)
