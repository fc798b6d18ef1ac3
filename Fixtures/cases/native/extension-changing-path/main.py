"""A path that is another one when it is asked for again."""
import _imp
import importlib.util
import os

library = importlib.util.find_spec("_json").origin


class Spec:
    name, submodule_search_locations = "native", None
    asked = 0

    @property
    def origin(self):
        self.asked += 1
        return os.path.abspath("native.so") if self.asked > turn else library


for turn in range(6):
    try:
        _imp.create_dynamic(Spec())
    except ImportError as error:
        if "blocked" in str(error):
            raise
    else:
        break
