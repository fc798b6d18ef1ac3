from outside.build import extension

folder = "forged/lib/python3/site-packages/sample"
extension(folder + "/native.so")
open(folder + "/__init__.py", "w").close()
