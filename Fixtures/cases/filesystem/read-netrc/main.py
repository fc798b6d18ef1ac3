"""Passwords for clients."""
import netrc

print(netrc.netrc("secret").authenticators("host")[2])
