"""getfqdn looks a name up and swallows every OSError, so the program goes on."""
import socket

print(socket.getfqdn("evil.test"))
