"""Passwords are set by their owners alone, through a link to their mailbox.

The letter is asked for by a row, for addresses without an account too: who asks gets
the same answer at the same cost. The worker looks whether there is somebody, and makes
the link when the letter leaves, so that it lies nowhere. Django's token opens once,
for settings.PASSWORD_RESET_TIMEOUT, until somebody signs in or the address changes.
"""

import logging
import secrets
from datetime import timedelta
from email.utils import make_msgid
from smtplib import SMTPException

import pghistory
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models.functions import Now
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from confsite import tallies
from confsite.celery import app
from confsite.exceptions import ServiceError
from confsite.models import PasswordLetter, User
from confsite.networks import network_address
from confsite.staff import sessions
from confsite.wrapping import wrapped

logger = logging.getLogger(__name__)

# So many letters in an hour to one address, and so many questions in 15 minutes from
# one network.
LETTERS, LETTERS_WITHIN = 3, timedelta(hours=1)
QUESTIONS, QUESTIONS_WITHIN = 20, timedelta(minutes=15)
SHORTEST_PAUSE = timedelta(minutes=1)
MANY = 100  # letters that one task sends


class LinkIsOver(ServiceError):
    message = _("This link has been used, or is older than 48 hours.")


class AskedTooOften(ServiceError):
    message = _("Such a letter has been asked for several times within an hour.")


class NetworkAsksTooOften(ServiceError):
    message = _("Your network has asked too often. Please try again in 15 minutes.")


# -- Asking for the letter -------------------------------------------------------------


def forgotten(request: HttpRequest, email: str) -> None:
    """Somebody says that this is their address. Raises NetworkAsksTooOften.

    Nothing tells whether there is such an account, or whether it has had its letters.
    """
    if settings.LIMITS:
        network = tallies.key_of("password letters of", network_address(request))
        once = {network: secrets.token_urlsafe(6)}
        if not tallies.mark(once, QUESTIONS, QUESTIONS_WITHIN):
            raise NetworkAsksTooOften
    _ask(email)


@transaction.atomic
def add(user: User) -> None:
    """Make an account without a password, and let its owner choose one."""
    user.set_unusable_password()
    user.save()
    _ask(user.email)


def invite(user: User) -> None:
    """Let a colleague set their password. Raises AskedTooOften."""
    if not _ask(user.email):
        raise AskedTooOften


@transaction.atomic
def _ask(email: str) -> bool:
    address = tallies.key_of("password letters to", email.strip().casefold())
    once = {address: secrets.token_urlsafe(6)}
    if settings.LIMITS and not tallies.mark(once, LETTERS, LETTERS_WITHIN):
        return False
    put_into_the_post(email, PasswordLetter.About.LINK)
    return True


def write(user: User, about: PasswordLetter.About) -> None:
    """Tell the owner of an account what has changed about it."""
    put_into_the_post(user.email, about)


def put_into_the_post(email: str, about: PasswordLetter.About) -> None:
    letter = PasswordLetter(email=email, about=about)
    PasswordLetter.objects.bulk_create([letter], ignore_conflicts=True)
    # robust: the row is safe, so a dead broker is only logged, and beat rings soon.
    transaction.on_commit(lambda: ring(), robust=True)


def ring() -> None:
    app.send_task("confsite.staff.password_letters")


# -- The letter and its link -----------------------------------------------------------


def send_letters() -> None:
    """Send those that are due; one that cannot leave now is tried again."""
    for _number in range(MANY):
        if not _send_next():
            return


@transaction.atomic
def _send_next() -> bool:
    due = PasswordLetter.objects.filter(due_at__lte=Now()).order_by("due_at")
    letter = due.select_for_update(skip_locked=True).first()
    if letter is None:
        return False
    owners = User.objects.filter(email__iexact=letter.email).may_sign_in()
    try:
        for user in owners:
            message(user, letter.about).send()
    except (OSError, SMTPException) as error:
        logger.warning("A letter to a member of staff cannot leave: %s", error)
        age = timezone.now() - letter.asked_at
        if age.total_seconds() < settings.PASSWORD_RESET_TIMEOUT:
            # Twice as late each time.
            letter.due_at = Now() + max(age, SHORTEST_PAUSE)
            letter.save(update_fields=["due_at"])
            return True
    letter.delete()
    return True


def message(user: User, about: str = PasswordLetter.About.LINK) -> EmailMessage:
    """In both languages: nobody has said which one they read."""
    is_link = about == PasswordLetter.About.LINK
    subjects = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            subjects.append(
                gettext("Your password for the conference office")
                if is_link
                else gettext("Your second factor for the conference office")
            )
    context = {
        "words": "staff/password_words.txt" if is_link else "staff/factor_words.txt",
        "about": about,
        "link": link(user) if is_link else settings.SITE_URL + reverse("security"),
    }
    return EmailMessage(
        " · ".join(subjects),
        wrapped(render_to_string("staff/password.txt", context)),
        to=[user.email],
        headers={
            "Auto-Submitted": "auto-generated",
            "Message-ID": make_msgid(domain=settings.MAIL_DOMAIN),
        },
    )


def link(user: User) -> str:
    token = default_token_generator.make_token(user)
    return settings.SITE_URL + reverse("choose_password", args=[user.pk, token])


# -- The link --------------------------------------------------------------------------


def owner(pk: int, token: str) -> User:
    """Whose link it is. Raises LinkIsOver."""
    user = User.objects.filter(pk=pk).may_sign_in().first()
    if user is None or not default_token_generator.check_token(user, token):
        raise LinkIsOver
    return user


@transaction.atomic
def choose(user: User, token: str, password: str) -> None:
    """Set a password; every session of the account ends. Raises LinkIsOver.

    Of two who use the link at once one comes second, and is told.
    """
    now = User.objects.select_for_update().get(pk=user.pk)
    if not default_token_generator.check_token(now, token):
        raise LinkIsOver
    now.set_password(password)
    # Whoever has the link is the owner.
    with pghistory.context(user=now.pk):
        now.save(update_fields=["password"])
    sessions.end_all(now)
