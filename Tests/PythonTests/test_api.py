"""Names, arguments and errors of the Python API, and that the examples of its documentation are true."""

import ast
import copy
import dataclasses
import doctest
import importlib
import inspect
import os
import pickle
import subprocess
import sys

import hermetic
import hermetic.blocker
import hermetic.errors
import hermetic.profiles
import pytest
from hermetic.blocker import BlockConfig
from hermetic.profiles import PROFILES, GuardConfig, apply_profile

PUBLIC = [getattr(hermetic, name) for name in hermetic.__all__ if name != "__version__"] + [
    BlockConfig, BlockConfig.from_kwargs, BlockConfig.merged_with, GuardConfig, apply_profile]


@pytest.mark.parametrize("thing", PUBLIC, ids=lambda thing: getattr(thing, "__qualname__", str(thing)))
def test_examples(thing):
    finder = doctest.DocTestFinder(recurse=False)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    cases = [case for case in finder.find(thing, "thing", module=False, globs={}) if case.examples]
    needs = thing not in (hermetic.HermeticError, hermetic.BootstrapError)
    assert bool(cases) == needs, "each public name has an example"
    for case in cases:
        runner.run(case)
    assert runner.failures == 0


def test_names():
    assert {"hermetic_blocker", "with_hermetic", "__version__"} <= set(hermetic.__all__)
    assert hermetic.PolicyViolation is hermetic.errors.PolicyViolation
    assert issubclass(hermetic.PolicyViolation, hermetic.HermeticError)
    assert issubclass(hermetic.errors.BootstrapError, hermetic.errors.HermeticError)
    assert importlib.import_module("hermetic.blocker").hermetic_blocker is hermetic.hermetic_blocker


def test_stubs(tmp_path):
    """The types say what there is: each public name, with the parameters that it has."""
    written = subprocess.run(
        [hermetic._command[0], "stubs", str(tmp_path / "typings")], capture_output=True, text=True)
    folder = tmp_path / "typings" / "hermetic"
    assert written.stdout.strip() == str(folder)
    assert sorted(os.listdir(folder)) == [
        "__init__.pyi", "blocker.pyi", "errors.pyi", "profiles.pyi", "py.typed"]
    stubs = {}
    for name, module in (("__init__", hermetic), ("blocker", hermetic.blocker),
                         ("profiles", hermetic.profiles)):
        for node in ast.parse((folder / f"{name}.pyi").read_text()).body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
                stubs[node.name] = node, getattr(module, node.name)
    assert set(hermetic.__all__) - set(stubs) == {"__version__"}
    for name, (node, thing) in stubs.items():
        if isinstance(node, ast.ClassDef):
            made = [inner for inner in node.body
                    if isinstance(inner, ast.FunctionDef) and inner.name == "__init__"]
            if not made:
                continue
            (node,) = made
        given = node.args
        told = [argument.arg for argument in given.posonlyargs + given.args + given.kwonlyargs]
        parameters = inspect.signature(thing).parameters.values()
        real = [parameter.name for parameter in parameters
                if parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)]
        if name == "scope":
            # Its keywords are the options'.
            with hermetic.scope(**{word: None for word in told[3:]}):
                real += told[3:]
            real = ["self"] + real
        elif isinstance(thing, type):
            real = ["self"] + real
        assert sorted(told) == sorted(real), name


def test_arguments():
    names = list(inspect.signature(hermetic.hermetic_blocker).parameters)
    assert names[:-1] == ["_config"] + [field.name for field in dataclasses.fields(BlockConfig)] + [
        "profile"]
    assert names[-1] == "scope"


@pytest.mark.parametrize("arguments, keywords, error, words", [
    ((3,), {}, TypeError, "must be a BlockConfig, got int"),
    ((), {"profile": "none"}, ValueError, "Unknown hermetic profile: 'none'"),
    ((), {"no_network": True}, TypeError, "unexpected keyword argument 'no_network'"),
    ((), {"block_network": True, "allow_domains": ["a b"]}, ValueError, "'a b'"),
    ((), {"scope": "thread"}, ValueError, "'process' or 'context'"),
])
def test_wrong_arguments(arguments, keywords, error, words):
    for make in (hermetic.hermetic_blocker, hermetic.with_hermetic):
        with pytest.raises(error, match=words.replace("(", "\\(")):
            make(*arguments, **keywords)


@pytest.mark.parametrize("keywords, error, words", [
    ({"block_nothing": True}, TypeError, "block_nothing"),
    ({"block_nothing": False}, TypeError, "block_nothing"),
    ({"grantable": ["domain:a.org"]}, TypeError, "grantable"),
    ({"timeout": "5"}, TypeError, "'timeout': it is of the whole run, --timeout"),
    ({"block_network": True, "across": "world"}, ValueError, "'context' or 'process'"),
    ({"sealed": True}, ValueError, "sealed"),
    ({"allow_domains": [3]}, TypeError, "not int"),
    ({"allow_read": ["a\0b"]}, ValueError, "null"),
])
def test_wrong_scopes(keywords, error, words):
    with pytest.raises(error, match=words):
        hermetic.scope(**keywords)


def test_config():
    config = BlockConfig.from_kwargs(no_network=True, allow_domains=["a"])
    both = config | BlockConfig(fs_readonly=True, allow_domains=["b", "a"], fs_root="/x")
    assert both == config.merged_with(BlockConfig(True, False, True, "/x", allow_domains=["b", "a"]))
    assert both.allow_domains == ["a", "b"] and both.fs_root == "/x"
    assert copy.deepcopy(both) == both == pickle.loads(pickle.dumps(both))
    with pytest.raises(TypeError, match="Unknown argument: foo"):
        BlockConfig.from_kwargs(foo=1)
    with pytest.raises(TypeError, match="unhashable"):
        hash(config)


def test_profiles():
    assert list(PROFILES) == [
        "block-all", "net-hermetic", "exec-deny", "fs-readonly", "block-native"]
    assert apply_profile(GuardConfig(), "net-hermetic") == GuardConfig(
        no_network=True, allow_localhost=True)
    assert PROFILES["block-all"].block_environment
    with pytest.raises(SystemExit, match="unknown profile: x"):
        apply_profile(GuardConfig(), "x")


def test_blocker_object():
    config = BlockConfig(block_subprocess=True)
    blocker = hermetic.hermetic_blocker(config)
    assert blocker.cfg is config
    for _ in range(2):
        with blocker as given:
            assert given is blocker
            with pytest.raises(hermetic.PolicyViolation) as raised:
                os.system("true")
    assert raised.value.guard == "subprocess"
    assert raised.value.caller[0] == __file__
    assert f"{__file__}:" in raised.value.rule and "block_subprocess=True" in raised.value.rule
    assert blocker.__exit__(None, None, None) is None
    assert pickle.loads(pickle.dumps(blocker)).cfg == config


def test_trace(capsys):
    with hermetic.hermetic_blocker(block_subprocess=True, trace=True):
        with pytest.raises(hermetic.PolicyViolation):
            os.system("true")
    assert capsys.readouterr().err.startswith("[hermetic] blocked subprocess disabled")
    with hermetic.hermetic_blocker(block_subprocess=True):
        with pytest.raises(hermetic.PolicyViolation):
            os.system("true")
    assert capsys.readouterr().err == ""


# MARK: Asking and watching


def test_check(tmp_path):
    with hermetic.scope(
            block_network=True, allow_domains=["example.com:443", "10.0.0.0/8"], fs_readonly=True,
            allow_env=["A*"], deny_imports=["telnetlib"], allow_write=[tmp_path / "out"]):
        with hermetic.permit("example.com"):
            assert hermetic.check("connect", "example.com:443")
            assert not hermetic.check("connect", "example.com:80")
            assert hermetic.check("resolve", "www.example.com")
        assert not hermetic.check("connect", "example.org:443")
        assert hermetic.check("write", tmp_path / "out" / "a")
        assert not hermetic.check("write", tmp_path / "in")
        assert hermetic.check("env", "AB") and not hermetic.check("env", "B")
        refused = hermetic.check("import", "telnetlib.sub")
        assert not refused and "deny_imports" in refused.rule
        assert hermetic.check("import", "json")
    count = len(hermetic.violations())
    hermetic.check("write", "/etc/passwd")
    assert len(hermetic.violations()) == count, "asking is no violation"
    for action, resource in (("fly", "x"), ("connect", "a b"), ("connect", "10.0.0.0/8")):
        with pytest.raises(ValueError):
            hermetic.check(action, resource)


def test_policy():
    here = [rule for rule in hermetic.policy() if rule.effect == "grantable"]
    assert any(rule.resource == "domain:example.com" for rule in here)
    assert "--grantable domain:example.com" in [rule.origin for rule in here]
    with hermetic.scope(block_subprocess=True, deny_write=["/nowhere"]):
        rules = hermetic.policy()
    (spawn,) = [rule for rule in rules if "spawn" in rule.actions]
    assert (spawn.effect, spawn.resource) == ("refuse", None) and __file__ in spawn.origin
    (write,) = [rule for rule in rules if rule.resource == "/nowhere"]
    assert write.actions == ("writeFile",) and 'deny_write="/nowhere"' in write.origin


def test_violations():
    code = """if True:
        import hermetic, os
        with hermetic.scope(block_subprocess=True):
            for _ in range(3):
                try: os.system("true")
                except hermetic.PolicyViolation: pass
        [one] = hermetic.violations()
        print(one.message, one.count, one.rule, *one.caller, sep="|")
    """
    assert run(code).stdout == (
        "subprocess disabled: sh|3|<string>:3: block_subprocess=True|<string>|5|<module>\n")


def test_observers(monkeypatch):
    seen, broken = [], []
    monkeypatch.setattr(sys, "unraisablehook", lambda what: broken.append(what.exc_value))

    @hermetic.on_violation
    def observe(violation):
        seen.append(violation)
        # Its own does not call it again.
        with pytest.raises(hermetic.PolicyViolation):
            os.system("true")

    @hermetic.on_violation
    def fail(violation):
        raise KeyError

    with hermetic.scope(block_subprocess=True):
        with pytest.raises(hermetic.PolicyViolation) as raised:
            os.system("true")
        assert seen == [raised.value]
        assert [type(error) for error in broken] == [KeyError]
        observe.remove()
        fail.remove()
        with pytest.raises(hermetic.PolicyViolation):
            os.system("true")
    assert len(seen) == 1
    with pytest.raises(TypeError):
        hermetic.on_violation(3)


# MARK: Grants


def run(code, *flags, **environment):
    return subprocess.run(
        [hermetic._command[0], "--launch", os.environ["HERMETIC_TEST_LAUNCH"], *flags, "--",
         sys.executable, "-c", code],
        capture_output=True, text=True, timeout=60, env={**os.environ, **environment})


def test_no_ceiling():
    outcome = run("import hermetic; hermetic.permit('example.com')")
    assert "ValueError" in outcome.stderr and "--grantable" in outcome.stderr


@pytest.mark.parametrize("wanted", [
    {"domains": ["example.org"]}, {"domains": ["10.0.0.1"]}, {"read": "/etc/shadow"}, {"env": "HOME"},
    {"command": "true"}, {"native": "numpy"}])
def test_beyond_the_ceiling(wanted):
    wanted = dict(wanted)
    with pytest.raises(ValueError, match="not grantable"):
        hermetic.permit(*wanted.pop("domains", ()), **wanted)


def test_links_lead_nowhere_else(tmp_path):
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.write_text("x")
    (inside / "link").symlink_to(outside)
    code = f"""if True:
        import hermetic
        try:
            with hermetic.permit(read={str(inside / "link")!r}): print(open({str(outside)!r}).read())
        except (ValueError, PermissionError) as error: print(type(error).__name__)
    """
    assert run(code, "--grantable", f"read:{inside}").stdout == "ValueError\n"


def test_private_parts_grant_nothing():
    for options, process, sealed in (
            ((("deny_read", ("/nonexistent",)),), False, False), ((("hide_secrets", ()),), False, False)):
        made = object.__new__(hermetic.permit)
        with pytest.raises(TypeError):
            made._configure(options, True, process, sealed, "f", 1, False)
    made = object.__new__(hermetic.permit)
    made._configure((("allow_domains", ("example.com",)),), True, True, True, "f", 1, False)
    with made:
        pass
    assert not hermetic.check("resolve", "example.com")
    for wrong in ((print, 5, 6), (print, (), 6), (print,)):
        with pytest.raises((TypeError, IndexError)):
            hermetic._put_off(wrong)()
    for wrong in (3, object(), type("T", (), {"__module__": "_asyncio"})):
        assert hermetic._follow_tasks(wrong) is None

    class Pretender:
        cr_frame = gi_frame = 3.25

    hermetic._follow(Pretender())


def test_nothing_to_permit():
    with pytest.raises(TypeError):
        hermetic.permit()


def test_kinds(tmp_path):
    secret, out = tmp_path / "secret", tmp_path / "out"
    secret.write_text("x")
    code = f"""if True:
        import hermetic, os, subprocess
        def tried(function):
            try: return bool(function())
            except (OSError, KeyError): return False
        read = lambda: tried(lambda: open({str(secret)!r}).read())
        write = lambda: tried(lambda: open({str(out)!r}, "w"))
        env = lambda: tried(lambda: os.environ["TOKEN"])
        command = lambda: tried(lambda: subprocess.run(["true"]).returncode == 0)
        inherited = lambda: b"sesame" in open("/proc/self/environ", "rb").read()
        print(read(), write(), env(), command(), inherited())
        with hermetic.permit(read={str(secret)!r}): print(read(), write(), env(), command())
        with hermetic.permit(write={str(out)!r}): print(write(), env(), command())
        with hermetic.permit(env="TOKEN"): print(env(), "TOKEN" in list(os.environ), command())
        with hermetic.permit(command="true"): print(env(), command())
        print(read(), write(), env(), command())
    """
    outcome = run(
        code, "--grantable", f"read:{tmp_path}", "--grantable", f"write:{out}", "--grantable",
        "env:TOK*", "--grantable", "command:true", TOKEN="sesame")
    assert outcome.stdout.splitlines() == [
        "False False False False False", "True False False False", "True False False",
        "True True False", "False True", "False False False False"], outcome.stderr


def test_only_named_modules(tmp_path):
    (tmp_path / "trusted.py").write_text(
        "import hermetic\n"
        "def ask(then):\n"
        "    with hermetic.permit(env='TOKEN'):\n"
        "        return then()\n"
        "@hermetic.permit(env='TOKEN')\n"
        "def decorated(then):\n"
        "    return then()\n")
    (tmp_path / "main.py").write_text("""if True:
        import os, sys, trusted, hermetic
        get = lambda: os.environ.get("TOKEN")
        print(trusted.ask(get), trusted.decorated(get), get())
        def attempt(function):
            try: return function()
            except (ValueError, RuntimeError, hermetic.PolicyViolation) as error: return type(error).__name__
        def direct():
            with hermetic.permit(env="TOKEN"): return get()
        def pretend():
            exec("import hermetic\\nwith hermetic.permit(env='TOKEN'): answer = get()",
                 vars(trusted) | {"get": get} if sys.version_info >= (3, 9) else vars(trusted))
        def forged():
            code = compile("import hermetic\\nwith hermetic.permit(env='TOKEN'): answer = get()",
                           trusted.__file__, "exec")
            space = {"get": get}
            exec(code, space)
            return space["answer"]
        print(attempt(direct), attempt(pretend), attempt(forged))
    """)
    outcome = subprocess.run(
        [hermetic._command[0], "--launch", os.environ["HERMETIC_TEST_LAUNCH"], "--grantable",
         "env:TOKEN", "--grantable", "module:trusted", "--", sys.executable, str(tmp_path / "main.py")],
        capture_output=True, text=True, timeout=60, env={**os.environ, "TOKEN": "sesame"})
    first, second = outcome.stdout.splitlines() or ("", outcome.stderr)
    assert first == "sesame sesame None"
    assert "sesame" not in second and len(second.split()) == 3, outcome.stderr
