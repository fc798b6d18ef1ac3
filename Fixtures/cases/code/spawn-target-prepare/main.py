"""A spawned process whose target is what the library begins such a process with: it runs a file, and again."""
import multiprocessing
import multiprocessing.spawn
import os

if __name__ == "__main__":
    with open("other.py", "w") as file:
        file.write("import os; os.write(1, b'data\\n')")
    data = {"init_main_from_path": os.path.abspath("other.py")}
    for method in "spawn", "forkserver":
        process = multiprocessing.get_context(method).Process(target=multiprocessing.spawn.prepare, args=(data,))
        process.start()
        process.join()
