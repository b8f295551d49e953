"""Forms for somebody else that came with the address of a delegate."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy, pgettext_lazy
from unfold.admin import TabularInline
from unfold.decorators import display

from confsite.admin.columns import short_moment
from registration.models import RefusedSignUp


class RefusedSignUpInline(TabularInline):
    """What came with this address and was not taken: one address, one registration."""

    model = RefusedSignUp
    fields = readonly_fields = ["person", "organisation", "received"]
    verbose_name_plural = gettext_lazy("Forms that came with this address, not taken")
    extra = max_num = 0
    can_delete = False
    hide_title = True
    per_page = 10

    @display(description=pgettext_lazy("person", "name"))
    def person(self, form: RefusedSignUp) -> str:
        return str(form)

    @display(description=gettext_lazy("organisation"), empty_value="–")
    def organisation(self, form: RefusedSignUp) -> str | None:
        return form.typed.get("organisation") or None

    @display(description=gettext_lazy("received"))
    def received(self, form: RefusedSignUp) -> str:
        assert form.delegate  # whose page this is
        return short_moment(form.received_at, form.delegate.conference.clocks[0])

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
