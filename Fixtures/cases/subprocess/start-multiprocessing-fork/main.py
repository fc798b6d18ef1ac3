"""multiprocessing: fork."""
import multiprocessing


def work():
    print("data")


if __name__ == "__main__":
    child = multiprocessing.get_context("fork").Process(target=work)
    child.start()
    child.join()
