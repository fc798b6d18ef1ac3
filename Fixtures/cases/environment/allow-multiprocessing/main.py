"""multiprocessing with a fresh interpreter for every child."""
import multiprocessing


def work(number):
    return number * number


if __name__ == "__main__":
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        print(pool.map(work, range(3)))
