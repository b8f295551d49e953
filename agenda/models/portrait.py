from django.db import models
from django.utils.translation import gettext_lazy as _


class Portrait(models.Model):
    """A photograph as it was made anew from an upload, under the digest of its bytes.

    It never changes and is never replaced: another photograph is another row, so that
    what a release shows stays what it was.
    """

    # SHA-256, in hex.
    digest = models.CharField(_("digest"), max_length=64, primary_key=True)
    image = models.BinaryField(_("photograph"))  # JPEG

    class Meta:
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")

    def __str__(self) -> str:
        return self.digest[:12]
