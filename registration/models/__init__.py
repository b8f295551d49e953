from .category import Category
from .delegate import Delegate
from .desk import Desk
from .mail import Mail
from .quota import Quota

__all__ = ["Category", "Delegate", "Desk", "Mail", "Quota"]
