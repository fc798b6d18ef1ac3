"""Modules of the library that are written in C, at work."""
import asyncio
import bz2
import csv
import datetime
import decimal
import hashlib
import json
import lzma
import math
import mmap
import multiprocessing
import pickle
import random
import select
import socket
import sqlite3
import ssl
import struct
import unicodedata
import uuid
import xml.etree.ElementTree
import zlib
import zoneinfo

print(hashlib.sha256(b"").hexdigest()[:8], json.loads("[1]"), math.isqrt(9), zlib.crc32(b"a"), decimal.Decimal("0.1") * 3)
print(sqlite3.connect(":memory:").execute("SELECT 1").fetchone(), ssl.create_default_context().check_hostname, len(lzma.compress(b"a")) > 0)
print(uuid.uuid5(uuid.NAMESPACE_DNS, "a").version, zoneinfo.ZoneInfo("UTC").key, unicodedata.name("a"), asyncio.run(asyncio.sleep(0, 5)))
