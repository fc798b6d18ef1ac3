"""Many threads that open files at once."""
from concurrent.futures import ThreadPoolExecutor


def work(number):
    with open("out/%d" % number, "w") as file:
        file.write("text")
    return len(open("out/%d" % number).read())


with ThreadPoolExecutor(8) as pool:
    print(sum(pool.map(work, range(400))))
