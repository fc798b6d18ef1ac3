"""Modules that read the environment as they are imported or first used."""
import getpass
import logging
import os
import pdb
import pydoc
import site
import sysconfig
import tempfile
import time
import webbrowser

logging.basicConfig()
webbrowser.register("none", None)
print(time.strftime("%H", time.gmtime(0)), sysconfig.get_path("stdlib") is not None, bool(site.getuserbase()))
