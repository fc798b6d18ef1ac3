"""A pool of processes, forked."""
import concurrent.futures
import multiprocessing

if __name__ == "__main__":
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as pool:
        print(pool.submit(abs, -3).result())
