from .category import Category
from .delegate import Delegate
from .letter import Letter
from .quota import Quota
from .refused_sign_up import RefusedSignUp
from .settings import RegistrationSettings
from .staff_action import StaffAction

__all__ = [
    "Category",
    "Delegate",
    "Letter",
    "Quota",
    "RefusedSignUp",
    "RegistrationSettings",
    "StaffAction",
]
