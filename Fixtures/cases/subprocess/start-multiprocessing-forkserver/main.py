"""multiprocessing: forkserver."""
import multiprocessing


def work():
    print("data")


if __name__ == "__main__":
    child = multiprocessing.get_context("forkserver").Process(target=work)
    child.start()
    child.join()
