"""Randomness, time zones, users and names of hosts."""
import os
import pwd
import random
import secrets
import socket
import time
import uuid

open("/dev/urandom", "rb").read(4)
print(len(os.urandom(4)), len(secrets.token_bytes(4)), pwd.getpwuid(0).pw_name, time.localtime(0).tm_year in (1969, 1970), len(str(uuid.uuid4())))
