"""Everything but the denied module."""
import asyncio
import dataclasses
import json
import logging
import sqlite3
import unittest
import urllib.request

print(json.dumps({"a": 1}), asyncio.run(asyncio.sleep(0, 1)))
