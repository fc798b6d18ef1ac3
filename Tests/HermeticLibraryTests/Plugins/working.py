"""Work that takes its time, or does not want to end."""

import asyncio
import threading
import time

STOP = False
ENDED = []


def nothing():
    pass


def sleep(seconds):
    time.sleep(seconds)
    return seconds


def spin():
    while True:
        pass


def doze():
    while True:
        time.sleep(0.005)


def stubborn():
    while not STOP:
        try:
            while not STOP:
                time.sleep(0.002)
        except BaseException:
            pass
    ENDED.append("stubborn")


def tidy():
    try:
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
    while True:
        await asyncio.sleep(0.005)


def begun():
    ENDED.append("begun")


def ended():
    return list(ENDED)


def sum_to(n):
    return sum(range(n))


def identity():
    return threading.get_ident()
