"""Coroutines, generators and functions that are given."""

import asyncio
import threading

LOG = []
KEPT = []


async def later(value):
    await asyncio.sleep(0.001)
    return value + 1


async def fails_later():
    await asyncio.sleep(0.001)
    raise ValueError("later")


def promises(value):
    return later(value)


def gone_through():
    return list(LOG)


def count(n, name="count"):
    try:
        for index in range(n):
            yield index
    finally:
        LOG.append(name)


async def count_later(n, name="later"):
    try:
        for index in range(n):
            await asyncio.sleep(0)
            yield index * 2
    finally:
        await asyncio.sleep(0)
        LOG.append(name)


def breaks(n):
    yield from range(n)
    raise ValueError("the middle")


class Endless:
    def __iter__(self):
        return self

    def __next__(self):
        return 1


def endless():
    return Endless()


def numbers():
    return [1, 2, 3]


def nothing():
    return 5


def call(function, *arguments):
    return function(*arguments)


def call_named(function):
    return function(1, other=2)


def call_caught(function, *arguments):
    try:
        return repr(function(*arguments))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def call_in(holder):
    return [holder["one"](1), holder["many"][0](2)]


def call_from_threads(function, n):
    found = []

    def run(index):
        found.append(function(index))

    threads = [threading.Thread(target=run, args=(index,)) for index in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)


def keep(function):
    KEPT.append(function)


def call_kept(value):
    return [function(value) for function in KEPT]


def forget():
    KEPT.clear()


def deeper(function, depth):
    return 0 if depth == 0 else function(depth - 1) + 1


def through(function):
    try:
        return function()
    except RuntimeError as error:
        return str(error)


def several(function, n):
    return [function(index) for index in range(n)]
