"""A server hands out its folder."""
import http.server
import threading
import urllib.request


class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
try:
    print(urllib.request.urlopen("http://127.0.0.1:%d/secret" % server.server_port).read().decode(), end="")
finally:
    server.shutdown()
