"""A datagram socket's name, by its whole path in bytes."""
import os
import socket

socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).bind(os.getcwdb() + b"/new")
