"""Rights as the history of before roles names them, in the words of the site."""

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confsite.words import headed

# Django's word for what one may do with a row, in the order in which it is asked.
VERBS = {
    "view": _("see"),
    "add": _("add"),
    "change": _("change"),
    "delete": _("delete"),
    "export": _("export"),
    "release": pgettext_lazy("letters of the outbox", "release"),
}


def in_words(permission: Permission) -> str:
    """Sessions: change. In the words of the site, in either language."""
    kind = ContentType.objects.get_for_id(permission.content_type_id)
    model = kind.model_class()
    verb = permission.codename.partition("_")[0]
    name = capfirst(model._meta.verbose_name_plural) if model else permission.name
    return headed(name, VERBS.get(verb, verb))
