"""hermetic's pytest plugin: what its marks, fixtures and options refuse, and what it says of violations.

Run under hermetic, without a policy: hermetic -- python -m pytest test_pytest_plugin.py
"""

import importlib.util
import os
import socket
import subprocess
import sys
import textwrap

import hermetic
import pytest

pytest_plugins = ["pytester"]

#: Without pytest-socket the options and fixtures of its names are ours.
HAS_SOCKET = importlib.util.find_spec("pytest_socket") is not None
ours = pytest.mark.skipif(HAS_SOCKET, reason="pytest-socket is installed and sees to its own names")


def needs(package):
    return pytest.mark.skipif(
        importlib.util.find_spec(package) is None, reason=f"{package} is not installed")


class Listener:
    """Waits for connections on loopback, and counts them."""

    def __init__(self):
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self.port = self._socket.getsockname()[1]

    def count(self):
        found = 0
        while True:
            try:
                self._socket.accept()[0].close()
            except BlockingIOError:
                return found
            found += 1

    def close(self):
        self._socket.close()


@pytest.fixture
def listener():
    made = Listener()
    yield made
    made.close()


@pytest.fixture
def project(pytester, listener):
    """A folder of tests that can `from reach import connect`; `run` runs them, in this process."""
    pytester.makepyfile(reach=f"""
        import socket

        def connect(host="127.0.0.1"):
            socket.create_connection((host, {listener.port}), timeout=5).close()

        def attempt():
            try:
                connect()
            except OSError:
                pass
    """)
    pytester.syspathinsert()
    return pytester


def write(project, text, name="test_it"):
    project.makepyfile(**{name: textwrap.dedent(text)})


def run(project, *arguments):
    return project.runpytest_inprocess("-p", "no:cacheprovider", *arguments)


def run_apart(project, *arguments, flags=(), **environment):
    """Runs the tests in a hermetic of their own."""
    command = [hermetic._command[0], *flags, "--", sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*command, *arguments], cwd=project.path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        universal_newlines=True, env={**os.environ, **environment}, timeout=120)


# MARK: Asking for less

CONNECTS = {
    "mark": """
        import pytest
        from reach import connect

        @pytest.mark.{ask}
        def test_it():
            connect()
    """,
    "class": """
        import pytest
        from reach import connect

        @pytest.mark.{ask}
        class TestIt:
            def test_it(self):
                connect()
    """,
    "module": """
        import pytest
        from reach import connect

        pytestmark = pytest.mark.{ask}

        def test_it():
            connect()
    """,
    "fixture": """
        from reach import connect

        def test_it({ask}):
            connect()
    """,
    "usefixtures": """
        import pytest
        from reach import connect

        @pytest.mark.usefixtures("{ask}")
        def test_it():
            connect()
    """,
    "dynamic": """
        from reach import connect

        def test_it(request):
            request.getfixturevalue("{ask}")
            connect()
    """,
    "autouse": """
        import pytest
        from reach import connect

        @pytest.fixture(autouse=True)
        def everywhere({ask}):
            pass

        def test_it():
            connect()
    """,
    "unittest": """
        import unittest
        import pytest
        from reach import connect

        class TestIt(unittest.TestCase):
            @pytest.mark.{ask}
            def test_it(self):
                connect()
    """,
}


def spelled(how, refuse=True):
    names = ("disable_network", "disable_socket", "socket_disabled") if refuse else (
        "enable_network", "enable_socket", "socket_enabled")
    return names[:2] if how in ("mark", "class", "module", "unittest") else names[::2]


def ways(refuse=True):
    return [
        pytest.param(how, ask, marks=[ours] if ask.startswith("socket_") else [])
        for how in CONNECTS for ask in spelled(how, refuse)
    ]


@pytest.mark.parametrize("how, ask", ways())
def test_the_network_is_refused_to_who_asks(project, listener, how, ask):
    write(project, CONNECTS[how].format(ask=ask))
    result = run(project, "--strict-markers")
    result.assert_outcomes(failed=1)
    if not HAS_SOCKET or ask == "disable_network":
        result.stdout.fnmatch_lines(["E *network disabled: connect(127.0.0.1:*)*"])
    assert listener.count() == 0


@pytest.mark.parametrize("how", CONNECTS)
def test_nothing_is_refused_to_who_does_not(project, listener, how):
    ask = "tmp_path" if how in ("fixture", "usefixtures", "dynamic", "autouse") else "some_mark"
    write(project, CONNECTS[how].format(ask=ask))
    run(project).assert_outcomes(passed=1)
    assert listener.count() == 1


@pytest.mark.parametrize("how, ask", ways(refuse=False))
def test_enabling_lifts_what_options_ask_for(project, listener, how, ask):
    write(project, CONNECTS[how].format(ask=ask))
    run(project, "--disable-network").assert_outcomes(passed=1)
    assert listener.count() == 1


@pytest.mark.parametrize("how, ask", [
    ("mark", "enable_network"), ("module", "enable_network"), ("fixture", "enable_network"),
    ("mark", "enable_socket"), ("mark", 'allow_hosts(["127.0.0.1"])')])
def test_nothing_widens_the_policy_of_the_run(project, listener, how, ask):
    write(project, CONNECTS[how].format(ask=ask))
    assert run_apart(project).returncode == 0
    assert listener.count() == 1
    ended = run_apart(project, flags=["--no-network"])
    assert ended.returncode == 1, ended.stdout
    assert "network disabled: connect(127.0.0.1" in ended.stdout
    assert listener.count() == 0


def test_the_closest_mark_decides(project, listener):
    write(project, """
        import pytest
        from reach import connect

        pytestmark = pytest.mark.disable_network

        def test_module():
            connect()

        @pytest.mark.enable_network
        class TestClass:
            def test_class(self):
                connect()

            @pytest.mark.disable_network
            def test_method(self):
                connect()

            @pytest.mark.disable_network
            @pytest.mark.enable_network
            def test_both(self):
                connect()

        def test_after(self=None):
            connect()
    """)
    run(project).assert_outcomes(passed=1, failed=4)
    assert listener.count() == 1


@pytest.mark.parametrize("options", [
    ["--disable-network"], ["-o", "hermetic_disable_network=true"],
    pytest.param(["--disable-socket"], marks=ours),
    pytest.param(["--allow-hosts", "10.1.2.3,example.com"], marks=ours)])
def test_options_refuse_the_network(project, listener, options):
    write(project, "from reach import connect\ndef test_it(): connect()")
    run(project, *options).assert_outcomes(failed=1)
    assert listener.count() == 0


@ours
def test_forcing_lifts_options_and_marks(project, listener):
    write(project, CONNECTS["mark"].format(ask="disable_network"))
    run(project, "--disable-socket", "--force-enable-socket").assert_outcomes(passed=1)
    assert listener.count() == 1


COVERED = {
    "conftest": {"conftest": "from reach import attempt; attempt()", "test_it": "def test_it(): pass"},
    "module": {"test_it": "from reach import attempt; attempt()\ndef test_it(): pass"},
    "hook": {"conftest": """
        from reach import attempt
        def pytest_sessionfinish(): attempt()
        """, "test_it": "def test_it(): pass"},
    "unconfigure": {"conftest": """
        from reach import attempt
        def pytest_unconfigure(): attempt()
        """, "test_it": "def test_it(): pass"},
    "atexit": {"conftest": """
        import atexit
        from reach import attempt
        atexit.register(attempt)
        """, "test_it": "def test_it(): pass"},
    **{f"{scope} {part}": {"test_it": f"""
        import pytest
        from reach import attempt

        @pytest.fixture(scope="{scope}")
        def value():
            {'attempt()' if part == 'setup' else ''}
            yield
            {'attempt()' if part == 'teardown' else ''}

        class TestIt:
            @pytest.mark.enable_network
            def test_it(self, value): pass
        """} for scope in ("session", "package", "module", "class") for part in ("setup", "teardown")},
}


@pytest.mark.parametrize("where", COVERED)
def test_options_cover_what_is_around_tests(project, listener, where):
    for name, text in COVERED[where].items():
        write(project, text, name)
    assert run_apart(project).returncode == 0
    assert listener.count() == 1
    ended = run_apart(project, "--disable-network")
    assert listener.count() == 0
    assert "network disabled: connect(127.0.0.1" in ended.stdout


def test_a_mark_holds_for_fixtures_of_the_test(project, listener):
    write(project, """
        import pytest
        from reach import connect

        @pytest.fixture
        def before():
            with pytest.raises(PermissionError):
                connect()

        @pytest.fixture
        def after():
            yield
            with pytest.raises(PermissionError):
                connect()

        @pytest.mark.disable_network
        def test_it(after, before): pass
    """)
    run(project).assert_outcomes(passed=1)
    assert listener.count() == 0


@pytest.mark.parametrize("scope, count", [("module", 4), ("class", 4), ("function", 0)])
def test_a_mark_leaves_wider_fixtures_alone(project, listener, scope, count):
    write(project, f"""
        import pytest
        from reach import attempt

        @pytest.fixture(scope="{scope}", params=[1, 2])
        def wider(request):
            attempt()
            yield
            attempt()

        class TestIt:
            @pytest.mark.allow_violations
            @pytest.mark.disable_network
            def test_it(self, wider): pass
    """)
    run(project).assert_outcomes(passed=2)
    assert listener.count() == count


@pytest.mark.parametrize("mark, count", [("disable_network", 0), ("some_mark", 2)])
def test_a_modules_mark_holds_for_its_fixtures(project, listener, mark, count):
    write(project, f"""
        import pytest
        from reach import attempt

        pytestmark = [pytest.mark.{mark}, pytest.mark.allow_violations]

        @pytest.fixture(scope="module")
        def wider():
            attempt()
            yield
            attempt()

        def test_it(wider): pass
    """)
    run(project).assert_outcomes(passed=1)
    assert listener.count() == count


@pytest.mark.parametrize("mark", ["disable_network", "some_mark"])
def test_a_thread_finds_no_gap(project, listener, mark):
    write(project, f"""
        import threading
        import time
        import pytest
        from reach import connect

        @pytest.fixture
        def thread():
            ends = threading.Event()

            def work():
                while not ends.is_set():
                    try:
                        return connect()
                    except OSError:
                        pass

            started = threading.Thread(target=work)
            started.start()
            yield
            ends.set()
            started.join()

        @pytest.mark.parametrize("n", range(40))
        @pytest.mark.allow_violations
        @pytest.mark.{mark}
        def test_it(thread, n): time.sleep(0.005)
    """)
    run(project).assert_outcomes(passed=40)
    assert (listener.count() == 0) is (mark == "disable_network")


# MARK: Hosts


@pytest.mark.parametrize("hosts, reached", [
    ('["127.0.0.1"]', 1), ('"127.0.0.1,10.0.0.1"', 1), ('["127.0.0.0/8"]', 1), ('["localhost"]', 1),
    ('["10.0.0.1"]', 0), ('["example.com"]', 0), ("[]", 0), ('("10.0.0.0/8",)', 0)])
@pytest.mark.parametrize("how", ["mark", "fixture"])
def test_hosts_are_allowed(project, listener, hosts, reached, how):
    if how == "mark":
        write(project, CONNECTS["mark"].format(ask=f"allow_hosts({hosts})"))
    else:
        write(project, f"""
            from reach import connect

            def test_it(allow_hosts):
                allow_hosts({hosts})
                connect()
        """)
    run(project).assert_outcomes(passed=reached, failed=1 - reached)
    assert listener.count() == reached


def test_hosts_of_a_mark_take_the_place_of_an_option(project, listener):
    write(project, CONNECTS["mark"].format(ask='allow_hosts(["127.0.0.1"])'))
    run(project, "--disable-network").assert_outcomes(passed=1)
    assert listener.count() == 1


def test_a_test_can_serve_those_that_it_allows(project):
    write(project, """
        import socket
        import pytest

        @pytest.mark.allow_hosts(["127.0.0.1"])
        def test_it():
            with socket.create_server(("127.0.0.1", 0)) as server:
                socket.create_connection(server.getsockname()).close()
    """)
    run(project).assert_outcomes(passed=1)


@pytest.mark.parametrize("mark, said", [
    ("allow_hosts", "*test_it.py::test_it: allow_hosts takes a list of hosts*"),
    ("allow_hosts(3)", "*test_it.py::test_it: allow_hosts takes a list of hosts*"),
    ("allow_hosts([3])", "*test_it.py::test_it: allow_hosts takes a list of texts*"),
    ('allow_hosts(["a b"])', "*test_it.py::test_it: 'a b' is not a host name*"),
    ("disable_network(1)", "*test_it.py::test_it: disable_network takes no arguments*"),
])
def test_wrong_marks_are_errors_that_name_the_test(project, listener, mark, said):
    write(project, CONNECTS["mark"].format(ask=mark))
    result = run(project)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([said])
    assert listener.count() == 0


@ours
def test_a_wrong_host_in_an_option_is_an_error(project, listener):
    write(project, CONNECTS["mark"].format(ask="some_mark"))
    write(project, "from reach import attempt; attempt()", "conftest")
    result = run(project, "--allow-hosts", "a b")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--allow-hosts: 'a b' is not a host name*"])
    assert listener.count() == 0


def test_a_wrong_mark_of_a_fixture_is_an_error(project, listener):
    write(project, """
        import pytest
        from reach import connect

        @pytest.fixture
        def marking(request):
            request.node.add_marker(pytest.mark.allow_hosts(3))

        def test_it(marking): connect()

        def test_after(): connect()
    """)
    result = run(project)
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*test_it.py::test_it: allow_hosts takes a list of hosts*"])
    assert listener.count() == 1


def test_wrong_hosts_in_a_call_are_a_value_error(project):
    write(project, """
        import pytest

        def test_it(allow_hosts):
            with pytest.raises(ValueError, match="is not a host name"):
                allow_hosts(["a b"])
            with pytest.raises(TypeError):
                allow_hosts(3)
    """)
    run(project).assert_outcomes(passed=1)


# MARK: Other restrictions

ATTACKS = {
    "disable_subprocess": 'subprocess.run(["/bin/touch", "{path}"], check=True)',
    "fs_readonly": 'open("{path}", "w").close()',
    "block_environment": 'os.environ["HERMETIC_TEST"]; open("{path}", "w").close()',
}


@pytest.mark.parametrize("how", ["mark", "class", "module", "fixture", "usefixtures", "dynamic", "autouse"])
@pytest.mark.parametrize("ask", ATTACKS)
def test_each_is_refused(project, monkeypatch, tmp_path_factory, how, ask):
    monkeypatch.setenv("HERMETIC_TEST", "value")
    path = os.path.join(os.path.dirname(__file__), f"attack-{os.getpid()}")
    text = CONNECTS[how].replace("connect()", ATTACKS[ask].format(path=path))
    text = text.replace("from reach import connect", "import os, subprocess")
    other = "some_mark" if how in ("mark", "class", "module") else "tmp_path"
    try:
        write(project, text.format(ask=other))
        run(project).assert_outcomes(passed=1)
        assert os.path.exists(path)
        os.remove(path)
        write(project, text.format(ask=ask))
        run(project).assert_outcomes(failed=1)
        assert not os.path.exists(path)
    finally:
        if os.path.exists(path):
            os.remove(path)


def test_pytests_own_folder_stays_writable(project):
    write(project, """
        import pytest

        @pytest.mark.fs_readonly
        def test_it(tmp_path):
            (tmp_path / "note").write_text("x")
    """)
    run(project).assert_outcomes(passed=1)


def test_capturing_goes_on_without_files(project):
    write(project, """
        import subprocess
        import pytest

        @pytest.mark.fs_readonly
        def test_it(capfd):
            subprocess.run(["/bin/echo", "hello"], check=True)
            assert capfd.readouterr().out == "hello\\n"

        def test_after():
            import tempfile
            assert "pytest" not in tempfile.gettempdir()
    """)
    run(project).assert_outcomes(passed=2)


def test_pytest_goes_on_without_the_environment(project):
    write(project, """
        import os
        import pytest

        @pytest.mark.block_environment
        def test_it():
            assert os.environ["PYTEST_CURRENT_TEST"]
            assert [1, 2, 3] == [1, 2, 4]
    """)
    result = run(project)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E *assert [[]1, 2, 3] == [[]1, 2, 4]*"])


# MARK: Violations

SWALLOWED = {
    "call": """
        import pytest
        from reach import attempt

        {mark}
        def test_it():
            attempt()
    """,
    "thread": """
        import threading
        import pytest
        from reach import attempt

        {mark}
        def test_it():
            thread = threading.Thread(target=attempt)
            thread.start()
            thread.join()
    """,
    "unittest": """
        import unittest
        import pytest
        from reach import attempt

        class TestIt(unittest.TestCase):
            {mark}
            def test_it(self):
                attempt()
    """,
    "setup": """
        import pytest
        from reach import attempt

        @pytest.fixture(scope="session")
        def value():
            attempt()

        {mark}
        def test_it(value): pass
    """,
    "teardown": """
        import pytest
        from reach import attempt

        @pytest.fixture
        def value():
            yield
            attempt()

        {mark}
        def test_it(value): pass
    """,
}


@pytest.mark.parametrize("where", SWALLOWED)
def test_a_swallowed_violation_fails(project, where):
    write(project, SWALLOWED[where].format(mark=""))
    run(project).assert_outcomes(passed=1)
    result = run(project, "--disable-network")
    outcomes = result.parseoutcomes()
    if where in ("setup", "teardown"):
        assert "error" in outcomes or "errors" in outcomes
    else:
        assert outcomes.get("failed") == 1
    result.stdout.fnmatch_lines(
        ["*swallowed by the test:*", "*reach.py:4: network disabled: connect(127.0.0.1:*), in connect*"])


@pytest.mark.parametrize("where", SWALLOWED)
@pytest.mark.parametrize("how", ["mark", "--allow-violations", "ini"])
def test_it_can_be_allowed(project, where, how):
    mark = "@pytest.mark.allow_violations" if how == "mark" else ""
    write(project, SWALLOWED[where].format(mark=mark))
    more = {"mark": [], "ini": ["-o", "hermetic_allow_violations=true"]}.get(how, [how])
    result = run(project, "--disable-network", "--strict-markers", *more)
    result.assert_outcomes(passed=1)
    if how != "mark":
        result.stdout.fnmatch_lines(["test_it.py::*: reach.py:4: network disabled: connect*"])


EXPECTED = {
    "the violation": "with pytest.raises(hermetic.PolicyViolation): connect()",
    "its kind": "with pytest.raises(PermissionError, match='network disabled'): connect()",
    "a call": "pytest.raises(OSError, connect)",
    "a runtime error": "with pytest.raises(RuntimeError): connect()",
    "wrapped": "with pytest.raises(KeyError): wrapped()",
    "wrapped and hidden": "with pytest.raises(KeyError): wrapped(None)",
    "unittest": "unittest.TestCase().assertRaises(OSError, connect)",
    "unittest's block":
        "with unittest.TestCase().assertRaisesRegex(OSError, 'network'): connect()",
}
FAILED = {"it propagates": "connect()", "it propagates, wrapped": "wrapped()"}
TEMPLATE = """
    import unittest
    import hermetic
    import pytest
    from reach import attempt, connect

    def wrapped(*cause):
        try:
            connect()
        except OSError:
            if cause:
                raise KeyError("x") from None
            raise KeyError("x")

    def test_it():
        {body}
"""


@pytest.mark.parametrize("how", EXPECTED)
def test_an_expected_violation_fails_nothing(project, how):
    write(project, TEMPLATE.format(body=EXPECTED[how]))
    run(project).assert_outcomes(failed=1)
    run(project, "--disable-network").assert_outcomes(passed=1)


def test_one_expected_does_not_excuse_another(project):
    write(project, TEMPLATE.format(body="attempt(); pytest.raises(OSError, connect)"))
    run(project, "--disable-network").assert_outcomes(failed=1)


def test_catching_one_by_hand_swallows_it(project):
    write(project, TEMPLATE.format(body="wrapped() if False else attempt()"))
    run(project, "--disable-network").assert_outcomes(failed=1)


@pytest.mark.parametrize("how", FAILED)
def test_a_failure_needs_no_second(project, how):
    write(project, TEMPLATE.format(body=FAILED[how]))
    result = run(project, "--disable-network")
    result.assert_outcomes(failed=1)
    assert "swallowed" not in result.stdout.str()


def test_a_failure_for_another_reason_names_it(project):
    write(project, TEMPLATE.format(body="attempt(); assert 0, 'another reason'"))
    result = run(project, "--disable-network")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["*another reason*", "*violations swallowed before that*", "*reach.py:4: network disabled*"])


def test_a_skipped_test_stays_skipped(project):
    write(project, TEMPLATE.format(body="attempt(); pytest.skip('no network')"))
    result = run(project, "--disable-network")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["test_it.py::test_it: reach.py:4: network disabled*"])


def test_a_failed_subtest_needs_no_second(project):
    write(project, """
        import unittest
        from reach import connect

        class TestIt(unittest.TestCase):
            def test_it(self):
                with self.subTest("part"):
                    connect()
    """)
    result = run(project, "--disable-network")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert "swallowed" not in result.stdout.str()


def test_an_expected_failure_is_one(project):
    write(project, SWALLOWED["call"].format(mark="@pytest.mark.xfail(strict=True)"))
    run(project, "--disable-network").assert_outcomes(xfailed=1)


def test_a_doctest_can_show_one(project):
    write(project, '''
        def example():
            """
            >>> from reach import connect
            >>> connect()
            Traceback (most recent call last):
                ...
            hermetic.PolicyViolation: network disabled: ...
            """
    ''', "documented")
    flags = "doctest_optionflags=ELLIPSIS IGNORE_EXCEPTION_DETAIL"
    options = ["--doctest-modules", "-o", flags, "documented.py"]
    run(project, *options).assert_outcomes(failed=1)
    run(project, "--disable-network", *options).assert_outcomes(passed=1)


def test_violations_outside_of_tests_are_told(project):
    write(project, "from reach import attempt; attempt()\ndef test_it(): pass")
    write(project, "from reach import attempt; attempt()", "conftest")
    result = run(project, "--disable-network")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines([
        "*violations outside of tests*", "before collection: reach.py:4: network disabled*",
        "collecting test_it.py: reach.py:4: network disabled*"])


def test_a_module_that_fails_says_why(project):
    write(project, "from reach import connect; connect()\ndef test_it(): pass")
    result = run(project, "--disable-network")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["E *network disabled: connect*"])


def test_a_test_does_not_answer_for_another(project):
    write(project, """
        import pytest
        from reach import attempt

        def test_first(): attempt()

        def test_second(): pass
    """)
    run(project, "--disable-network").assert_outcomes(failed=1, passed=1)


# MARK: The rest of the run


@pytest.mark.parametrize("flags, arguments, said", [
    ([], [], None),
    ([], ["--disable-network"], "under pytest --disable-network"),
    (["--no-network"], [], None),
    (["--no-subprocess"], ["--disable-network"], "under --no-subprocess, pytest --disable-network"),
])
def test_the_header_says_what_is_in_force(project, flags, arguments, said):
    write(project, "def test_it(): pass")
    ended = run_apart(project, *arguments, flags=flags)
    if said:
        assert f"hermetic: {hermetic.__version__}, {said}\n" in ended.stdout
    else:
        assert "hermetic:" not in ended.stdout


def test_naming_the_plugin_is_no_error(project):
    write(project, CONNECTS["mark"].format(ask="disable_network"))
    write(project, "pytest_plugins = ['hermetic.pytest_plugin']", "conftest")
    run(project, "-p", "hermetic.pytest_plugin").assert_outcomes(failed=1)


def test_the_plugin_can_be_left_out(project, listener):
    write(project, CONNECTS["mark"].format(ask="disable_network"))
    run(project, "-p", "no:hermetic.pytest_plugin").assert_outcomes(passed=1)
    assert listener.count() == 1


@needs("pytest_socket")
def test_pytest_socket_keeps_its_own(project, listener):
    write(project, """
        import pytest
        import pytest_socket
        from reach import connect

        def test_option():
            with pytest.raises(pytest_socket.SocketBlockedError):
                connect()

        @pytest.mark.enable_socket
        def test_mark(): connect()

        def test_fixture(socket_enabled): connect()

        @pytest.mark.allow_hosts(["127.0.0.1"])
        def test_hosts(): connect()
    """)
    run(project, "--disable-socket", "-W", "ignore").assert_outcomes(passed=4)
    assert listener.count() == 3
    run(project, "--disable-network", "-W", "ignore").assert_outcomes(passed=3, failed=1)
    assert listener.count() == 3


# MARK: pytest-asyncio

ASYNC = """
    import asyncio
    import pytest
    import pytest_asyncio
    import hermetic

    async def connect():
        _, writer = await asyncio.open_connection("127.0.0.1", {port})
        writer.close()

    @pytest_asyncio.fixture
    async def value():
        {fixture}
        yield
        {fixture}

    {strict}
    @pytest.mark.{mark}
    async def test_it(value):
        {body}
"""


@needs("pytest_asyncio")
@pytest.mark.parametrize("mode", ["strict", "auto"])
def test_async_tests_and_fixtures_are_held(project, listener, mode):
    strict = "@pytest.mark.asyncio" if mode == "strict" else ""
    options = ["-o", f"asyncio_mode={mode}", "-W", "ignore"]

    def attempt(mark, body, fixture):
        write(project, ASYNC.format(
            mark=mark, body=body, fixture=fixture, strict=strict, port=listener.port))
        return run(project, *options)

    attempt("some_mark", "await connect()", "await connect()").assert_outcomes(passed=1)
    assert listener.count() == 3
    expecting = "with pytest.raises(hermetic.PolicyViolation): await connect()"
    attempt("disable_network", expecting, expecting).assert_outcomes(passed=1)
    task = "with pytest.raises(PermissionError): await asyncio.create_task(connect())"
    attempt("disable_network", task, "pass").assert_outcomes(passed=1)
    attempt("disable_network", "await connect()", "pass").assert_outcomes(failed=1)
    swallowing = "await asyncio.gather(connect(), return_exceptions=True)"
    attempt("disable_network", swallowing, "pass").assert_outcomes(failed=1)
    assert listener.count() == 0


# MARK: pytest-xdist


@needs("xdist")
@pytest.mark.parametrize("flags, arguments, ask", [
    (["--no-network"], [], "some_mark"), ([], ["--disable-network"], "some_mark"),
    ([], [], "disable_network")])
def test_workers_are_held_too(project, listener, flags, arguments, ask):
    write(project, CONNECTS["mark"].format(ask="some_mark"))
    ended = run_apart(project, "-n", "2")
    assert ended.returncode == 0, ended.stdout
    assert listener.count() == 1
    write(project, CONNECTS["mark"].format(ask=ask))
    ended = run_apart(project, "-n", "2", *arguments, flags=flags)
    assert ended.returncode == 1, ended.stdout
    assert "network disabled: connect(127.0.0.1" in ended.stdout
    assert listener.count() == 0


@needs("xdist")
def test_workers_tell_what_they_see(project):
    write(project, """
        from reach import attempt
        attempt()
        def test_it(): attempt()
    """)
    ended = run_apart(project, "-n", "1", "--disable-network")
    assert ended.returncode == 1, ended.stdout
    assert "swallowed by the test" in ended.stdout
    assert "collecting test_it.py: reach.py:4: network disabled" in ended.stdout


@needs("xdist")
def test_wrong_marks_are_told_by_workers_too(project):
    write(project, CONNECTS["mark"].format(ask="allow_hosts(3)"))
    ended = run_apart(project, "-n", "1")
    assert ended.returncode == 1, ended.stdout
    assert "test_it.py::test_it: allow_hosts takes a list of hosts" in ended.stdout


@needs("xdist")
@pytest.mark.parametrize("command", [None, []])
def test_workers_outside_of_hermetic_are_refused(project, listener, monkeypatch, command):
    monkeypatch.setattr(hermetic, "_command", command)
    write(project, CONNECTS["mark"].format(ask="disable_network"))
    result = run(project, "-n", "1")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*workers would run outside of hermetic*"])
    assert listener.count() == 0


@needs("xdist")
@pytest.mark.parametrize("arguments, flags, said", [
    (["--dist", "load", "--tx", "ssh=nowhere"], [], "would run outside of hermetic"),
    (["-f"], [], "outside of hermetic"),
    (["-n", "1"], ["--no-subprocess"], "which the policy refuses"),
])
def test_other_ways_to_leave_are_refused(project, listener, arguments, flags, said):
    write(project, CONNECTS["mark"].format(ask="disable_network"))
    ended = run_apart(project, *arguments, flags=flags)
    assert ended.returncode == pytest.ExitCode.USAGE_ERROR, ended.stdout
    assert said in ended.stdout
    assert listener.count() == 0
