"""A child with the text of multiprocessing, sent a pickle that runs a file by itself."""
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


with open("other.py", "w") as file:
    file.write("import os; os.write(1, b'data\\n')")
evil = b"crunpy\nrun_path\n(S'other.py'\ntR."
send(TEXT, evil)
send(TEXT, pickle.dumps({}), evil)
