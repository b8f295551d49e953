from .category import Category
from .consent import Consent, ConsentRequest, ConsentText, ListedName
from .delegate import Delegate
from .delegate_file import DelegateFile, HeadMeaning
from .delegate_selection import DelegateSelection
from .duplicate import (
    DelegateKey,
    DelegateMerge,
    DuplicateSearch,
    PossibleDuplicate,
)
from .erasure import Erasure
from .export_choice import ExportChoice
from .form_count import FormCount
from .job import Job, RefusedRow
from .letter import Letter
from .mail_trouble import MailTrouble
from .numbers import RegistrationNumbers
from .outbox import Outbox
from .quota import Quota
from .refused_sign_up import RefusedSignUp
from .retention import RetentionReport, RetentionRule
from .settings import RegistrationSettings
from .staff_action import StaffAction
from .tag import DelegateTag, Tag
from .trial import TrialSignUp

__all__ = [
    "Category",
    "Consent",
    "ConsentRequest",
    "ConsentText",
    "Delegate",
    "DelegateFile",
    "DelegateKey",
    "DelegateMerge",
    "DelegateSelection",
    "DelegateTag",
    "DuplicateSearch",
    "Erasure",
    "ExportChoice",
    "FormCount",
    "HeadMeaning",
    "Job",
    "Letter",
    "ListedName",
    "MailTrouble",
    "Outbox",
    "PossibleDuplicate",
    "Quota",
    "RefusedRow",
    "RefusedSignUp",
    "RegistrationNumbers",
    "RegistrationSettings",
    "RetentionReport",
    "RetentionRule",
    "StaffAction",
    "Tag",
    "TrialSignUp",
]
