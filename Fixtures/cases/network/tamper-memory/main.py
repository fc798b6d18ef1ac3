"""The call is made while memory is short, so that nothing can be allocated for the refusal."""
import resource
import socket

client = socket.socket()
address = ("93.184.216.35", 9000)
held = []
with open("/proc/self/statm") as file:
    used = int(file.read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (8 << 20), resource.RLIM_INFINITY))
try:
    size = 1 << 20
    while size > 64:
        try:
            held.append(bytearray(size))
        except MemoryError:
            size //= 2
    client.connect(address)
except (MemoryError, OSError):
    pass
held = None
resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
try:
    client.send(b"data")
except OSError:
    print("refused")
