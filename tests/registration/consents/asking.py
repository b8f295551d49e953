"""What people are asked to agree to, for tests."""

from typing import Any

from agenda.models import Conference
from registration.models import ConsentRequest
from registration.states import ConsentPurpose
from tests.clock import a_second_later
from tests.factories import make_open_conference


def make_consent_request(
    conference: Conference | None = None,
    purpose: str = ConsentPurpose.LISTED,
    **columns: Any,
) -> ConsentRequest:
    """Switched on, and on the form from now."""
    request = ConsentRequest.objects.create(
        conference=conference or make_open_conference(),
        purpose=purpose,
        **{
            "text_en": f"I agree to {purpose}.",
            "text_zh": f"本人同意（{purpose}）。",
            "is_asked": True,
        }
        | columns,
    )
    a_second_later()
    return request
