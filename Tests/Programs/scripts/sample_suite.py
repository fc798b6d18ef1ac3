"""A small suite for pytest: fixtures, temporary folders, subprocesses, parameters, a failure."""

import logging
import os
import subprocess
import sys
import warnings

import pytest


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shared")
    (folder / "a.txt").write_text("shared")
    yield folder
    (folder / "a.txt").unlink()


@pytest.mark.parametrize("number", [1, 2])
def test_parameters(number, shared):
    assert (shared / "a.txt").read_text() == "shared" and number


def test_temporary(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAMPLE", "1")
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "fresh_module.py").write_text("value = 3\n")
    import fresh_module
    assert fresh_module.value == 3 and os.environ["SAMPLE"] == "1"


def test_subprocess(capfd):
    subprocess.run([sys.executable, "-c", "print('child')"], check=True)
    assert capfd.readouterr().out == "child\n"


def test_logging(caplog):
    logging.getLogger("sample").warning("careful")
    assert caplog.messages == ["careful"]


def test_warning():
    with pytest.warns(DeprecationWarning):
        warnings.warn("old", DeprecationWarning)


@pytest.mark.skip(reason="always")
def test_skipped():
    pass


@pytest.mark.xfail(strict=True)
def test_expected_failure():
    raise KeyError("expected")


def test_failure():
    left, right = [1, 2, 3], [1, 2, 4]
    assert left == right
