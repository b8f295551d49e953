from .category import Category
from .delegate import Delegate
from .letter import Mail
from .quota import Quota
from .settings import Desk

__all__ = ["Category", "Delegate", "Desk", "Mail", "Quota"]
