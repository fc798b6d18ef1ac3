"""A lazy loader runs the module when it is first used."""
import importlib.util

spec = importlib.util.spec_from_file_location("secret", "secret.py")
loader = importlib.util.LazyLoader(spec.loader)
module = importlib.util.module_from_spec(spec)
loader.exec_module(module)
module.VALUE
