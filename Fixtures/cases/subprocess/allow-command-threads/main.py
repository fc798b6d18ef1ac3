"""Allowed programs from many threads at once."""
import concurrent.futures
import subprocess


def work(number):
    return int(subprocess.check_output(["echo", str(number)]))


with concurrent.futures.ThreadPoolExecutor(4) as pool:
    print(sum(pool.map(work, range(40))))
