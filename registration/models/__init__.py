from .category import Category
from .delegate import Delegate
from .letter import Letter
from .quota import Quota
from .settings import RegistrationSettings

__all__ = ["Category", "Delegate", "Letter", "Quota", "RegistrationSettings"]
