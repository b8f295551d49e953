from .category import Category
from .delegate import Delegate
from .delegate_selection import DelegateSelection
from .form_count import FormCount
from .job import Job, RefusedRow
from .letter import Letter
from .mail_trouble import MailTrouble
from .numbers import RegistrationNumbers
from .outbox import Outbox
from .quota import Quota
from .refused_sign_up import RefusedSignUp
from .settings import RegistrationSettings
from .staff_action import StaffAction
from .tag import DelegateTag, Tag
from .trial import TrialSignUp

__all__ = [
    "Category",
    "Delegate",
    "DelegateSelection",
    "DelegateTag",
    "FormCount",
    "Job",
    "Letter",
    "MailTrouble",
    "Outbox",
    "Quota",
    "RefusedRow",
    "RefusedSignUp",
    "RegistrationNumbers",
    "RegistrationSettings",
    "StaffAction",
    "Tag",
    "TrialSignUp",
]
