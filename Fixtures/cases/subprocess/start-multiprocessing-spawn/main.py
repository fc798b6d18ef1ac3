"""multiprocessing: spawn."""
import multiprocessing


def work():
    print("data")


if __name__ == "__main__":
    child = multiprocessing.get_context("spawn").Process(target=work)
    child.start()
    child.join()
