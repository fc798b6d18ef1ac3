"""What a spawned process is given to do first: to go to another folder, by itself and by the library's preparation."""
import concurrent.futures
import multiprocessing
import multiprocessing.spawn
import os


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    for initializer, argument in (os.chdir, "/"), (multiprocessing.spawn.prepare, {"dir": "/"}):
        with concurrent.futures.ProcessPoolExecutor(
            1, mp_context=context, initializer=initializer, initargs=(argument,)
        ) as pool:
            try:
                print(pool.submit(os.getcwd).result())
            except concurrent.futures.BrokenExecutor:
                pass
