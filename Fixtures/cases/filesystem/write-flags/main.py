"""A flag that a file has besides its mode: not to be backed up."""
import fcntl
import os
import struct

GET, SET = 0x80086601, 0x40086602
file = os.open("file", os.O_RDONLY)
flags, = struct.unpack("l", fcntl.ioctl(file, GET, bytes(8)))
try:
    fcntl.ioctl(file, SET, struct.pack("l", flags | 0x40))
finally:
    print("set" if struct.unpack("l", fcntl.ioctl(file, GET, bytes(8)))[0] & 0x40 else "not set")
