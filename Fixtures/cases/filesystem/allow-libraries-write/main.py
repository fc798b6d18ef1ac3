"""What the library writes, in an allowed folder."""
import dbm.dumb
import logging
import shelve
import tarfile
import zipfile

with dbm.dumb.open("out/base", "c") as base, shelve.open("out/shelf") as shelf:
    base["key"], shelf["key"] = "value", "value"
with zipfile.ZipFile("out/zip", "w") as archive, tarfile.open("out/tar", "w") as packed:
    archive.write("out/kept")
    packed.add("out/kept")
with zipfile.ZipFile("out/zip") as archive:
    archive.extractall("out/unpacked")
logging.basicConfig(filename="out/log", format="%(message)s")
logging.warning("text")
