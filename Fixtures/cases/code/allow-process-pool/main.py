"""A pool of processes, and an error that comes back."""
import concurrent.futures
import multiprocessing


def work(number):
    return 6 // number


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=context) as pool:
        print(list(pool.map(work, [1, 2])))
        try:
            pool.submit(work, 0).result()
        except ZeroDivisionError as error:
            print(error)
