"""site.main adds the user's folder, which the program may have made."""
import os
import site
import sys

os.environ["PYTHONUSERBASE"] = os.path.abspath("base")
folder = f"base/lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"
os.makedirs(folder)
os.rename("hidden/evil.py", folder + "/evil.py")
site.USER_BASE = site.USER_SITE = None
site.ENABLE_USER_SITE = None
site.main()
import evil
