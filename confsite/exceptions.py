"""What a service says when it will not do something."""

from django.utils.functional import Promise


class ServiceError(Exception):
    """A refusal with the sentence that the person sees."""

    message: str | Promise = ""

    def __str__(self) -> str:
        return str(self.message)
