"""The standard library's own web server, on every address."""
import http.server
import os


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"served")

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("", 18080), Handler)
server.timeout = 10
with open(os.environ["WORLD_ASK"], "w") as ask:
    ask.write("tcp 93.184.216.34 18080\n")
server.handle_request()
server.server_close()
