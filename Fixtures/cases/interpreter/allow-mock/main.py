"""Mocks replace attributes of modules and of objects."""
import json
import unittest.mock

with unittest.mock.patch("json.dumps", return_value="fake"), unittest.mock.patch.object(json, "loads") as loads:
    loads.return_value = 1
    print(json.dumps({}), json.loads("2"))
print(json.dumps({}), json.loads("2"))
