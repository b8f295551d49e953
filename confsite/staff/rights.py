"""What staff may do, and who may give it: nobody more than they have themselves."""

from django.contrib.auth.models import (
    AbstractUser,
    AnonymousUser,
    Group,
    Permission,
)
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confsite.words import headed

# The admin lets nobody else through; Django's types do not know that.
Staff = AbstractUser | AnonymousUser
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


def held_by(user: Staff) -> QuerySet[Permission]:
    """What somebody may do; also when they may not sign in at present."""
    if user.is_superuser:
        return Permission.objects.all()
    return Permission.objects.filter(Q(user=user) | Q(group__user=user)).distinct()


def may_act_on(by: Staff, user: Staff) -> bool:
    """Whether somebody has every right that the other has.

    Who could change a colleague with more rights could soon do as that colleague does.
    """
    if by.is_superuser or by.pk == user.pk:
        return True
    return not user.is_superuser and not lacks(by, held_by(user))


def may_act_on_group(by: Staff, group: Group) -> bool:
    """Whether somebody has every right that the group gives."""
    return by.is_superuser or not lacks(by, group.permissions.all())


def lacks(by: Staff, rights: QuerySet[Permission]) -> bool:
    return rights.exclude(pk__in=held_by(by)).exists()


def groups_to_give(by: Staff) -> QuerySet[Group]:
    """Those which give nothing that somebody has not themselves."""
    beyond = Permission.objects.exclude(pk__in=held_by(by))
    return Group.objects.exclude(permissions__in=beyond).order_by("name")
