"""A plugin that may do anything, and comes by what another one has left."""

import gc


class Shared:
    """What any module is that plugins have in common."""

    def meet(self):
        return None


shared = Shared()


def common():
    return shared


def call(function):
    return function()


def meet():
    return shared.meet()


def drop():
    shared.kept = None


def collect():
    gc.enable()
    gc.collect()
