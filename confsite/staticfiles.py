"""Static files under names that carry a hash of their content."""

import os
import re
from collections.abc import Iterator
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.compress import Compressor

# The public pages' own. Compressing the admin's hundreds of files as well would take
# most of a minute of the first start.
COMPRESSED = ("css/", "js/", "vendor/", "img/")


# What is called by its content never changes.
HASHED = re.compile(r"\.[0-9a-f]{12}(\.|$)")


class Storage(ManifestStaticFilesStorage):
    """Hashes every file and lays a .gz beside those that visitors load.

    The files of a new release stand beside the old ones, of which none is touched: the
    processes that still run send them, and their pages name them.
    """

    # A reference to a file that is missing in some library's CSS must not stop a start.
    manifest_strict = False

    def post_process(self, *args: Any, **options: Any) -> Iterator[Any]:
        compressor = Compressor(use_brotli=False, quiet=True)
        for name, hashed_name, processed in super().post_process(*args, **options):
            yield name, hashed_name, processed
            if processed is True and hashed_name and name.startswith(COMPRESSED):
                path = self.path(hashed_name)
                is_made = os.path.exists(f"{path}.gz")
                if not is_made and compressor.should_compress(path):
                    for _made in compressor.compress(path):
                        pass

    def delete(self, name: str) -> None:
        if not HASHED.search(name):
            super().delete(name)

    def _save(self, name: str, content: Any) -> str:
        if HASHED.search(name) and self.exists(name):
            return name
        saved: str = super()._save(name, content)  # type: ignore[misc]
        return saved
