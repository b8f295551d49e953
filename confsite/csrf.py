"""A form without its cookie or with an old token: nothing is done, and nothing is lost.

Such a form was forged, or its page had been open for too long, or the browser keeps no
cookies. The page that it came from can show it again, one press from done.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

View = Callable[..., HttpResponse]


class ReasonToReturn(NamedTuple):
    """Why a form is here again, for whoever has sent it."""

    title: str
    lines: tuple[str, ...]


def comes_back_by(answer: View) -> Callable[[View], View]:
    """Decorates a view: `answer`, which takes the same, replies to such a form."""

    def mark(view: View) -> View:
        view.answer_without_token = answer  # type: ignore[attr-defined]
        return view

    return mark


def own_answer(request: HttpRequest) -> HttpResponse | None:
    """What the view that the form was sent to says itself, if it does."""
    if (match := request.resolver_match) is None:
        return None
    answer: View | None = getattr(match.func, "answer_without_token", None)
    return answer(request, *match.args, **match.kwargs) if answer else None


def reason(request: HttpRequest) -> ReasonToReturn:
    if settings.CSRF_COOKIE_NAME in request.COOKIES:
        return ReasonToReturn(
            _("Please press the button once more"),
            (_("This page has been open for too long. Nothing has been sent yet."),),
        )
    return ReasonToReturn(
        _("Your browser sent no cookie"),
        (
            _(
                "To protect you against forged forms, this site needs one cookie. "
                "Nothing has been sent yet."
            ),
            _(
                "Please press the button once more. If you see this again, cookies "
                "are off: allow them for this site in the settings of your browser."
            ),
        ),
    )
