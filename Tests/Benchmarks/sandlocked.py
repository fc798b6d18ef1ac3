"""Runs a command under sandlock: its library is its command line. Needs sandlock installed.

sandlocked.py run files|network COMMAND …     runs it, with this process's streams
sandlocked.py time files|network COMMAND …    prints the milliseconds that running it takes
"""

import sys
import time

from sandlock import Sandbox

KINDS = {
    "files": {"fs_readable": ["/"], "fs_writable": ["/tmp", "/dev"]},
    "network": {
        "fs_readable": ["/"], "fs_writable": ["/tmp", "/dev"],
        "net_allow": ["127.0.0.1:*", "udp://127.0.0.1:*"], "net_allow_bind": ["*"]},
}


def main(what, kind, *command):
    def run():
        return Sandbox(**KINDS[kind]).run_interactive(list(command))

    if what == "run":
        return run()
    # The first one starts sandlock's own threads.
    run()
    begin = time.perf_counter()
    status = run()
    print((time.perf_counter() - begin) * 1000)
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
