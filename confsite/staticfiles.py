"""Static files under names that carry a hash of their content."""

from collections.abc import Iterator
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.compress import Compressor

# The public pages' own. Compressing the admin's hundreds of files as well would take
# most of a minute of the first start.
COMPRESSED = ("css/", "js/", "vendor/", "img/")


class Storage(ManifestStaticFilesStorage):
    """Hashes every file and lays a .gz beside those that visitors load."""

    # A reference to a file that is missing in some library's CSS must not stop a start.
    manifest_strict = False

    def post_process(self, *args: Any, **options: Any) -> Iterator[Any]:
        compressor = Compressor(use_brotli=False, quiet=True)
        for name, hashed_name, processed in super().post_process(*args, **options):
            yield name, hashed_name, processed
            if processed is True and hashed_name and name.startswith(COMPRESSED):
                path = self.path(hashed_name)
                if compressor.should_compress(path):
                    for _made in compressor.compress(path):
                        pass
