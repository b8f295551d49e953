#!/bin/bash
# aiosmtpd 1.4.6 does not offer PIPELINING (RFC 2920) in its answer to EHLO, and takes
# commands that come together all the same: it reads line by line. Clients that ask first,
# as they should, wait four times for each letter instead of twice. Its handler can add the
# offer (handle_EHLO). Found: 2026-11.
#
# Says what it sees, and fails if that has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q aiosmtpd==1.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import smtplib
import socket
import sys

import aiosmtpd
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
controller = Controller(Sink(), hostname="127.0.0.1", port=port)
controller.start()
try:
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.ehlo()
        offers = client.has_extn("pipelining")
        client.send("MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n")
        codes = [client.getreply()[0] for _command in range(3)]
        client.send("Subject: x\r\n\r\nx\r\n.\r\n")
        codes.append(client.getreply()[0])
finally:
    controller.stop()
print(f"aiosmtpd {aiosmtpd.__version__}: offers PIPELINING: {offers}; answers: {codes}")
sys.exit(0 if (offers, codes) == (False, [250, 250, 354, 250]) else 1)
PYTHON
