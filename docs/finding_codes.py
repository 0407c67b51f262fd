"""Write down every code that a finding of the gate can have, from the code and the suites.

In: `src/trustbook/` and `expectations/`. Out: `docs/reference/finding-codes.md`. Run it after a change to either:
`python docs/finding_codes.py`. A test holds the page to what this writes, so that renaming a code is seen in review.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from trustbook.checks.suites import RECONCILIATIONS, read_suite
from trustbook.config.words import Words, in_own_words
from trustbook.papers import pdf_file

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "finding-codes.md"
SOURCE = ROOT / "src" / "trustbook"
READING = ("data", "core/incoming.py")
"""Where what cannot be read is made."""
PAPERS = ("papers",)
"""Where papers are read: what cannot be read of them is made with ReturnError alone."""
NOT_OF_A_RETURN = ("data/published",)
"""Errors of a command, which are no findings."""
RECONCILED = ("checks", "chapters")
HEAD = """# Codes of findings

Each finding of the gate has a code, which stays when its words and figures change, and a key, which tells it from
others of its code: the row by what tells rows apart, a heading, a dataset. Together they are what an acknowledgement
names: `savings.stated_total@S07`. In a code, `<…>` is the name of a dataset, a column or a measure; in a sentence, …
is what the finding says of its place.

What two amounts must agree in also has the codes with `.incomplete` (a cell is missing beside which they would) and
`.within_rounding` at the end. A chapter of a workspace adds codes of its own.

Made by `python docs/finding_codes.py`.
"""


@dataclass(frozen=True, order=True)
class Code:
    """A code, the words that go with it, and where it is made."""

    code: str
    words: str
    where: str


@dataclass(frozen=True)
class Call:
    """How a function is told a code: by which argument, by place or by name, and what comes before it."""

    name: str
    code: int | str
    words: int | str
    before: str = ""


READ = (
    Call("ReturnError", "code", 0, "reading."),
    Call("kind", "code", 0, "reading."),
    Call("Correction", 0, 1, "reading.mended."),
    Call("Doubt", 0, 1, "reading."),
    Call("_refuse", 1, 2, "reading."),
    Call("not_a_workbook", "code", 0, "reading."),
)
_OTHER = "no_workbook"
"""The code that `not_a_workbook` has by itself."""
_NO_WORKBOOK = "it is not a workbook that can be read: it is …"
DECLARED = (
    Call("Reconciliation", "rule", "sentence"),
    Call("doubt", "rule", 2),
    Call("refusal", "rule", 2),
    Call("_reconciliation", 3, 4, "<dataset>."),
    Call("_wrong", 3, 4),
    Call("_line_holds", "rule", "sentence"),
)
TRUST = Words()
"""The words of a body, where a sentence has them."""
PASSED_ON = ("code", "CODES[kind]", "rule", "error.code", "mend.code", "doubt.code", "f'{table.schema.name}.{rule}'")
"""What stands for a code where a function hands on what it was given."""


class UncodedError(Exception):
    """A finding that is made without a code."""


def of_reading() -> list[Code]:
    """Give the codes of what cannot be read, was mended, or is doubted as it stands."""
    found = [each for path in _modules(READING) for each in _of_module(path, READ)]
    tree = ast.parse((SOURCE / "data" / "workbooks" / "cells.py").read_text(encoding="utf-8"))
    broken = next(each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) and each.name == "_broken")
    for each in ast.walk(broken):
        if isinstance(each, ast.Return) and isinstance(each.value, ast.Tuple):
            code, words, *_ = each.value.elts
            found.append(Code(f"reading.{_words(code)}", _words(words), "data/workbooks/cells.py"))
    found = [replace(each, words=_NO_WORKBOOK) if each.code == f"reading.{_OTHER}" else each for each in found]
    found += _of_papers({each.code for each in found})
    return sorted({*found, Code("reading.passed_over", "it was not read: it is …", "checks/findings.py")})


def _of_papers(known: set[str]) -> list[Code]:
    """Give the codes of papers that cannot be read, besides those that a file of a return may have as well."""
    found = [each for path in _modules(PAPERS) for each in _of_module(path, READ[:1])]
    found += [Code(f"reading.{each}", "it cannot be read: …", "papers/pdf_file.py") for each in pdf_file.CODES.values()]
    return [each for each in found if each.code not in known]


def of_reconciliations() -> list[Code]:
    """Give the codes of what must agree, and of what is doubted by what was before it."""
    return sorted(each for path in _modules(RECONCILED) for each in _of_module(path, DECLARED))


def of_rules() -> list[Code]:
    """Give the codes of the rules of the suites."""
    found: list[Code] = []
    for path in sorted((ROOT / "expectations").glob("*.json")):
        shown = f"expectations/{path.name}"
        suite = read_suite(path, shown)
        if suite.name != RECONCILIATIONS:
            found += [Code(suite.code(rule), in_own_words(rule.meta.sentence), shown) for rule in suite.expectations]
    return sorted(found)


def of_acknowledgements() -> list[Code]:
    """Give the codes of acknowledgements that are refused."""
    path = SOURCE / "checks" / "acknowledgements.py"
    found = []
    for each in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Tuple) and len(each.value.elts) > 1:
            code, words = (_words(part) for part in each.value.elts[:2])
            if code.startswith("acknowledged."):
                found.append(Code(code, words, "checks/acknowledgements.py"))
    return sorted(found)


def page() -> str:
    """Write the page."""
    parts = [HEAD]
    for title, codes in (
        ("What is read", of_reading()),
        ("Rules of the suites", of_rules()),
        ("What must agree, and what is doubted", of_reconciliations()),
        ("Acknowledgements", of_acknowledgements()),
    ):
        lines = [f"| `{each.code}` | {each.words} | `{each.where}` |" for each in codes]
        parts.append("\n".join([f"## {title}\n", "| code | what is said | made in |", "|---|---|---|", *lines, ""]))
    return "\n".join(parts)


def _modules(rooms: tuple[str, ...]) -> Iterator[Path]:
    for room in rooms:
        place = SOURCE / room
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            if not path.relative_to(SOURCE).as_posix().startswith(NOT_OF_A_RETURN):
                yield path


def _of_module(path: Path, calls: tuple[Call, ...]) -> Iterator[Code]:
    known = {each.name: each for each in calls}
    where = path.relative_to(SOURCE).as_posix()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called not in known or any(isinstance(each, ast.Starred) for each in node.args):
            continue
        call = known[called]
        code = _argument(node, call.code)
        if code is None and called == "not_a_workbook":
            code = ast.Constant(_OTHER)
        if code is None:
            raise UncodedError(f"{where}, line {node.lineno}: {called} has no {call.code}")
        if ast.unparse(code) not in PASSED_ON:
            words = _argument(node, call.words)
            yield Code(f"{call.before}{_code(code)}", "" if words is None else _words(words), where)


def _argument(node: ast.Call, name: int | str) -> ast.expr | None:
    if isinstance(name, int):
        return node.args[name] if len(node.args) > name else None
    return next((each.value for each in node.keywords if each.arg == name), None)


def _code(node: ast.expr) -> str:
    """A code as it is written; what is filled in stands in angle brackets."""
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else f"<{ast.unparse(part.value)}>"
            for part in node.values
            if isinstance(part, (ast.Constant, ast.FormattedValue))
        )
    return str(ast.literal_eval(node))


def _words(node: ast.expr) -> str:
    """A sentence as far as the code has it: what is filled in is an ellipsis, or a word of the body."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else _filled_in(part) for part in node.values)
    if isinstance(node, ast.IfExp):
        return _words(node.body)
    if isinstance(node, ast.BinOp):
        return _words(node.left) + _words(node.right)
    return "…"


def _filled_in(part: ast.expr) -> str:
    """A word of the body, or an ellipsis."""
    of = part.value if isinstance(part, ast.FormattedValue) else None
    own = isinstance(of, ast.Attribute) and ast.unparse(of.value) == "words()"
    return str(getattr(TRUST, of.attr)) if own and isinstance(of, ast.Attribute) else "…"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
