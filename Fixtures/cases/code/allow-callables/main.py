"""Functions of the program's own, called from where eval may not be called."""
import argparse
import atexit
import concurrent.futures
import functools
import json
import operator
import re
import threading

double = functools.partial(operator.mul, 2)
parser = argparse.ArgumentParser()
parser.add_argument("value", type=lambda text: double(int(text)))
with concurrent.futures.ThreadPoolExecutor() as pool:
    print(list(pool.map(double, [1, 2])), parser.parse_args(["4"]).value, sorted("ba", key=str.upper))
print(json.loads("[1, 2.5, {}]", parse_float=str, object_hook=list), re.sub("a", lambda match: match[0] * 2, "aba"))
print(functools.reduce(operator.add, [1, 2]), operator.methodcaller("upper")("a"), list(map(ord, "a")))
thread = threading.Thread(target=print, args=("thread",))
thread.start()
thread.join()
atexit.register(print, "end")
