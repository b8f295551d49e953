"""Groups of the web for a proxy: each says what it has got."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Group(BaseHTTPRequestHandler):
    """One group of the web: answers with the headers that it got."""

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append(self.path)
        found = self.server.is_new or "new" not in self.path
        body = str(self.headers).encode()
        self.send_response(200 if found else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def group(port: int, *, is_new: bool = False):
    """One that answers on this port; gives what it is asked for."""
    with ThreadingHTTPServer(("127.0.0.1", port), Group) as server:
        server.is_new, server.asked = is_new, []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.asked
        finally:
            server.shutdown()
