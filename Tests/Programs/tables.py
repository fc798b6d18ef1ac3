"""The matrix as text: a table for each interpreter, and what is needed and why."""

from typing import List, Tuple

from rows import Row
from verdicts import NEEDS, WORKS


def table(matrix) -> List[str]:
    columns, rows = matrix.columns, matrix.options.rows
    titles = ["program", *("`%s`" % c.title if c.title.startswith("-") else c.title for c in columns)]
    granted = any(c.granted for c in columns)
    lines = ["| %s |" % " | ".join(titles + ["grants"] * granted),
             "|%s" % (" --- |" * (len(titles) + granted))]
    for row in rows:
        cells = [str(matrix.cells[row.name, c.title]) for c in columns]
        grants = ["<br>".join("`%s`" % shown(g) for g in row.grants) or "none"] * granted
        lines.append("| %s |" % " | ".join([row.name, *cells, *grants]))
    totals = []
    for column in columns:
        verdicts = [matrix.cells[row.name, column.title].verdict for row in rows]
        works, needs = verdicts.count(WORKS), verdicts.count(NEEDS)
        totals.append("**%d of %d**" % (works, len(rows)) + (" + %d" % needs if needs else ""))
    lines.append("| **works** (+ needs it) | %s |" % " | ".join(totals + [""] * granted))
    return lines


def shown(grant: str) -> str:
    return grant.format(run="RUN", work="WORK", tmp="TMP", home="~")


def reasons(rows: List[Row]) -> List[str]:
    lines = []
    for row in rows:
        for family, reason in row.needs.items():
            lines.append("- %s, %s: %s." % (row.name, family, reason))
        if row.granted:
            lines.append("- %s with its grants is run as `%s`: %s." % (
                row.name, row.granted, row.why_granted))
    return lines


PREFACE = """# What runs under which policy

Written by `make matrix MATRIX=--write`. Each cell is a run of the real program beside a bare run:
*works* is the same standard output, status and files, with the number of refusals that the program
did without in parentheses; *needs it* is a run which ended with the violation, since the program
needs what is refused, for a reason given below; *FAILS* is anything else. RUN is a folder made for
the run; in it are ROOT and WORK (`RUN/work`), the working folder, TMP (`RUN/t`), which is
`$TMPDIR`, and the home folder. *block-all, logged* has `--on-violation=log`: nothing is refused,
only counted. *hermetic-seal* is version 1.0.0 under `block-all`, with `--allow-localhost` where
that is granted; to it importlib's own note of a new folder (`sys.path_importer_cache`) is a change
of the interpreter, so that nothing which imports from one runs.
"""


def document(tables: List[Tuple[str, List[str]]], rows: List[Row]) -> str:
    parts = [PREFACE]
    for title, lines in tables:
        parts.append("## %s\n\n%s\n" % (title, "\n".join(lines)))
    parts.append("## What is needed, and why\n\n%s\n" % "\n".join(reasons(rows)))
    return "\n".join(parts)
