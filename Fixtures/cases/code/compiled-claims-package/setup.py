"""Compiles a file as data, with the name of the package's file in its function."""
import glob
import os
import subprocess

CODE = """
import importlib.util, marshal, sys
code = compile("def work(text):\\n    exec(text)", sys.argv[1], "exec").replace(co_filename="evil.py")
open("evil.pyc", "wb").write(importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(code))
"""
name = os.path.abspath(glob.glob("../venv/lib/python*/site-packages/renderer.py")[0])
subprocess.run([os.environ["WORLD_PYTHON"], "-c", CODE, name], check=True)
