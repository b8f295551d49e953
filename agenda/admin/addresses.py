"""Another address for a conference: asked on a page of its own, with what it does."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextInputWidget

from agenda.admin.editions import ask_and_do
from agenda.models import Conference
from agenda.services import addresses
from confsite.admin.pages import StaffRequest, page
from confsite.fields import SlugField


class AddressForm(forms.Form):
    slug = SlugField(
        label=gettext_lazy("New address"),
        max_length=60,
        widget=UnfoldAdminTextInputWidget,
    )

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.conference = conference
        self.fields["slug"].initial = conference.slug

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug == self.conference.slug:
            raise forms.ValidationError(_("This is the address that it has."))
        if Conference.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("Another conference has this address."))
        return slug


@page(
    "address/",
    permissions=["change"],
    label=gettext_lazy("Change the address"),
    icon="link",
)
def change_address(request: StaffRequest, conference: Conference) -> HttpResponse:
    form = AddressForm(request.POST or None, conference=conference)

    def change() -> Conference:
        addresses.change_address(conference, form.cleaned_data["slug"])
        return conference

    return ask_and_do(
        request,
        conference,
        form,
        change,
        title=_("Change the address"),
        template="admin/agenda/conference/address.html",
        done=_("The conference is at its new address now. The old one leads there."),
    )
