"""What the programs talk to: one server on loopback, run by the test and never under a policy.

It serves fixed pages, a file with ranges, and a package index with one tiny wheel made on the spot.
It counts the connections which reach it, so that a refusal is seen from outside.
"""

import base64
import hashlib
import io
import json
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MEDIA = bytes(range(256)) * 64
PAGE = b"""<!doctype html><html><head><title>A sample page</title></head>
<body><video src="/media/sample.mp4"></video></body></html>"""
WHEEL = "hermetic_sample-1.0-py3-none-any.whl"


def wheel() -> bytes:
    """A wheel with one module and one console script, the same bytes each time."""
    info = "hermetic_sample-1.0.dist-info/"
    files = {
        "hermetic_sample.py": 'def main():\n    print("sample 1.0")\n',
        info + "METADATA": "Metadata-Version: 2.1\nName: hermetic-sample\nVersion: 1.0\n",
        info + "WHEEL": "Wheel-Version: 1.0\nGenerator: programs\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        info + "entry_points.txt": "[console_scripts]\nhermetic-sample = hermetic_sample:main\n",
    }
    record = ""
    for name, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=")
        record += "%s,sha256=%s,%d\n" % (name, digest.decode(), len(text.encode()))
    files[info + "RECORD"] = record + info + "RECORD,,\n"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text)
    return buffer.getvalue()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # No `Date` and no version: an answer is the same bytes on each run.
    server_version, sys_version = "programs", ""

    def date_time_string(self, timestamp=None):
        return "Thu, 01 Jan 2020 00:00:00 GMT"

    def setup(self):
        super().setup()
        self.server.note_connection(self.client_address)

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        pages = {
            "/": ("text/plain; charset=utf-8", "hello, world ✓\n".encode()),
            "/page.html": ("text/html; charset=utf-8", PAGE),
            "/media/sample.mp4": ("video/mp4", MEDIA),
            "/json": ("application/json", json.dumps({"name": "sample", "list": [1, 2, 3]}).encode()),
            "/simple/hermetic-sample/": (
                "text/html; charset=utf-8",
                ('<!doctype html><a href="/files/%s">%s</a>' % (WHEEL, WHEEL)).encode(),
            ),
            "/files/" + WHEEL: ("application/octet-stream", self.server.wheel),
        }
        if self.path not in pages:
            return self.answer(404, "text/plain", b"not found\n")
        kind, body = pages[self.path]
        self.answer(200, kind, body)

    do_HEAD = do_GET

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.answer(200, "application/json", json.dumps({"echo": body.decode()}).encode())

    def answer(self, status, kind, body):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class LocalServer(ThreadingHTTPServer):
    """The server in a thread of the test; `connections_from` counts who really arrived."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.wheel = wheel()
        self.count = 0
        self.counting = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def note_connection(self, address):
        with self.counting:
            self.count += 1

    def handle_error(self, request, client_address):
        pass  # A client that hangs up early is no news here.

    @property
    def url(self):
        return "http://127.0.0.1:%d" % self.server_address[1]
