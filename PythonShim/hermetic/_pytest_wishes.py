# What tests ask the pytest plugin for, and what that refuses: run into the plugin's namespace, before it.

import os
from functools import lru_cache
from ipaddress import ip_network
from typing import NamedTuple

import hermetic


class _Wish(NamedTuple):
    """A mark, a fixture or an option, with the values that it was given, and where."""

    name: str
    arguments: tuple
    place: tuple


class _Restriction(NamedTuple):
    """What a scope is made of: the options, as pairs, and where they were asked for."""

    pairs: tuple
    place: tuple

    def scope(self):
        # As hermetic.scope() makes it, but for the place: the rule names the test, not the plugin.
        made = object.__new__(hermetic.scope)
        made._configure(self.pairs, False, True, False, *self.place, False)
        return made


_REFUSE = ("disable_network", "disable_socket", "socket_disabled")
_LIFT = ("enable_network", "enable_socket", "socket_enabled")
_HOSTS = "allow_hosts"

# What pytest and the standard library read or set while a test runs.
_VARIABLES = (
    "PYTEST_*", "CI", "BUILD_NUMBER", "COLUMNS", "LINES", "TERM", "NO_COLOR", "FORCE_COLOR", "PY_COLORS")
# A thread of the test may go on while its phases are reported: these hold from its beginning to its end. What
# is reported then may be written to files, so that the others hold for the phases alone.
_LASTING = {"disable_subprocess": {"block_subprocess": True}}
_PHASES = {
    "fs_readonly": {"fs_readonly": True},
    "block_environment": {"block_environment": True, "allow_env": _VARIABLES},
}
_OFF = "The test has no network."
_ON = "The test has the network that the policy of the run allows, whatever options and other marks say."
_FIXTURES = {
    "disable_network": _OFF,
    "socket_disabled": _OFF,
    "enable_network": _ON,
    "socket_enabled": _ON,
    "disable_subprocess": "The test starts no processes.",
    "fs_readonly": "The test writes to no files, but below pytest's temporary folder.",
    "block_environment": "The test has no environment variables, but those that pytest needs.",
}
_MARKS = {
    **{name: text for name, text in _FIXTURES.items() if not name.startswith("socket_")},
    "disable_socket": _OFF,
    "enable_socket": _ON,
    "allow_hosts": "The test has no network but a list of hosts, addresses and CIDR blocks.",
    "allow_violations": "Violations that the test swallows do not fail it.",
}
_ASKING = {*_FIXTURES, *_MARKS} - {"allow_violations"}


def _asked(node, here):
    """What is asked for at a node, by how close it is: at the node itself, by each node around it, and by
    fixtures that it uses without naming them."""
    names = tuple(getattr(node, "fixturenames", ()))
    direct = getattr(getattr(node, "_fixtureinfo", None), "argnames", ())
    for each in reversed(node.listchain()):
        wishes = []
        if each is node:
            wishes = [*here, *(_Wish(name, (), _place(each)) for name in direct if name in _FIXTURES)]
        for mark in each.own_markers:
            if mark.name == "usefixtures":
                wishes += [_Wish(name, (), _place(each)) for name in mark.args if name in _FIXTURES]
            elif mark.name in _ASKING:
                wishes.append(_Wish(mark.name, (*mark.args, *mark.kwargs.values()), _place(each)))
        yield wishes
    yield [_Wish(name, (), _place(node)) for name in names if name in _FIXTURES and name not in direct]


@lru_cache(maxsize=64)
def _place(node):
    # Slow for a class, whose line Python finds in its source.
    try:
        path, line, _ = node.reportinfo()
    except Exception:
        path, line = node.nodeid or "pytest", None
    return (os.fspath(path), 0 if line is None else line + 1)


def _network(levels):
    """The options that the closest wish about the network comes to, and its place; or None where none is
    made. Without options it lifts the others."""
    for wishes in levels:
        found = {wish.name: wish for wish in reversed(wishes)}
        for name in (*_REFUSE, _HOSTS, *_LIFT):
            if name in found:
                wish = found[name]
                return _options(wish), wish.place
    return None


def _options(wish):
    """The options of `hermetic.scope` that a wish comes to. Raises TypeError for wrong arguments."""
    if wish.name == _HOSTS:
        return _hosts(*wish.arguments)
    if wish.arguments:
        raise TypeError(f"{wish.name} takes no arguments")
    if wish.name in _REFUSE:
        return {"block_network": True}
    return {**_LASTING, **_PHASES}.get(wish.name, {})


def _hosts(*lists):
    """Hosts as pytest-socket takes them: in a list, or in a text with commas."""
    if len(lists) != 1 or not isinstance(lists[0], (str, list, tuple, set, frozenset)):
        raise TypeError('allow_hosts takes a list of hosts, such as allow_hosts(["127.0.0.1"])')
    hosts = lists[0].split(",") if isinstance(lists[0], str) else lists[0]
    if not all(isinstance(host, str) for host in hosts):
        raise TypeError("allow_hosts takes a list of texts")
    hosts = [host.strip() for host in hosts if host.strip()]
    return {
        "block_network": True, "allow_domains": tuple(hosts),
        # Else a test's own server could be connected to, but not listen.
        "allow_localhost": any(map(_is_loopback, hosts)),
    }


def _is_loopback(host):
    try:
        return host.lower() == "localhost" or ip_network(host, strict=False).is_loopback
    except ValueError:
        return False


class _Held:
    """The scopes in force for a run. What is added is in force before what is taken off no longer is."""

    def __init__(self):
        self._scopes = {}

    def switch(self, restrictions):
        added = {}
        try:
            for each in restrictions:
                if each not in self._scopes and each not in added:
                    scope = each.scope()
                    scope.__enter__()
                    added[each] = scope
        except BaseException:
            for scope in added.values():
                scope.__exit__(None, None, None)
            raise
        for each in [each for each in self._scopes if each not in restrictions]:
            self._scopes.pop(each).__exit__(None, None, None)
        self._scopes.update(added)
