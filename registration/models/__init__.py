from .category import Category
from .delegate import Delegate
from .export_choice import ExportChoice
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
    "ExportChoice",
    "FormCount",
    "Letter",
    "MailTrouble",
    "Outbox",
    "Quota",
    "RefusedSignUp",
    "RegistrationSettings",
    "StaffAction",
]
