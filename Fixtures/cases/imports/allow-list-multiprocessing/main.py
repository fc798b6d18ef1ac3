"""Processes that an allowed package starts: the library imports what it needs for them, they what they find beside it."""
import multiprocessing

import package

if __name__ == "__main__":
    for method in "spawn", "forkserver":
        print(package.run(method), multiprocessing.current_process().name)
        with multiprocessing.get_context(method).Manager() as manager:
            print(manager.dict(answer=42))
