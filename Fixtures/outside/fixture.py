"""A fixture: a folder with a program, hermetic's flags and what must come of it."""
import json
import os
import re
import shlex
from pathlib import Path

CASES = Path(__file__).resolve().parent.parent / "cases"
KINDS = ("refuses", "allows", "future")
KEYS = {
    "kind", "actions", "status", "violations", "stdout", "files", "arrived", "mayArrive", "bare",
    "python", "needs", "interpreter", "arguments", "env", "inherit", "neighbour", "note",
}
BLOCKED = "hermetic: blocked action: "
# A port that the kernel chose differs from run to run.
EPHEMERAL = re.compile(r":(3[2-9]\d{3}|[45]\d{4}|60\d{3})\b")
COUNT = re.compile(r" \(\d+ times\)$")


class Fixture:
    """What `expected.json` says, checked as it is read."""

    def __init__(self, folder):
        self.folder = folder
        self.name = str(folder.relative_to(CASES))
        expected = json.loads((folder / "expected.json").read_text("utf-8"))
        unknown = set(expected) - KEYS
        bare = expected.get("bare", {})
        if unknown:
            raise ValueError(f"{self.name}: unknown keys: {', '.join(sorted(unknown))}")
        if expected["kind"] not in KINDS:
            raise ValueError(f"{self.name}: unknown kind '{expected['kind']}'")
        if expected["kind"] != "allows" and not (bare.get("arrived") or bare.get("stdout") or bare.get("files")):
            raise ValueError(f"{self.name}: nothing shows that the attack succeeds without a policy")
        self.kind = expected["kind"]
        self.actions = expected.get("actions", [])
        self.flags = shlex.split((folder / "flags").read_text("utf-8"))
        self.status = expected.get("status", 77 if self.kind == "refuses" else 0)
        self.violations = expected.get("violations", [])
        self.stdout = expected.get("stdout")
        self.files = expected.get("files", {})
        self.arrived = expected.get("arrived", [])
        self.may_arrive = expected.get("mayArrive", [])
        self.bare_status = bare.get("status", 0)
        self.bare_arrived = bare.get("arrived", self.arrived if self.kind == "allows" else [])
        self.bare_stdout = bare.get("stdout", self.stdout if self.kind == "allows" else None)
        self.bare_files = bare.get("files", self.files if self.kind == "allows" else {})
        self.python = expected.get("python", "")
        self.needs = expected.get("needs", [])
        self.interpreter = expected.get("interpreter", [])
        self.arguments = expected.get("arguments", ["main.py"])
        self.environment = expected.get("env", {})
        self.inherit = expected.get("inherit", [])
        self.neighbour = expected.get("neighbour", False)

    def serves(self, version):
        """Whether `python` (such as `>=3.11, <3.14`) takes in this version, a pair of numbers."""
        for part in filter(None, re.split(r"[,\s]+", self.python)):
            operator, text = re.fullmatch(r"(>=|<=|==|<|>)(\d+\.\d+)", part).groups()
            other = tuple(map(int, text.split(".")))
            order = (version > other) - (version < other)
            if not {">=": order >= 0, "<=": order <= 0, "==": order == 0, "<": order < 0, ">": order > 0}[operator]:
                return False
        return True

    def judge_bare(self, outcome):
        """What is wrong with a run under no policy."""
        yield from compare("status", self.bare_status, outcome.status)
        yield from missing("arrived", self.bare_arrived, outcome.arrived, outcome.places)
        if self.bare_stdout is not None:
            yield from compare("stdout", self.bare_stdout, outcome.stdout)
        yield from self.differ(self.bare_files, outcome)

    def judge(self, outcome, bare):
        """What is wrong with a run under the policy. `bare` is the run of the same program without it."""
        places = outcome.places
        yield from compare("status", self.status, outcome.status)
        if self.stdout is not None:
            yield from compare("stdout", self.stdout, outcome.stdout)
        if self.violations is not None:
            yield from missing("violations", self.violations, outcome.violations, places)
            yield from surplus("violations", self.violations, outcome.violations, places)
        yield from self.differ(self.files, outcome)
        yield from missing("arrived", self.arrived, outcome.arrived, places)
        if self.kind == "allows":
            same = [
                sorted(EPHEMERAL.sub(":chosen", text) for text in each.arrived if not any(matches(one, text, each.places) for one in self.may_arrive))
                for each in (bare, outcome)
            ]
            if self.stdout is None:
                yield from compare("stdout", bare.stdout, outcome.stdout)
            yield from compare("arrived", *same)
        else:
            yield from surplus("arrived", self.arrived + self.may_arrive, outcome.arrived, places)

    @staticmethod
    def differ(files, outcome):
        """Which of `files` is not what it should be."""
        for path, expected in files.items():
            found = outcome.files[path]
            if expected == "*" and found is not None:
                continue
            yield from compare(f"file {path}", place(expected, outcome.places) if isinstance(expected, str) else expected, found)

    def examine(self, places):
        """What each file that the fixture speaks of is now: its content, or of it what the fixture asks for; None where there is none."""
        return {
            path: look(os.path.join(places["scratch"], "case", place(path, places)), expected)
            for path, expected in {**self.bare_files, **self.files}.items()
        }


class Outcome:
    """What a run came to."""

    def __init__(self, status, stdout, stderr, files, arrived, places):
        self.status, self.stdout, self.stderr, self.files, self.arrived = status, stdout, stderr, files, arrived
        self.places = places

    @property
    def violations(self):
        """The closing lines, without the count of how often each happened."""
        return [COUNT.sub("", line[len(BLOCKED):]) for line in self.stderr.splitlines() if line.startswith(BLOCKED)]


def matches(pattern, text, places):
    """`re:` starts a regular expression for all of `text`; another pattern is equal to it or to what comes before its bytes."""
    if pattern.startswith("re:"):
        return re.fullmatch(place(pattern[3:], places, re.escape), text) is not None
    pattern = place(pattern, places)
    return text == pattern or text.startswith(pattern + " ")


def look(path, expected):
    """A file's content; its fields of lstat(2) and extended attributes that `expected` names; None where there is none."""
    if not os.path.lexists(path):
        return None
    if isinstance(expected, dict):
        status = os.lstat(path)
        return {key: getattr(status, key) if key.startswith("st_") else attribute(path, key) for key in expected}
    if not os.path.isfile(path):
        return "not a file"
    with open(path, "rb") as file:
        return file.read().decode("utf-8", "backslashreplace")


def attribute(path, name):
    try:
        return os.getxattr(path, name).decode()
    except OSError:
        return None


def place(text, places, written=str):
    """`text` with `{scratch}`, `{services}` and `{python}` filled in."""
    for name, value in places.items():
        text = text.replace("{" + name + "}", written(value))
    return text


def missing(what, patterns, texts, places):
    for pattern in patterns:
        if not any(matches(pattern, text, places) for text in texts):
            yield f"{what}: no {pattern!r} in {texts}"


def surplus(what, patterns, texts, places):
    for text in dict.fromkeys(texts):
        if not any(matches(pattern, text, places) for pattern in patterns):
            yield f"{what}: unexpected {text!r}"


def compare(what, expected, found):
    allowed = expected if isinstance(expected, list) and not isinstance(found, list) else [expected]
    if found not in allowed:
        yield f"{what}: expected {expected!r}, found {found!r}"


def find(patterns):
    """The fixtures whose name holds one of `patterns`, or all."""
    folders = sorted(path.parent for path in CASES.glob("*/*/expected.json"))
    fixtures = [Fixture(folder) for folder in folders]
    unknown = [pattern for pattern in patterns if not any(pattern in fixture.name for fixture in fixtures)]
    if unknown:
        raise ValueError(f"no such case: {', '.join(unknown)}")
    exact = {fixture.name for fixture in fixtures} | {fixture.folder.name for fixture in fixtures}
    return [
        fixture for fixture in fixtures
        if not patterns or any(
            pattern in (fixture.name, fixture.folder.name) if pattern in exact else pattern in fixture.name
            for pattern in patterns)
    ]
