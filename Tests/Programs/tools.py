"""The real programs: command line tools, servers, clients and libraries."""

import signal
import socket
import time
import urllib.request

from harness import NO_FLAGS, PORTS, SCRIPTS, TIMES, Failure, Outcome, Run, program

# Clients


@program("httpie", network=True, needs=["httpie"])
def httpie(run: Run) -> Outcome:
    return run.run(["http", "--ignore-stdin", "--print=hb", run.url + "/json"])


@program("httpie-post", network=True, needs=["httpie"])
def httpie_post(run: Run) -> Outcome:
    # Reads its body from standard input, as in a pipeline.
    return run.run(["http", "--print=b", "POST", run.url + "/echo"], input=b'{"a": "\xc3\xbc"}')


@program("pip-install", network=True, needs=[])
def pip_install(run: Run) -> Outcome:
    outcome = run.run([
        "pip", "install", "--no-cache-dir", "--index-url", run.url + "/simple/",
        "--target", "site", "hermetic-sample"])
    outcome.files = run.files()
    return outcome


@program("pip-list")
def pip_list(run: Run) -> Outcome:
    return run.run(["pip", "list", "--format=json"])


@program("yt-dlp", network=True, needs=["yt-dlp"],
         varies=[(r"in \d\d:\d\d:\d\d( at +\S+)?", "in <time>"), (r"\[debug\].*", "")])
def yt_dlp(run: Run) -> Outcome:
    outcome = run.run(
        ["yt-dlp", "--no-progress", "-o", "got.%(ext)s", run.url + "/media/sample.mp4"])
    outcome.files = run.files()
    return outcome


@program("yt-dlp-page", network=True, needs=["yt-dlp"])
def yt_dlp_page(run: Run) -> Outcome:
    return run.run(["yt-dlp", "--quiet", "--print", "%(title)s %(url)s", run.url + "/page.html"])


@program("clients", network=True, needs=["requests", "httpx"])
def clients(run: Run) -> Outcome:
    return run.run(["python3", run.script("clients.py"), run.url])


# Checkers and formatters

UGLY = "import os,sys\ndef f( a,b ):\n  x = {  'a':1 }\n  return a+b\n"


@program("black", needs=["black"], sorted_lines=True)
def black(run: Run) -> Outcome:
    # Several files: black then starts a pool of processes, and the order of its lines varies.
    for name in "abc":
        run.write(name + ".py", UGLY)
    outcome = run.run(["black", "--workers", "2", "."])
    outcome.files = run.files()
    return outcome


@program("black-alone", needs=["black"], sorted_lines=True)
def black_alone(run: Run) -> Outcome:
    # One worker is a thread: what to run where forking is refused.
    for name in "abc":
        run.write(name + ".py", UGLY)
    outcome = run.run(["black", "--workers", "1", "."])
    outcome.files = run.files()
    return outcome


@program("ruff", needs=["ruff"], status=1)
def ruff(run: Run) -> Outcome:
    run.write("a.py", UGLY)
    return run.run(["python3", "-m", "ruff", "check", "--no-cache", "--output-format=concise", "."])


@program("ruff-binary", needs=["ruff"], modes=[NO_FLAGS], status=1)
def ruff_binary(run: Run) -> Outcome:
    # Not Python at all: without flags there is nothing to refuse, so it must simply run.
    run.write("a.py", UGLY)
    return run.run(["ruff", "check", "--no-cache", "--output-format=concise", "."])


@program("mypy", needs=["mypy"], varies=[TIMES], status=1)
def mypy(run: Run) -> Outcome:
    run.write("package/__init__.py", "")
    run.write("package/a.py", "def double(x: int) -> int:\n    return x * 2\n")
    run.write("package/b.py", "from package.a import double\n\nreveal_type(double(1))\ndouble('x')\n")
    return run.run(["mypy", "package"], timeout=120)


@program("pytest", needs=["pytest"], varies=[TIMES], status=1)
def pytest(run: Run) -> Outcome:
    run.write("test_sample.py", (SCRIPTS / "sample_suite.py").read_text(encoding="utf-8"))
    return run.run(["pytest", "-v", "-p", "no:cacheprovider", "--basetemp", "base"])


# Shells and frameworks


@program("ipython", needs=["ipython"])
def ipython(run: Run) -> Outcome:
    return run.run(["ipython", "--colors=NoColor", "-c",
                    "import sys; print(6 * 7); get_ipython().system('echo from a shell')"])


@program("jupyter", needs=["jupyter_core"])
def jupyter(run: Run) -> Outcome:
    return run.run(["jupyter", "--version"])


@program("django", needs=["django"], varies=[(r"django-insecure-.*'", "<secret>'"), TIMES])
def django(run: Run) -> Outcome:
    made = run.run(["django-admin", "startproject", "site1", "."])
    # The secret key is random, so that file has no digest worth comparing.
    made.files = run.files("settings.py")
    checked = run.run(["python3", "manage.py", "check"])
    migrated = run.run(["python3", "manage.py", "migrate", "--no-color"])
    return joined(made, checked, migrated)


def joined(*outcomes: Outcome) -> Outcome:
    """Several commands as one; the first status that is not 0 stands."""
    return Outcome(
        next((o.status for o in outcomes if o.status), 0),
        "".join(o.stdout for o in outcomes), "".join(o.stderr for o in outcomes),
        "\n".join(o.files for o in outcomes if o.files),
    )


# Servers: each must answer a request from outside, then end at Ctrl-C as it does bare.

FLASK = """
from flask import Flask, request
app = Flask(__name__)

@app.route("/hello")
def hello():
    return "hello " + request.args["name"]
"""


@program("flask", network=True, needs=["flask"],
         varies=[PORTS, (r"\[\d\d/\w+/\d{4} [\d:]+\]", "[<date>]")])
def flask(run: Run) -> Outcome:
    run.write("app.py", FLASK)
    port = free_port()
    run.variables["PYTHONUNBUFFERED"] = "1"
    return served(run, ["flask", "run", "--port", str(port)], port, "/hello?name=you", b"hello you")


@program("http.server", network=True,
         varies=[PORTS, (r"\[\d\d/\w+/\d{4} [\d:]+\]", "[<date>]")])
def http_server(run: Run) -> Outcome:
    run.write("file.txt", "from a file\n")
    port = free_port()
    run.variables["PYTHONUNBUFFERED"] = "1"
    command = ["python3", "-m", "http.server", "--bind", "127.0.0.1", str(port)]
    return served(run, command, port, "/file.txt", b"from a file\n")


def served(run: Run, command, port: int, path: str, expected: bytes) -> Outcome:
    process = run.start(command)
    answer = fetched("http://127.0.0.1:%d%s" % (port, path), process)
    process.send_signal(signal.SIGINT)
    outcome = run.finish(process, timeout=20)
    if answer != expected:
        raise Failure("the server answered %r, not %r\nstderr: %s" % (
            answer, expected, outcome.stderr[-600:]), outcome)
    return outcome


def fetched(url: str, process, limit: float = 30):
    """The answer to one request, asked again until the server listens; `None` when it never does."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + limit
    while time.monotonic() < end and process.poll() is None:
        try:
            with opener.open(url, timeout=5) as answer:
                return answer.read()
        except OSError:
            time.sleep(0.05)
    return None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# Ways to run things at the same time


@program("asyncio", network=True)
def asyncio_mix(run: Run) -> Outcome:
    return run.run(["python3", run.script("asyncio_mix.py"), "loopback"])


@program("asyncio-spawn", network=True)
def asyncio_spawn(run: Run) -> Outcome:
    # Its pool executes its processes: what to run where forking is refused.
    return run.run(["python3", run.script("asyncio_mix.py"), "loopback", "spawn"])


@program("asyncio-offline")
def asyncio_offline(run: Run) -> Outcome:
    # An event loop makes a socket pair for itself even where nothing is ever connected.
    return run.run(["python3", run.script("asyncio_mix.py"), "offline"])


@program("multiprocessing-spawn")
def multiprocessing_spawn(run: Run) -> Outcome:
    return run.run(["python3", run.script("pools.py"), "spawn"])


@program("multiprocessing-fork")
def multiprocessing_fork(run: Run) -> Outcome:
    return run.run(["python3", run.script("pools.py"), "fork"])


@program("multiprocessing-manager-spawn", network=True)
def manager_spawn(run: Run) -> Outcome:
    # A manager is a server on a unix socket: `--allow-localhost` is what allows those.
    return run.run(["python3", run.script("pools.py"), "spawn", "manager"])


@program("multiprocessing-manager-fork", network=True)
def manager_fork(run: Run) -> Outcome:
    return run.run(["python3", run.script("pools.py"), "fork", "manager"])


@program("threads")
def threads(run: Run) -> Outcome:
    return run.run(["python3", run.script("threads.py")])


# Native libraries


@program("numpy", needs=["numpy"])
def numpy(run: Run) -> Outcome:
    outcome = run.run(["python3", run.script("arrays.py"), "numpy"])
    outcome.files = run.files()
    return outcome


@program("pandas", needs=["pandas"])
def pandas(run: Run) -> Outcome:
    outcome = run.run(["python3", run.script("arrays.py"), "pandas"])
    outcome.files = run.files(r"\.sqlite$")
    return outcome


@program("standard-library")
def standard_library(run: Run) -> Outcome:
    return run.run(["python3", run.script("standard_library.py")])


@program("standard-library-plain")
def standard_library_plain(run: Run) -> Outcome:
    # Without code of the script's own making: a script is no package which could be allowed to.
    return run.run(["python3", run.script("standard_library.py"), "plain"])
