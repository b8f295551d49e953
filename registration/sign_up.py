"""What a form says, as registration.enrolment takes it. A leaf: models know it, too."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models.functions import Now

NO_COLUMNS = {
    *("needs_approval", "may_wait", "hold_hours", "is_vouched_for"),
    "consents",
}


@dataclass(frozen=True)
class SignUp:
    """What a person told us, cleaned; the names are the delegate's columns."""

    submission: UUID
    conference_id: int
    category_id: int
    attendance: str
    email: str
    language: str
    title: str = ""
    family_name: str = ""
    given_name: str = ""
    native_name: str = ""
    phone: str = ""
    organisation: str = ""
    position: str = ""
    country: str = ""
    # Who gets the letters of somebody without an address of their own.
    contact_name: str = ""
    contact_email: str = ""
    # For colleagues.
    note: str = ""
    # Of where it came from: see signup.networks.
    network: str = ""
    needs_approval: bool = field(default=False, kw_only=True)
    # Whether they have read that a waiting list may be all there is.
    may_wait: bool = field(default=True, kw_only=True)
    # For how long their place is held until they keep it; 0: it is theirs.
    hold_hours: int = field(default=0, kw_only=True)
    # Whether staff have entered them, who know whom they write to.
    is_vouched_for: bool = field(default=False, kw_only=True)

    # What they agreed to: of each purpose the version of the text that they read.
    consents: Mapping[str, int] = field(default_factory=dict, kw_only=True)

    @property
    def group(self) -> tuple[int, int, str]:
        """What decides which quotas count them."""
        return self.conference_id, self.category_id, self.attendance

    @property
    def columns(self) -> dict[str, object]:
        return {k: v for k, v in vars(self).items() if k not in NO_COLUMNS}

    @property
    def proof(self) -> dict[str, Any]:
        """What their row says about whether they read their mailbox."""
        if self.is_vouched_for:
            return {"proved_at": Now()}
        if self.hold_hours:
            return {"held_until": Now() + timedelta(hours=self.hold_hours)}
        return {}

    @property
    def typed(self) -> dict[str, object]:
        """All but the address and the key, as JSON can hold it."""
        left_out = {"submission", "email"}
        return {k: v for k, v in vars(self).items() if k not in left_out}
