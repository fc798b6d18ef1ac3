"""TCP fast open through sendmsg, over IPv6."""
import socket

client = socket.socket(socket.AF_INET6)
print(client.sendmsg([b"data"], [], 0x20000000, ("2606:2800:220:1::35", 9000)))
