"""Runs the tests of the Python API inside hermetic: run.py HERMETIC PYTHON LAUNCH CACHE PART [PYTEST-OPTIONS]

PART is `api` or `plugin`. They need pytest, and the plugin's some others: these are installed once, into a virtual
environment in CACHE.
"""

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Programs"))

import environments  # noqa: E402
import interpreters  # noqa: E402

NEEDED = ["pytest", "pytest-asyncio", "pytest-xdist"]


def listen():
    """A listener on loopback that says hi to whoever connects; its port."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=100)

    def serve():
        while True:
            connection, _ = listener.accept()
            connection.sendall(b"hi")
            connection.close()

    threading.Thread(target=serve, daemon=True).start()
    return listener.getsockname()[1]


def main(hermetic, python, launch, cache, part, *options):
    interpreter, reason = interpreters.inspect(python)
    if interpreter is None:
        sys.exit(f"{python}: {reason}")
    environment = environments.installed(interpreter, Path(cache), NEEDED, name="pytest")
    port = listen()
    pytest = [
        "--", environment.python, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "--rootdir", str(HERE),
        *options]
    if part == "plugin":
        command = [hermetic, "--launch", launch, *pytest, str(HERE / "test_pytest_plugin.py")]
    else:
        # Tests of refusals have no use for what fails tests that are refused something.
        command = [
            hermetic, "--launch", launch, "--grantable", f"domain:127.0.0.1:{port}", "--grantable",
            "domain:example.com", *pytest, "--allow-violations",
            *(str(HERE / f"test_{name}.py") for name in ("scopes", "api", "violations"))]
    variables = {**os.environ, "HERMETIC_TEST_PORT": str(port), "HERMETIC_TEST_LAUNCH": launch,
                 "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, env=variables, stdin=subprocess.DEVNULL, timeout=600).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
