"""A child whose text begins like that of multiprocessing and goes on, or calls what it should only name."""
import os
import subprocess
import sys

TEXT = "from multiprocessing.spawn import spawn_main; spawn_main(pipe_handle=%d"
PREPARE = "__import__('multiprocessing.spawn').spawn.prepare({'init_main_from_path': '" + os.path.abspath("other.py") + "'})"


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
send(TEXT + ") if False else " + PREPARE)
send(TEXT + " + " + PREPARE + ")")
send("import multiprocessing.spawn; %d; multiprocessing.spawn.prepare({'init_main_from_path': '" + os.path.abspath("other.py") + "'})")
