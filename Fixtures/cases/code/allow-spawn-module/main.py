"""What a spawned process begins with: a main module that was asked for by its name."""
import multiprocessing

import worker

if __name__ == "__main__":
    for method in "spawn", "forkserver":
        with multiprocessing.get_context(method).Pool(1) as pool:
            print(pool.map(worker.work, [1]), pool.map(abs, [-1]))
