"""A web server of threads on loopback answers a caller from outside the program."""
import http.server
import os
import threading


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"served")
        self.wfile.flush()

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = False


with Server(("127.0.0.1", 18080), Handler) as server:
    server.timeout = 10
    with open(os.environ["WORLD_ASK"], "w") as ask:
        ask.write("tcp 127.0.0.1 18080\n")
    server.handle_request()
print("closed")
