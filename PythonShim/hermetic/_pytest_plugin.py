"""hermetic's pytest plugin: marks, fixtures and options that narrow what tests may do.

Marks, for a test, a class or a module, and fixtures of the same names, for the tests that use them:

=========================  =======================================================================
disable_network            no network; also disable_socket, and the fixture socket_disabled
allow_hosts(["a.test"])    no network but these; the fixture is a function that takes such a list
enable_network             lifts these, where they are asked for further out, and the options; also
                           enable_socket, and the fixture socket_enabled
disable_subprocess         no processes
fs_readonly                no writing to files but below pytest's own temporary folder, which then is
                           `tempfile`'s too
block_environment          no environment variables but those that pytest itself needs
allow_violations           (mark) a violation that the test swallows does not fail it
=========================  =======================================================================

What is closest to a test decides about its network; of what stands at one place, the refusal. A fixture of
a wider scope is held to the marks of its own module or class, whichever test happens to need it first.
The policy of the command line is never widened.

A violation that a test swallows fails it, unless `pytest.raises`, or unittest's `assertRaises`, expects it.
"""

import shlex
import sys
import tempfile
from contextlib import contextmanager

import hermetic
from pluggy import HookimplMarker

# Where this is run, pytest is not all there yet: what it takes of it is imported in functions.
_hook = HookimplMarker("pytest")


def _join(namespace, manager):
    """Has pytest load this plugin behind those that the environment names; called before it has begun."""
    from types import ModuleType

    module = ModuleType("hermetic.pytest_plugin", __doc__)
    module.__dict__.update(namespace)
    sys.modules[module.__name__] = module
    original = manager.consider_env

    def consider_env(self):
        original(self)
        if not self.has_plugin(module.__name__):
            self.register(module, module.__name__)
        # By now pytest-socket is there, if it is installed, and sees to its own.
        if self.has_plugin(module.__name__) and not self.has_plugin("socket"):
            self.register(_PytestSocket(), "hermetic.socket")

    manager.consider_env = consider_env


# MARK: Options


def pytest_addoption(parser, pluginmanager):
    _add_options(parser.getgroup("hermetic"), {
        "--disable-network": "Refuse the network to tests, and to all that is run besides them.",
        "--allow-violations": "Do not fail tests that swallow violations.",
    })
    for name, text in (
        ("hermetic_disable_network", "As --disable-network."),
        ("hermetic_allow_violations", "As --allow-violations."),
    ):
        parser.addini(name, text, type="bool", default=False)
    pluginmanager.register(
        _fixtures([name for name in _FIXTURES if name in _MARKS], _HOSTS), "hermetic.fixtures")


class _PytestSocket:
    """The options and fixtures of pytest-socket, for runs without it."""

    def pytest_addoption(self, parser, pluginmanager):
        _add_options(parser.getgroup("socket"), {
            "--disable-socket": "As --disable-network.",
            "--force-enable-socket": "Lift all that options and marks ask for about the network.",
            "--allow-hosts":
                "Refuse the network but for HOSTS: names, addresses, CIDR blocks, with commas.",
            "--allow-unix-socket": "Accepted; the tests' own Unix sockets are always allowed.",
        })
        pluginmanager.register(
            _fixtures(["socket_disabled", "socket_enabled"]), "hermetic.socket_fixtures")


def _add_options(group, options):
    for option, text in options.items():
        value = {"metavar": "HOSTS"} if option == "--allow-hosts" else {"action": "store_true"}
        group.addoption(option, dest=_destination(option), default=None, help=text, **value)


def _destination(option):
    # One of its own, so that an option of pytest-socket is not taken for ours.
    return "hermetic_" + option[2:].replace("-", "_")


def _asked_by_options(config, options):
    """The network that the options leave, as a tuple of restrictions. Raises UsageError for a wrong host."""
    def given(option):
        return getattr(options, _destination(option), None)

    if given("--force-enable-socket"):
        return ()
    if given("--allow-hosts") is not None:
        return (_restriction(_hosts(given("--allow-hosts")), ("pytest --allow-hosts", 0)),)
    for option in ("--disable-network", "--disable-socket"):
        if given(option):
            return (_restriction({"block_network": True}, (f"pytest {option}", 0)),)
    if config.getini("hermetic_disable_network"):
        return (_restriction({"block_network": True}, ("hermetic_disable_network", 0)),)
    return ()


def _restriction(options, place):
    made = _Restriction(tuple(hermetic._pairs(options)), place)
    made.scope()
    return made


@_hook(hookwrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config):
    # The first hook there is, and the only one before conftest.py is run.
    _begin(early_config, early_config.known_args_namespace)
    yield


@_hook(tryfirst=True)
def pytest_configure(config):
    run = config.pluginmanager.get_plugin(_Run.NAME) or _begin(config, config.option)
    if run.error:
        from pytest import UsageError

        raise UsageError(run.error)
    for mark, text in _MARKS.items():
        taking = "([hosts])" if mark == _HOSTS else ""
        config.addinivalue_line("markers", f"{mark}{taking}: {text}")


def _begin(config, options):
    _watch_pytest()
    run = _Run(config, options)
    config.pluginmanager.register(run, _Run.NAME)
    return run


# MARK: A run

# Those that have begun and not ended; one inside another where tests run pytest themselves.
_runs = []
# What a run leaves in force, for `atexit`, until the process ends or runs pytest again.
_left = []


class _Run:
    """One session of pytest: what it holds its tests to, and the violations it sees."""

    NAME = "hermetic.run"

    def __init__(self, config, options):
        self.config = config
        self.error = None
        self._held = _Held()
        self._levels = []
        self._tempdir = None  # What `tempfile.tempdir` was, while it is pytest's own folder.
        self._here = []  # What fixtures ask for while the test runs.
        self._wrong = {}  # Tests with wrong marks that could not end the run, and what is wrong.
        self._seen = []  # Violations nothing was said about yet.
        self.elsewhere = []  # Violations that fail no test: where they were, and what.
        self._forced = getattr(options, _destination("--force-enable-socket"), None)
        try:
            self._base = _asked_by_options(config, options)
        except (TypeError, ValueError) as error:
            # pytest has no way to be told so this early.
            self.error = f"--allow-hosts: {error}"
            self._base = (_restriction({"block_network": True}, ("pytest --allow-hosts", 0)),)
        self._allows_violations = getattr(
            options, _destination("--allow-violations"), None) or config.getini("hermetic_allow_violations")
        self._levels.append(lambda: self._base)
        self._held.switch(self._base)
        if not _runs:
            while _left:
                _left.pop().switch(())
        _runs.append(self)
        self._observer = hermetic.on_violation(self._observe)
        config.add_cleanup(self._end)

    def _end(self):
        self._observer.remove()
        _runs.remove(self)
        if _runs:
            self._held.switch(())
        else:
            _left.append(self._held)

    # MARK: What is in force

    def _restrictions(self, node, lasting=False):
        """What a test, or a fixture of a wider scope, is held to. Raises UsageError for a wrong mark."""
        from pytest import UsageError

        levels = list(_asked(node, self._here if hasattr(node, "runtest") else ()))
        try:
            network = None if self._forced else _network(levels)
            found = list(self._base) if network is None else []
            if network is not None and network[0]:
                found.append(_known(*network))
            for wish in (wish for wishes in levels for wish in wishes):
                if wish.name in _LASTING or wish.name in _PHASES and not lasting:
                    options = _options(wish)
                    if wish.name == "fs_readonly":
                        options = {**options, "allow_write": self._temporary()}
                    found.append(_known(options, wish.place))
            return found
        except (TypeError, ValueError) as error:
            raise UsageError(f"{node.nodeid}: {error}") from None

    def _restrictions_or_none_allowed(self, node, lasting):
        from pytest import UsageError

        if node not in self._wrong:
            try:
                return self._restrictions(node, lasting)
            except UsageError as error:  # A mark that was added while the test ran.
                self._wrong[node] = str(error)
        return [_known({"block_network": True}, _place(node))]

    def _temporary(self):
        factory = getattr(self.config, "_tmp_path_factory", None)
        return (str(factory.getbasetemp()),) if factory else ()

    @contextmanager
    def under(self, node, lasting=False):
        """Has what a node is held to take the place of what is in force."""
        self._levels.append(lambda: self._restrictions_or_none_allowed(node, lasting))
        try:
            self._refresh()
            yield
        finally:
            self._levels.pop()
            self._refresh()

    def _refresh(self):
        wanted = self._levels[-1]()
        self._held.switch(wanted)
        # The fixture `capfd` takes its files from `tempfile`.
        folders = [value for each in wanted for name, value in each.pairs if name == "allow_write"]
        if folders and self._tempdir is None:
            self._tempdir = (tempfile.tempdir,)
            tempfile.tempdir = folders[0][0]
        elif not folders and self._tempdir is not None:
            (tempfile.tempdir,), self._tempdir = self._tempdir, None

    def ask(self, request, name, *arguments):
        """Adds what a fixture asks for, to the end of the test."""
        if arguments or name not in request.node.fixturenames:
            wish = _Wish(name, arguments, _place(request.node))
            _known(_options(wish), wish.place)
            self._here.insert(0, wish)
            self._refresh()

    @_hook(hookwrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item):
        self._report("before " + item.nodeid)
        try:
            with self.under(item, lasting=True):
                yield
        finally:
            self._here.clear()
            self._report("after " + item.nodeid)

    @_hook(hookwrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item):
        yield from self._phase(item, "setup")

    @_hook(hookwrapper=True, tryfirst=True)
    def pytest_runtest_call(self, item):
        yield from self._phase(item, "call")

    @_hook(hookwrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self, item):
        yield from self._phase(item, "teardown")

    @_hook(hookwrapper=True, tryfirst=True)
    def pytest_fixture_setup(self, request):
        if request.scope == "function":
            yield
        else:
            with self.under(_owner(request)):
                yield

    @_hook(hookwrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(self, items):
        yield
        from pytest import UsageError

        for item in items:
            try:
                self._restrictions(item)
            except UsageError as error:
                # A worker that ended here would only be said to have crashed.
                if not hasattr(self.config, "workerinput"):
                    raise
                self._wrong[item] = str(error)

    # MARK: Violations

    def _observe(self, violation):
        if _runs[-1] is self:
            self._seen.append(_Seen(violation))

    def expect(self, error):
        """Notes that pytest knows of an exception, and of those that led to it."""
        if self._seen:
            chain = _chain(error)
            for seen in self._seen:
                if any(seen.violation() is each for each in chain):
                    seen.expected = True

    def _phase(self, item, when):
        from pytest import fail

        if when == "setup" and item in self._wrong:
            fail(self._tell(item), pytrace=False)
        with self.under(item):
            outcome = yield
        error = outcome.excinfo[1] if outcome.excinfo else None
        if error is not None:
            self.expect(error)
        elif self._wrong.get(item):
            _fail(outcome, fail.Exception(self._tell(item), pytrace=False))
        elif _expects_violations(item):
            self._seen.clear()
        swallowed = self._swallowed()
        if not swallowed or item.get_closest_marker("allow_violations"):
            return
        text = "\n".join(f"  {each}" for each in swallowed)
        if error is None and not self._allows_violations:
            _fail(outcome, fail.Exception(f"swallowed by the test:\n{text}", pytrace=False))
        elif error is None or isinstance(error, _skipped()):
            self.elsewhere += [(item.nodeid, each) for each in swallowed]
        else:
            item.add_report_section(when, "violations swallowed before that", text)

    def _tell(self, item):
        """What is wrong with a test's marks; said once."""
        told, self._wrong[item] = self._wrong[item], ""
        return told

    def _swallowed(self):
        found = dict.fromkeys(seen.text(self.config) for seen in self._seen if not seen.expected)
        self._seen.clear()
        return list(found)

    def _report(self, where):
        self.elsewhere += [(where, each) for each in self._swallowed()]

    @_hook(hookwrapper=True, tryfirst=True)
    def pytest_collection(self):
        self._report("before collection")
        yield
        self._report("in collection")

    @_hook(hookwrapper=True, tryfirst=True)
    def pytest_make_collect_report(self, collector):
        yield
        self._report("collecting " + (collector.nodeid or "tests"))

    def pytest_terminal_summary(self, terminalreporter):
        self._report("at the end")
        if self.elsewhere:
            terminalreporter.section("violations outside of tests", sep="=", yellow=True, bold=True)
            for where, what in dict.fromkeys(self.elsewhere):
                terminalreporter.line(f"{where}: {what}")

    def pytest_report_header(self):
        # Who asks pytest for nothing sees what pytest says without hermetic.
        if not self._base:
            return None
        return f"hermetic: {hermetic.__version__}, {_summary(hermetic.policy())}"

    # MARK: pytest-xdist

    @_hook(tryfirst=True)
    def pytest_cmdline_main(self, config):
        if config.getoption("looponfail", False):
            from pytest import UsageError

            raise UsageError("--looponfail runs tests outside of hermetic")

    @_hook(optionalhook=True, trylast=True)
    def pytest_xdist_setupnodes(self, specs):
        from pytest import UsageError

        command = getattr(hermetic, "_command", None)
        if getattr(hermetic, "_carries", False):
            command = [sys.executable]
        if not command:
            raise UsageError("pytest-xdist's workers would run outside of hermetic: use -n 0")
        if not hermetic.check("spawn", command[0]):
            raise UsageError("pytest-xdist's workers are processes, which the policy refuses: use -n 0")
        for spec in specs:
            if not spec.popen or spec.via:
                raise UsageError(f"pytest-xdist's worker {spec} would run outside of hermetic")
            words = shlex.split(spec.python) if spec.python else [sys.executable]
            if getattr(hermetic, "_carries", False):
                continue
            spec.python = " ".join(map(shlex.quote, [*command, "--", *words]))

    @_hook(optionalhook=True, tryfirst=True)
    def pytest_xdist_newgateway(self, gateway):
        from pytest import UsageError

        channel = gateway.remote_exec(_ASK)
        answer = channel.receive(60)
        channel.waitclose(60)
        if answer != hermetic.__version__:
            raise UsageError(f"pytest-xdist's worker {gateway.id} does not run under hermetic: {answer}")

    @_hook(optionalhook=True)
    def pytest_testnodedown(self, node):
        told = getattr(node, "workeroutput", {}).get("hermetic", ())
        self.elsewhere += [tuple(each) for each in told]

    @_hook(tryfirst=True)
    def pytest_sessionfinish(self, session):
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            self._report("at the end")
            output["hermetic"] = [list(each) for each in dict.fromkeys(self.elsewhere)]


# Run in a worker before anything else: whether it has this plugin.
_ASK = """
import sys
try:
    import hermetic
    import _pytest.main
    joined = "hermetic.pytest_plugin" in sys.modules
    answer = hermetic.__version__ if joined else "the plugin is not loaded"
except Exception as error:
    answer = repr(error)
channel.send(answer)
"""

_made = {}


def _known(options, place):
    key = (tuple(sorted(options.items())), place)
    if key not in _made:
        _made[key] = _restriction(options, place)
    return _made[key]


def _owner(request):
    """The node that a fixture is set up for: the module of a module's fixture."""
    try:
        return request.node or request.session
    except Exception:
        return request.session


def _summary(rules):
    """Where the policy was asked for, in a few words."""
    origins = dict.fromkeys(
        rule.origin.rpartition(":0: ")[0] or rule.origin for rule in rules
        if rule.effect == "refuse" and rule.resource is None)
    if not origins:
        return "a policy is in force" if rules else "no policy but the tests' own"
    shown = ", ".join(list(origins)[:3]) + (", ..." if len(origins) > 3 else "")
    return f"under {shown}"


def _skipped():
    from _pytest.outcomes import Skipped, XFailed

    return Skipped, XFailed


def _fail(outcome, error):
    if hasattr(outcome, "force_exception"):
        outcome.force_exception(error)
    else:  # pluggy 1.0
        outcome._result, outcome._excinfo = None, (type(error), error, None)


# MARK: Fixtures


def _fixtures(names, *more):
    """A plugin with the fixtures of these names; made when pytest is all there."""
    from types import ModuleType

    from pytest import fixture

    def asking(name):
        def ask(request):
            _run(request).ask(request, name)
            yield

        ask.__name__, ask.__doc__ = name, _FIXTURES[name]
        return fixture(name=name)(ask)

    def allow_hosts(request):
        """Gives a function that takes a list of hosts: the test has no network but these from then on."""
        def allow_hosts(hosts):
            _run(request).ask(request, _HOSTS, hosts)

        return allow_hosts

    plugin = ModuleType("hermetic.fixtures")
    vars(plugin).update({name: asking(name) for name in names})
    if _HOSTS in more:
        plugin.allow_hosts = fixture(allow_hosts)
    return plugin


def _run(request):
    return request.config.pluginmanager.get_plugin(_Run.NAME)
