"""A loader of the program's own, whose source comes from memory."""
import importlib.abc
import importlib.util


class Loader(importlib.abc.SourceLoader):
    def get_filename(self, name):
        return "memory.py"

    def get_data(self, path):
        return b"print('data')"

    def path_stats(self, path):
        raise OSError


spec = importlib.util.spec_from_loader("memory", Loader())
spec.loader.exec_module(importlib.util.module_from_spec(spec))
