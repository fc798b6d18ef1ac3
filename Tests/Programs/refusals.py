"""What must be refused, seen from outside: nothing reaches the listener, and the message says so.

Not a comparison: bare, the same command must succeed, so that no refusal passes because the attack
was broken.
"""

from typing import Callable, Dict, List, Sequence, Tuple

import interpreters
from harness import BARE, NO_FLAGS, NO_NETWORK, Failure, Mode, Outcome, Run, Skip
from servers import LocalServer

BLOCKED = "hermetic: blocked action: network disabled"
MODES = (BARE, NO_NETWORK)
REFUSALS: Dict[str, Tuple[Callable[[Run], None], Sequence[str], Sequence[Mode]]] = {}


def refusal(name: str, needs: Sequence[str] = (), modes: Sequence[Mode] = MODES):
    def register(body):
        REFUSALS[name] = (body, needs, modes)
        return body
    return register


def expect(condition: bool, what: str, outcome: Outcome) -> None:
    if not condition:
        raise Failure("%s (status %d)\nstdout: %s\nstderr: %s" % (
            what, outcome.status, outcome.stdout[-300:], outcome.stderr[-600:]))


def attempt(run: Run, command: Callable[[str], List[str]], flags: Sequence[str], *,
            status=None) -> None:
    """One try at a server of its own, so that its count of connections is only about this."""
    server = LocalServer()
    try:
        outcome = run.run(command(server.url), flags=flags)
    finally:
        server.shutdown()
        server.server_close()
    if run.mode.bare:
        expect(outcome.status == 0 and server.count > 0, "bare, it must get through", outcome)
        return
    expect(server.count == 0, "%d connections reached the server" % server.count, outcome)
    expect("hermetic:" not in outcome.stdout, "hermetic wrote on standard output", outcome)
    expect(any(line.startswith(BLOCKED) for line in outcome.stderr.splitlines()),
           "no line on standard error says %r" % BLOCKED, outcome)
    if status is None:
        expect(outcome.status != 0, "ended as if all were well", outcome)
    else:
        expect(outcome.status == status, "expected status %d" % status, outcome)


def http(url: str) -> List[str]:
    return ["http", "--ignore-stdin", "--print=b", url + "/json"]


@refusal("httpie", needs=["httpie"])
def httpie(run: Run) -> None:
    attempt(run, http, [])


@refusal("httpie-by-name", needs=["httpie"])
def httpie_by_name(run: Run) -> None:
    attempt(run, lambda url: http(url.replace("127.0.0.1", "localhost")), [])


@refusal("httpie-fail-on-violation", needs=["httpie"])
def httpie_fail(run: Run) -> None:
    attempt(run, http, ["--fail-on-violation"], status=77)


@refusal("httpie-own-exit-code", needs=["httpie"])
def httpie_code(run: Run) -> None:
    attempt(run, http, ["--fail-on-violation", "--violation-exit-code", "99"], status=99)


@refusal("httpie-unknown-name", needs=["httpie"])
def httpie_unknown(run: Run) -> None:
    # The name itself is what must not leave the machine, and what the message must carry.
    outcome = run.run(["http", "--ignore-stdin", "http://sample.invalid/"])
    expect(outcome.status != 0, "ended as if all were well", outcome)
    if not run.mode.bare:
        expect(BLOCKED + ": DNS(sample.invalid)" in outcome.stderr, "no refusal of the name", outcome)


UNCAUGHT = "import sys, urllib.request as u; u.urlopen(sys.argv[1]).read()"
SWALLOWED = """
import sys, urllib.request
try:
    urllib.request.urlopen(sys.argv[1]).read()
except OSError as error:
    sys.exit(0 if not "%s" else 1)
"""


@refusal("uncaught")
def uncaught(run: Run) -> None:
    # Ended by the violation: the status is hermetic's.
    attempt(run, lambda url: ["python3", "-c", UNCAUGHT, url], [], status=77)


@refusal("swallowed")
def swallowed(run: Run) -> None:
    # The program went on and ended well: its status stands, but the line is there.
    attempt(run, lambda url: ["python3", "-c", SWALLOWED % "", url], [], status=0)


@refusal("swallowed-fail-on-violation")
def swallowed_fail(run: Run) -> None:
    attempt(run, lambda url: ["python3", "-c", SWALLOWED % "", url], ["--fail-on-violation"],
            status=77)


@refusal("pip-install")
def pip_install(run: Run) -> None:
    attempt(run, lambda url: [
        "pip", "install", "--no-cache-dir", "--retries", "0", "--index-url", url + "/simple/",
        "--target", "site", "hermetic-sample"], [])


@refusal("yt-dlp", needs=["yt-dlp"])
def yt_dlp(run: Run) -> None:
    attempt(run, lambda url: ["yt-dlp", "--no-progress", "-o", "got.%(ext)s",
                              url + "/media/sample.mp4"], [])


# hermetic's own statuses (row R5)


@refusal("command-not-found", modes=[NO_FLAGS, NO_NETWORK])
def not_found(run: Run) -> None:
    own_status(run, ["there-is-no-such-command"], 127)


@refusal("command-not-executable", modes=[NO_FLAGS, NO_NETWORK])
def not_executable(run: Run) -> None:
    run.write("plain.txt", "text\n")
    own_status(run, ["./plain.txt"], 126)


@refusal("unknown-flag", modes=[NO_FLAGS])
def unknown_flag(run: Run) -> None:
    own_status(run, ["python3", "-c", "print('ran')"], 2, flags=["--no-such-flag"])


@refusal("unsupported-interpreter")
def unsupported_interpreter(run: Run) -> None:
    # A clear error, never an unguarded run.
    paths = interpreters.unsupported()
    if not paths:
        raise Skip("no interpreter older than 3.9 or newer than 3.15 here")
    for path in paths:
        command = [path, "-c", "print('ran')"]
        if run.mode.bare:
            outcome = run.run(command)
            expect(outcome.stdout == "ran\n", "bare, %s must run" % path, outcome)
        else:
            own_status(run, command, 125)


def own_status(run: Run, command: List[str], status: int, flags: Sequence[str] = ()) -> None:
    outcome = run.run(command, flags=flags)
    expect(outcome.status == status, "%s: expected status %d" % (command[0], status), outcome)
    expect("ran" not in outcome.stdout, "it ran", outcome)
    expect(bool(outcome.stderr.strip()), "nothing says why", outcome)
