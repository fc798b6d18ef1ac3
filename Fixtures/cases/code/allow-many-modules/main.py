"""Modules that make classes and functions of their own as they are imported."""
import ast, calendar, cmd, code, codeop, concurrent.futures, ctypes, dis, doctest, email.message, fileinput, ftplib
import html.parser, http.client, http.cookies, http.server, importlib.metadata, importlib.resources, ipaddress, locale
import logging.handlers, mailbox, mimetypes, numbers, optparse, pdb, pickle, pickletools, platform, pprint, profile
import pydoc, queue, random, runpy, sched, secrets, selectors, shelve, smtplib, socketserver, ssl, statistics, subprocess
import sysconfig, tarfile, tempfile, timeit, trace, tracemalloc, unittest.mock, urllib.request, uuid, venv, wsgiref.handlers
import xml.dom.minidom, xmlrpc.client, zipapp, zipfile, zoneinfo

print(statistics.NormalDist(0, 1).mean, ipaddress.ip_network("10.0.0.0/8").prefixlen, random.Random(1).randint(1, 1))
