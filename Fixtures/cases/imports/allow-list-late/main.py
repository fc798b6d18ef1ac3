"""Modules that C code imports when it is used: _strptime, the codecs of encodings, and what decimal or hashlib need."""
import datetime
import time

print(datetime.datetime.strptime("2020", "%Y").year, time.strptime("2021", "%Y").tm_year)
print("b\u00fccher".encode("idna"), "a".encode("punycode"), b"a\0".decode("utf-16-le"), time.strftime("%Y", time.gmtime(0)))
