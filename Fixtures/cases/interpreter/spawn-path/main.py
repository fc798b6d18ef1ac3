"""The main module of a spawned process puts another list in the place of sys.path."""
import multiprocessing
import os
import sys


def work():
    import other


if __name__ == "__main__":
    os.mkdir("below")
    with open("below/other.py", "w") as file:
        file.write("import os; os.write(1, b'data\\n')")
    process = multiprocessing.get_context("spawn").Process(target=work)
    process.start()
    process.join()
else:
    sys.path = ["below", *sys.path]
