"""Forms of rows that decide who may do what: opened to whoever was asked lately."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from confsite.staff.asked import ask_again


class AsksAgain:
    """Mixed into a ModelAdmin: its forms, deletions and actions ask who it is again.

    Before the form is shown, so that nothing is lost that was typed.
    """

    def changeform_view(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        asks = ask_again(request)
        return asks or super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]

    def delete_view(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        return ask_again(request) or super().delete_view(request, *args, **kwargs)  # type: ignore[misc]

    def response_action(self, request: HttpRequest, queryset: Any) -> Any:
        return ask_again(request) or super().response_action(request, queryset)  # type: ignore[misc]
