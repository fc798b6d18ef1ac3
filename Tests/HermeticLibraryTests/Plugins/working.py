"""Work that takes its time, or does not want to end."""

import asyncio
import threading
import time

STOP = False
BEGUN = []
ENDED = []
GATE = threading.Event()


def nothing():
    pass


def sleep(seconds):
    time.sleep(seconds)
    return seconds


def spin():
    BEGUN.append("spin")
    while True:
        pass


def doze():
    BEGUN.append("doze")
    while True:
        time.sleep(0.005)


def functions():
    return [doze]


def pass_function(function):
    function(doze)


def stubborn():
    BEGUN.append("stubborn")
    while not STOP:
        try:
            while not STOP:
                time.sleep(0.002)
        except BaseException:
            pass
    ENDED.append("stubborn")


def tidy():
    try:
        BEGUN.append("tidy")
        while True:
            time.sleep(0.002)
    finally:
        ENDED.append("tidy")


def catches():
    """Takes the first interruption for its own."""
    try:
        while True:
            time.sleep(0.002)
    except BaseException:
        return "caught"


async def wait():
    BEGUN.append("wait")
    while True:
        await asyncio.sleep(0.005)


def stand():
    """Waits with others until the gate is opened."""
    BEGUN.append("stand")
    return GATE.wait(300)


def open_gate():
    GATE.set()


def begun():
    return list(BEGUN)


def mark():
    ENDED.append("mark")


def ended():
    return list(ENDED)


def sum_to(n):
    return sum(range(n))


def identity():
    return threading.get_ident()
