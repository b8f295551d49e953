"""The broker in files, for a confsite that has no other.

Celery's own writes a message where the worker already looks for it: a worker that looks
in that moment finds an empty file and dies of it. Here a message appears when it is
whole.
"""

import uuid
from pathlib import Path
from time import monotonic_ns
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps


class AtomicChannel(filesystem.Channel):
    """Its folders may be removed while it works: whoever asks for one finds it."""

    @property
    def data_folder_in(self) -> str:
        return made(super().data_folder_in)

    @property
    def data_folder_out(self) -> str:
        return made(super().data_folder_out)

    @property
    def control_folder(self) -> Path:
        return Path(made(super().control_folder))

    def get_table(self, exchange: str) -> Any:
        if not self._exchange_file(exchange).exists():
            # Of the routes this process remembers those that it has made itself.
            for route in self.state.exchanges.get(exchange, {}).get("table", ()):
                self._queue_bind(exchange, *route)
        return super().get_table(exchange)

    def _put(  # type: ignore[override]  # its two parents call these differently
        self, queue: str, payload: Any, **kwargs: Any
    ) -> None:
        # The worker takes the oldest first, and overlooks names that begin with a dot.
        name = f"{monotonic_ns():020}_{uuid.uuid4()}.{queue}.msg"
        draft = Path(self.data_folder_out, f".{name}")
        draft.write_text(dumps(payload))
        draft.rename(draft.with_name(name))


def made(folder: str) -> str:
    Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


class Transport(filesystem.Transport):
    Channel = AtomicChannel
