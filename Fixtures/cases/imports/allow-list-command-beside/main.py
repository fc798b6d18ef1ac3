"""Text for -c imports an allowed module from where it was started, which imports what it likes; and so does a child's."""
import json


def text():
    return json.dumps({"found": True})
