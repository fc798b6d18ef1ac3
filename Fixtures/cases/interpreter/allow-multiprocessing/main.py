"""A child's interpreter takes over sys.path and the working directory of its parent."""
import multiprocessing
import os


def work(_):
    return os.path.basename(os.getcwd())


if __name__ == "__main__":
    for method in "fork", "spawn", "forkserver":
        with multiprocessing.get_context(method).Pool(1) as pool:
            print(pool.map(work, [1]))
