"""The interpreter is allowed, and with it multiprocessing's own children."""
import multiprocessing
import subprocess
import sys

if __name__ == "__main__":
    print(subprocess.check_output([sys.executable, "-c", "print('child')"]))
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        print(pool.map(abs, [-1]))
