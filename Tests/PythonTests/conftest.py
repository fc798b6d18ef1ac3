"""What the tests of the Python API share: two kinds of scopes, and whether one holds where it is asked."""

import os
import socket
import tempfile

import hermetic
import pytest


class Narrowing:
    """A scope that refuses writing to a folder: in force where a file cannot be made there."""

    name = "narrowing"

    def __init__(self):
        self.folder = tempfile.mkdtemp()

    def scope(self, **options):
        return hermetic.scope(deny_write=[self.folder], **options)

    def holds(self):
        path = tempfile.mktemp(dir=self.folder)
        try:
            open(path, "w").close()
        except hermetic.PolicyViolation:
            assert not os.path.exists(path)
            return True
        os.remove(path)
        return False


class Granting:
    """A grant of an address: in force where the listener there answers."""

    name = "grant"

    def __init__(self):
        self.port = int(os.environ["HERMETIC_TEST_PORT"])

    def scope(self, **options):
        return hermetic.permit(f"127.0.0.1:{self.port}", **options)

    def holds(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), 5) as connection:
                assert connection.recv(2) == b"hi"
                return True
        except hermetic.PolicyViolation:
            return False


@pytest.fixture(params=[Narrowing, Granting], ids=lambda kind: kind.name)
def kind(request):
    made = request.param()
    assert not made.holds()
    yield made
    assert not made.holds(), "it still holds after the test"
