"""What the standard library reads for itself."""
import asyncio
import concurrent.futures
import ctypes.util
import decimal
import email.mime.text
import encodings.idna
import html.parser
import http.client
import inspect
import json
import linecache
import locale
import multiprocessing
import pydoc
import sqlite3
import ssl
import tkinter.constants
import traceback
import unicodedata
import unittest
import xml.etree.ElementTree
import zoneinfo

locale.setlocale(locale.LC_ALL, "")
context = ssl.create_default_context()
print(context.check_hostname, len(inspect.getsource(json.dumps)) > 0, zoneinfo.ZoneInfo("Europe/Rome").key, linecache.getline(json.__file__, 1) != "")
