import glob

from outside.build import extension

site = glob.glob("../venv/lib/python*/site-packages")[0]
extension(site + "/sample/native.so")
