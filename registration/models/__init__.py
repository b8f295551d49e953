from .category import Category
from .delegate import Delegate
from .duplicate import (
    DelegateKey,
    DelegateMerge,
    DuplicateSearch,
    PossibleDuplicate,
)
from .form_count import FormCount
from .letter import Letter
from .mail_trouble import MailTrouble
from .outbox import Outbox
from .quota import Quota
from .refused_sign_up import RefusedSignUp
from .settings import RegistrationSettings
from .staff_action import StaffAction

__all__ = [
    "Category",
    "Delegate",
    "DelegateKey",
    "DelegateMerge",
    "DuplicateSearch",
    "FormCount",
    "Letter",
    "MailTrouble",
    "Outbox",
    "PossibleDuplicate",
    "Quota",
    "RefusedSignUp",
    "RegistrationSettings",
    "StaffAction",
]
