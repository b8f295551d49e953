from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConfsiteConfig(AppConfig):
    name = "confsite"
    verbose_name = _("Staff")
