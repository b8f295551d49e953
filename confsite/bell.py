"""A bell that a thread of its own rings: whoever asks for a ring waits for nobody."""

import logging
import threading
import time
from collections.abc import Callable
from multiprocessing.util import Finalize

logger = logging.getLogger(__name__)


class Bell:
    """Rings when it was asked to, at most once in so many seconds.

    Any number of askers meanwhile get one ring together, after they have asked. A ring
    that fails is told in the log, and gives the broker `pause` seconds.
    """

    def __init__(self, ring: Callable[[], object], rest: float, pause: float):
        self.ring, self.rest, self.pause = ring, rest, pause
        self.asked = threading.Event()
        self.ringing, self.beginning = threading.Lock(), threading.Lock()
        self.thread: threading.Thread | None = None

    def ask(self) -> None:
        self.asked.set()
        with self.beginning:
            # A process that was forked has no thread of the one it comes from.
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self.run, daemon=True)
                self.thread.start()
                # For whoever asks and ends, also as a child of multiprocessing.
                Finalize(self, self.ring_if_asked, exitpriority=0)

    def run(self) -> None:
        while True:
            self.asked.wait()
            time.sleep(self.rest if self.ring_if_asked() else self.pause)

    def ring_if_asked(self) -> bool:
        """False if it could not."""
        with self.ringing:
            if not self.asked.is_set():
                return True
            self.asked.clear()
            try:
                self.ring()
            except Exception as error:  # noqa: BLE001 - a broker of whatever make
                logger.warning("The bell cannot be rung: %s", error)
                return False
            return True
