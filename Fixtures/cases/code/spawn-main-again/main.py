"""The main module of a spawned process goes by another's name once it runs, and is prepared for a second file."""
import multiprocessing
import multiprocessing.spawn
import os


def nothing():
    pass


if __name__ == "__main__":
    with open("other.py", "w") as file:
        file.write("import os; os.write(1, b'data\\n')")
    process = multiprocessing.get_context("spawn").Process(target=nothing)
    process.start()
    process.join()
else:
    multiprocessing.spawn.import_main_path(os.path.abspath("other.py"))
