"""Who carries letters to the mail server: a thread with a connection of its own."""

import threading
from concurrent.futures import Future
from contextlib import closing
from queue import SimpleQueue

from registration.letters import smtp


class Courier:
    """Carries one letter after the other, while the next is being written.

    It does not hold up the end of the process: a letter whose answer never comes must
    not either.
    """

    def __init__(self) -> None:
        self.given: SimpleQueue[tuple[smtp.Message, Future[None]] | None] = (
            SimpleQueue()
        )
        threading.Thread(target=self.work, daemon=True).start()

    def carry(self, message: smtp.Message) -> Future[None]:
        result: Future[None] = Future()
        self.given.put((message, result))
        return result

    def dismiss(self) -> None:
        """Let it go when it has come back with the letter that it has now."""
        self.given.put(None)

    def work(self) -> None:
        with closing(smtp.Connection()) as relay:
            while given := self.given.get():
                message, result = given
                try:
                    relay.send(message)
                except BaseException as error:  # noqa: BLE001 - whoever waits hears it
                    result.set_exception(error)
                else:
                    result.set_result(None)
