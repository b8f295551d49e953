"""A mail server on loopback: it keeps what it is given and fails when told to."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property


class Sink(socketserver.ThreadingTCPServer):
    """Speaks just enough SMTP (RFC 5321).

    `answers` maps an address to what is said to its RCPT, `verdicts` to its data: a
    letter is kept when the answer begins with 250. An empty one breaks the connection
    off; after the data, the letter has been taken by then.
    """

    daemon_threads = True
    allow_reuse_address = True
    # Fifty clients may knock at the same moment.
    request_queue_size = 64

    def __init__(self, *, banner: str = "220 sink") -> None:
        self.banner = banner
        self.answers: dict[str, str] = {}
        self.verdicts: dict[str, str] = {}
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.connections = 0
        # How many letters each connection has brought.
        self.brought: list[int] = []
        # Said to EHLO after the name.
        self.extensions = ["8BITMIME"]
        # Commands that had come before the one ahead of them was answered.
        self.in_advance = 0
        # Addresses after whose letters the connection ends without a word.
        self.closes_after: set[str] = set()
        # What came first on each connection.
        self.greetings: list[str] = []
        # Addresses of which RCPT is never answered, until they are taken out.
        self.silent: set[str] = set()
        # Set: letters are taken at once. Cleared: the answer to the data is withheld.
        self.is_awake = threading.Event()
        self.is_awake.set()
        # Set as soon as a letter has come in whose answer is withheld or given.
        self.has_data = threading.Event()
        # Seconds before each letter is answered.
        self.slowness = 0.0
        super().__init__(("127.0.0.1", 0), Conversation)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @cached_property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is nothing to speak of."""

    def to(self, address: str) -> list[EmailMessage]:
        """The letters to one mailbox, in the order in which they came."""
        pairs = zip(self.recipients, self.letters, strict=True)
        return [letter for recipient, letter in pairs if recipient == address]


class Conversation(socketserver.StreamRequestHandler):
    server: Sink
    recipient = ""

    def handle(self) -> None:
        self.server.connections += 1
        self.number = len(self.server.brought)
        self.server.brought.append(0)
        self.say(self.server.banner)
        while line := self.rfile.readline().decode().strip():
            self.server.in_advance += self.has_more()
            verb, _space, rest = line.partition(" ")
            match verb.upper():
                case "EHLO":
                    self.server.greetings.append(line)
                    lines = ["sink", *self.server.extensions]
                    said = [f"250-{line}" for line in lines[:-1]]
                    self.say("\r\n".join([*said, f"250 {lines[-1]}"]))
                case "RCPT":
                    self.recipient = rest[4:].split(">")[0]
                    while self.recipient in self.server.silent:
                        threading.Event().wait(0.02)
                    self.say(self.server.answers.get(self.recipient, "250 ok"))
                case "DATA":
                    self.say("354 go on")
                    self.take(self.data())
                    if self.recipient in self.server.closes_after:
                        return None
                case "QUIT":
                    return self.say("221 bye")
                case _:
                    self.say("250 ok")

    def has_more(self) -> bool:
        """Without waiting for it."""
        self.connection.setblocking(False)
        try:
            return bool(self.rfile.peek())
        finally:
            self.connection.setblocking(True)

    def data(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)

    def take(self, data: bytes) -> None:
        self.server.has_data.set()
        self.server.is_awake.wait(timeout=60)
        if self.server.slowness:
            threading.Event().wait(self.server.slowness)
        if not data:
            return self.say("554 no valid recipients")
        self.server.brought[self.number] += 1
        verdict = self.server.verdicts.get(self.recipient, "250 taken")
        if verdict.startswith("250") or not verdict:
            letter = message_from_bytes(data, policy=policy.default)
            self.server.recipients.append(self.recipient)
            self.server.letters.append(letter)
        self.say(verdict)

    def say(self, answer: str) -> None:
        if not answer:
            raise ConnectionAbortedError
        self.wfile.write(f"{answer}\r\n".encode())
        if answer.startswith("421"):
            raise ConnectionAbortedError


@contextmanager
def running_sink(**options: str) -> Iterator[Sink]:
    with Sink(**options) as sink:
        thread = threading.Thread(target=sink.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield sink
        finally:
            sink.is_awake.set()
            sink.silent.clear()
            sink.shutdown()
            thread.join()
