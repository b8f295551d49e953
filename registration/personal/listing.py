"""Of the list of participants: how somebody is named in it, and reading it."""

from functools import partial

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from confsite import csrf
from confsite.bilingual import Pair
from confsite.fields import LineField
from registration.models import Delegate
from registration.participants import pages, people
from registration.personal.agreements import agreements, is_listed
from registration.personal.views import (
    act,
    has_a_ticket,
    personal,
    published_or_404,
    render,
)
from registration.states import ParticipantsList


class ListedNameForm(forms.Form):
    """A name for readers of each language; none is needed."""

    name_en = LineField(
        label=_("In the English list"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name_zh = LineField(
        label=_("In the Chinese list"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "lang": "zh-Hans"}),
    )


@personal
def without_token(request: HttpRequest, delegate: Delegate, token: str) -> HttpResponse:
    """The page again with what was typed, and why it does not count."""
    form = ListedNameForm(initial=request.POST.dict())
    reason = csrf.reason(request)
    page = render(request, delegate, token, "listed_name", form=form, reason=reason)
    page.status_code = 403
    return page


@csrf.comes_back_by(without_token)
@require_http_methods(["GET", "HEAD", "POST"])
@personal
def listed_name(request: HttpRequest, delegate: Delegate, token: str) -> HttpResponse:
    """How they wish to be named, once they agree to be listed."""
    if not is_listed(agreements(delegate)):
        raise Http404
    wish = people.wish_of(delegate)._asdict()
    initial = {f"name_{ending}": name for ending, name in wish.items()}
    form = ListedNameForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        verb = partial(people.name_as, wish=Pair(said["name_en"], said["name_zh"]))
        return act(delegate, token, verb, done="named")
    return render(request, delegate, token, "listed_name", form=form)


@require_safe
@personal
def participants(request: HttpRequest, delegate: Delegate, token: str) -> HttpResponse:
    """The list, for whoever has a place; it links nowhere but back."""
    readers = people.readers(conference=delegate.conference_id)
    if readers == ParticipantsList.OFF or not has_a_ticket(delegate):
        raise Http404
    programme = published_or_404(delegate)
    my_url = reverse("registration:my", args=[delegate.conference.slug, token])
    return pages.page(request, programme, "my_participants", token, my_url=my_url)
