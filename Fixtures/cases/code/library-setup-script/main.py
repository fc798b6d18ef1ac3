"""distutils runs a setup script."""
import warnings

warnings.simplefilter("ignore")
import distutils.core

try:
    distutils.core.run_setup("script.py")
except RuntimeError as error:
    # Nothing was set up; a refusal is an error too.
    if type(error) is not RuntimeError:
        raise
