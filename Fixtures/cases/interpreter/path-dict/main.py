"""The module's dict."""
import sys

sys.__dict__["path"] = ["hidden", *sys.path]
import evil
