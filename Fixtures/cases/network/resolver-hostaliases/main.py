"""HOSTALIASES turns a name without a dot into another one inside the resolver."""
import os
import socket

with open("aliases", "w") as file:
    file.write("intranet secret.evil.test\n")
os.environ["HOSTALIASES"] = os.path.abspath("aliases")
try:
    print(socket.gethostbyname("intranet"))
except OSError:
    print("no such name")
