"""Parts of the standard library which build code, read the environment or open files for themselves.

`plain` leaves out what makes code on the script's own account.
"""

import argparse
import collections
import configparser
import csv
import dataclasses
import decimal
import email.message
import enum
import gettext
import gzip
import hashlib
import html.parser
import importlib
import io
import json
import locale
import logging.config
import os
import pathlib
import pickle
import shutil
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import typing
import unittest.mock
import uuid
import xml.etree.ElementTree
import zipfile
import zoneinfo

Point = collections.namedtuple("Point", "x y")


@dataclasses.dataclass(order=True, frozen=True)
class Record:
    name: str
    size: int = 0


class Colour(enum.Flag):
    RED = enum.auto()
    BLUE = enum.auto()


class Typed(typing.NamedTuple):
    a: int


class Shell(subprocess.Popen):
    """A subclass: `Popen` has to stay a class."""


print(Point(1, 2), Record("a", 1) < Record("b"), Colour.RED | Colour.BLUE, Typed(3))
print(argparse.ArgumentParser(prog="p").format_usage().strip())
print(gettext.gettext("plain"), locale.getlocale()[1], bool(ssl.create_default_context()))
print(json.loads('{"a": [1.5]}'), decimal.Decimal("1.1") + 1, hashlib.sha256(b"").hexdigest()[:8])
if "plain" not in sys.argv:
    print(pickle.loads(pickle.dumps(Record("p"))), eval("1 + 1"))
    exec("made = [n for n in range(3)]")
    print(made)  # noqa: F821
print(importlib.import_module("colorsys").rgb_to_hsv(1, 0, 0))
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder, "a.txt")
    path.write_text("text\n")
    with zipfile.ZipFile(path.with_suffix(".zip"), "w") as archive:
        archive.write(path, "a.txt")
    shutil.copy(path, path.with_name("b.txt"))
    with gzip.open(path.with_suffix(".gz"), "wt") as file:
        file.write("zipped")
    # A module without a `.pyc`, and one out of a zip file.
    path.with_name("fresh_here.py").write_text("value = 5\n")
    sys.path.insert(0, folder)
    print(importlib.import_module("fresh_here").value, sorted(os.listdir(folder)))
    with sqlite3.connect(os.path.join(folder, "a.db")) as connection:
        connection.execute("create table t (n)")
        connection.execute("insert into t values (1)")
        print(connection.execute("select * from t").fetchall())
    connection.close()
    child = Shell(["/bin/sh", "-c", "read line; printf %s \"$line\"; exit 4"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    print(child.communicate(b"piped"), child.returncode)
    print(subprocess.run(["/bin/echo", "x"], stdout=subprocess.DEVNULL).returncode)
with unittest.mock.patch("os.getcwd", return_value="/mocked"):
    print(os.getcwd())
os.environ["SAMPLE_VARIABLE"] = "set"
print(subprocess.check_output(["/bin/sh", "-c", "echo $SAMPLE_VARIABLE"]).decode().strip())
print(os.getenv("SAMPLE_VARIABLE"), os.environb[b"SAMPLE_VARIABLE"], os.environ.get("NOT_THERE"))
logging.config.dictConfig({"version": 1, "root": {"level": "INFO"}})
print(csv.DictReader(io.StringIO("a,b\n1,2\n")).fieldnames, bool(configparser.ConfigParser()))
print(xml.etree.ElementTree.fromstring("<a><b/></a>").tag, html.parser.HTMLParser.__name__)
print(email.message.EmailMessage().get_content_type(), len(str(uuid.uuid4())))
try:
    print(zoneinfo.ZoneInfo("UTC"))
except zoneinfo.ZoneInfoNotFoundError:
    print("no time zones here")
