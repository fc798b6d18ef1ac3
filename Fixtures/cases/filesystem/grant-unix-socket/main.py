"""A socket's name outside the allowed folder."""
import socket

socket.socket(socket.AF_UNIX).bind("out/own")
socket.socket(socket.AF_UNIX).bind("new")
