"""The wildcard of IPv4, mapped into IPv6."""
import os
import socket

server = socket.socket(socket.AF_INET6)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
server.bind(("::ffff:0.0.0.0", 18080))
server.listen()

server.settimeout(10)
with open(os.environ["WORLD_ASK"], "w") as ask:
    ask.write("tcp 93.184.216.34 %d\n" % server.getsockname()[1])
client, _ = server.accept()
client.recv(1000)
client.sendall(b"served")
client.close()
