"""A person's name in two scripts, shared by speakers and delegates.

No order is assumed and nothing is split or re-cased (W3C, Personal names around the
world). Latin: title, given and family name, of which one is enough. Native: the whole
name as its owner writes it, 李晓明.
"""

import unicodedata

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confsite.bilingual import Text, suffix
from confsite.folding.columns import Findable


class NameOrder(models.TextChoices):
    AUTO = "auto", _("as is usual for the name")
    FAMILY_FIRST = "family", _("family name first")
    GIVEN_FIRST = "given", _("given name first")


class NameInTwoScripts:
    """How a name is written and shown, for rows and for published programmes alike."""

    title: str
    family_name: str
    given_name: str
    native_name: str
    name_order: str
    post_nominals: str
    native_title: str

    @property
    def latin_name(self) -> str:
        """Professor Chas Bountra; in pinyin the family name comes first: Li Shigui."""
        pair = [self.given_name, self.family_name]
        if self.family_comes_first:
            pair.reverse()
        name = " ".join(part for part in [self.title, *pair] if part)
        return f"{name}, {self.post_nominals}" if self.post_nominals else name

    @property
    def family_comes_first(self) -> bool:
        """As its owner asked; otherwise in pinyin names alone (GB/T 28039).

        A Chinese name has at most four characters; a longer one is a transcription.
        """
        if self.name_order == NameOrder.AUTO:
            return is_han(self.native_name) and len(self.native_name) <= 4
        return self.name_order == NameOrder.FAMILY_FIRST

    @property
    def display_name(self) -> Text:
        """The name in the script of the active language, or else in the other one."""
        if suffix() == "zh":
            use_native = bool(self.native_name)
        else:
            use_native = not (self.family_name or self.given_name)
        return self.native if use_native else Text(self.latin_name, "en")

    @property
    def native(self) -> Text:
        """The name in its own script; a Chinese title follows it: 李晓明教授."""
        language = "zh-Hans" if is_han(self.native_name) else ""
        return Text(self.native_name + self.native_title, language)

    @property
    def other_name(self) -> Text:
        """The name in the script that display_name does not use; may be empty."""
        if self.display_name == self.native:
            latin = self.latin_name if self.family_name or self.given_name else ""
            return Text(latin, "en")
        return self.native if self.native_name else Text("", "en")

    @property
    def monogram(self) -> str:
        """One letter or character that stands for the person where no picture does."""
        names = [self.family_name, self.given_name]
        names.insert(0 if suffix() == "zh" else 2, self.native_name)
        return next(filter(None, map(first_letter, names)), "")


class PersonName(NameInTwoScripts, Findable):
    """Columns of a name; both halves are optional, but one of them must be there."""

    # Columns of those who are printed in a programme.
    post_nominals = ""
    native_title = ""

    title = models.CharField(
        pgettext_lazy("person", "title"), max_length=60, blank=True
    )
    family_name = models.CharField(_("family name"), max_length=300, blank=True)
    given_name = models.CharField(_("given name"), max_length=300, blank=True)
    native_name = models.CharField(
        _("姓名 (name in Chinese)"), max_length=300, blank=True
    )
    name_order = models.CharField(
        _("order of the Latin name"),
        max_length=10,
        choices=NameOrder,
        default=NameOrder.AUTO,
    )

    class Meta:
        abstract = True

    @staticmethod
    def has_a_name() -> models.Q:
        return ~models.Q(family_name="", given_name="", native_name="")


def is_han(text: str) -> bool:
    """Whether a text is written in Chinese characters, rare ones included."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and all(
        "\u3400" <= c <= "\u9fff" or "\U00020000" <= c <= "\U000323af" for c in letters
    )


def first_letter(name: str) -> str:
    """The first letter or digit, as a capital, or else the first sign that is seen.

    ‘Okina and ʻOkina begin with an O; what is not seen at all begins no name.
    """
    signs = [(unicodedata.category(c), c) for c in unicodedata.normalize("NFKC", name)]
    letters = [c for kind, c in signs if kind[0] in "LN" and kind != "Lm"]
    seen = [c for kind, c in signs if kind[0] in "LNPS"]
    return "".join(letters or seen)[:1].upper()[:1]
