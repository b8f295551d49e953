"""What a form says, as registration.enrolment takes it. A leaf: models know it, too."""

from dataclasses import dataclass, field
from uuid import UUID

NO_COLUMNS = {"needs_approval", "may_wait"}


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
    needs_approval: bool = field(default=False, kw_only=True)
    # Whether they have read that a waiting list may be all there is.
    may_wait: bool = field(default=True, kw_only=True)

    @property
    def group(self) -> tuple[int, int, str]:
        """What decides which quotas count them."""
        return self.conference_id, self.category_id, self.attendance

    @property
    def columns(self) -> dict[str, object]:
        return {k: v for k, v in vars(self).items() if k not in NO_COLUMNS}

    @property
    def typed(self) -> dict[str, object]:
        """All but the address and the key, as JSON can hold it."""
        left_out = {"submission", "email"}
        return {k: v for k, v in vars(self).items() if k not in left_out}
