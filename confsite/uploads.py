"""How much may be sent to us at once."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from confsite.middleware import is_staff_page


class RefuseFloods(FileUploadHandler):
    """Refuses a form with files before it is read, when it announces too much.

    Django itself counts everything but the files. Public pages take none.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - as Django calls it
        content_length: int,
        *rest: Any,
        **more: Any,
    ) -> None:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if self.request is not None and is_staff_page(self.request):
            limit = settings.STAFF_UPLOAD_MAX_SIZE
        if content_length > limit:
            raise RequestDataTooBig(f"{content_length} bytes are more than {limit}.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
