"""Forms of rows that decide who may do what: opened to whoever was asked lately."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from confsite.admin.base import ModelAdmin
from confsite.staff.asked import ask_again


class AsksAgain(ModelAdmin):
    """Its forms, deletions and actions ask who it is again.

    Before the form is shown, so that nothing is lost that was typed.
    """

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return ask_again(request) or super().changeform_view(
            request, object_id, form_url, extra_context
        )

    def delete_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return ask_again(request) or super().delete_view(
            request, object_id, extra_context
        )

    def response_action(self, request: HttpRequest, queryset: Any) -> Any:
        return ask_again(request) or super().response_action(request, queryset)
