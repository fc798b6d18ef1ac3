"""importlib's lazy loader."""
import importlib.util
import sys

spec = importlib.util.find_spec("other")
spec.loader = importlib.util.LazyLoader(spec.loader)
module = importlib.util.module_from_spec(spec)
sys.modules["other"] = module
spec.loader.exec_module(module)
print(module.VALUE)
