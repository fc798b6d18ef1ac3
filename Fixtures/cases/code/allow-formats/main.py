"""Formats that are read and written without running anything."""
import base64
import configparser
import csv
import io
import json
import plistlib
import sqlite3
import string
import struct
import xml.etree.ElementTree as tree

parser = configparser.ConfigParser()
parser.read_string("[a]\nb = %(c)s\nc = 1")
print(json.loads(json.dumps({"a": [1]})), next(csv.DictReader(io.StringIO("a,b\n1,2")))["b"], parser["a"]["b"])
print(sqlite3.connect(":memory:").execute("select 1 + 1").fetchone(), tree.fromstring("<a><b/></a>")[0].tag)
print(plistlib.loads(plistlib.dumps({"a": 1})), struct.unpack(">H", b"\0\1"), string.Template("$a").substitute(a=1), "{0.real}".format(2))
