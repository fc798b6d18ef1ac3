"""Objects that Swift keeps, and memory that both look at."""

import threading

DELETED = []
WAYS = []
KEPT = []
TOLD = None


class Image:
    mode = "RGB"

    def __init__(self, number, **named):
        self.number = number
        self.named = named

    def size(self, scale=1):
        return [self.number * scale, self.number * scale]

    def rows(self):
        for index in range(self.number):
            yield index

    def fail(self):
        raise ValueError("no such pixel")

    def __call__(self, value, *, plus=0):
        return self.number + value + plus

    def __del__(self):
        DELETED.append(self.number)
        WAYS.append(threading.current_thread().name)
        if TOLD:
            TOLD(self.number)


def make(number):
    return Image(number)


def make_several(n):
    return [Image(1000 + index) for index in range(n)]


def number_of(image):
    return image.number


def numbers_of(images):
    return [image.number for image in images]


def is_kind(image):
    return type(image) is Image


def deleted():
    return sorted(DELETED)


def clear():
    DELETED.clear()


def double(value):
    return value * 2


def shared():
    memory = bytearray(b"abcdef")
    KEPT.append(memory)
    return memory


def change(index, value):
    KEPT[-1][index] = value


def grow():
    KEPT[-1].extend(b"more")
    return len(KEPT[-1])


def floats():
    return memoryview(bytearray(48)).cast("d", (2, 3))


def scattered():
    return memoryview(b"abcdef")[::2]


def echo(value):
    return value


def look(memory):
    return [type(memory).__name__, len(memory), sum(memory), memory.readonly]


def write(memory):
    memory[0] = 1


def keep(value):
    KEPT.append(value)


def sum_of_kept():
    return sum(KEPT[-1])


def forget():
    KEPT.clear()
