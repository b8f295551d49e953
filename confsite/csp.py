"""The Content-Security-Policy: strict, and looser for the admin alone."""

from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# What the decorators of csp leave on the response of a page with a policy of its own.
OF_ITS_OWN = {"_csp_config", "_csp_update", "_csp_replace", "_csp_exempt"}


class ContentSecurityPolicy(CSPMiddleware):
    """Adds one of two policies that are written once, at the start.

    No page uses nonces, so nothing is prepared for them.
    """

    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        super().__init__(get_response)
        self.answer = get_response
        self.strict = build_policy()
        # Replaced, not added to: 'none' must not stand beside another source.
        self.for_admin = build_policy(replace=settings.ADMIN_CSP)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.answer(request)
        if not OF_ITS_OWN.isdisjoint(vars(response)):
            return self.process_response(request, response)
        is_admin = request.path_info.startswith("/admin/")
        response.headers.setdefault(HEADER, self.for_admin if is_admin else self.strict)
        return response
