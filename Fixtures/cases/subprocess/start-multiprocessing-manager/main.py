"""multiprocessing: a manager is a process."""
import multiprocessing

if __name__ == "__main__":
    with multiprocessing.Manager() as manager:
        print(manager.list(["data"])[0])
