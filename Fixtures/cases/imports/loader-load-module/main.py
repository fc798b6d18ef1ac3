"""load_module, which registers the module too."""
import importlib.machinery
import warnings

warnings.simplefilter("ignore")
importlib.machinery.SourceFileLoader("secret", "secret.py").load_module()
