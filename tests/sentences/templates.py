"""Find every sentence template: the strings of the library that a person may read, and the prose of the book's pages.

In: the source, read and never run. Out: `Template`s, each with the place it stands and a pattern for what it makes.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "trustbook"
FEWEST_WORDS = 3
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_FIELD = re.compile(r"\{[^{}]*\}")
_NO_PROSE = re.compile(r"^\s*[<#@.\\^(\[]|\\[bdsw]|^[a-z_]+(, [a-z_]+)+$|^SELECT |</|\(\?")
_ANY = "…"


@dataclass(frozen=True)
class Template:
    """A template as a person would read it, `…` for what is filled in; where it stands; what it can make."""

    words: str
    place: str
    line: int
    longest: str
    pattern: re.Pattern[str]

    def is_in(self, text: str) -> bool:
        """Whether a text has the words of the template in it, in their order."""
        return self.longest in text and self.pattern.search(text) is not None


def of_the_library() -> Iterator[Template]:
    """Yield the templates of each module, in the order of their files and lines."""
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {id(each) for each in _docstrings(tree)}
        for node in _strings(tree):
            if id(node) not in docstrings and (made := _template(node, path.relative_to(SOURCE).as_posix())):
                yield made


def _docstrings(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield strings that stand alone as statements: what the code says of itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant | ast.JoinedStr):
            yield node.value


def _strings(node: ast.AST) -> Iterator[ast.Constant | ast.JoinedStr]:
    """Yield whole strings, and those in their fields."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.JoinedStr):
            yield child
            for piece in child.values:
                if isinstance(piece, ast.FormattedValue):
                    yield from _strings(piece)
        elif isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child
        else:
            yield from _strings(child)


def _template(node: ast.Constant | ast.JoinedStr, place: str) -> Template | None:
    pieces = node.values if isinstance(node, ast.JoinedStr) else [node]
    text = "".join(str(each.value) if isinstance(each, ast.Constant) else "{}" for each in pieces)
    if _NO_PROSE.search(text) or len(_WORD.findall(_FIELD.sub("", text))) < FEWEST_WORDS or " " not in text.strip():
        return None
    parts = _FIELD.split(" ".join(text.split()))
    pattern = re.compile(r".{0,160}?".join(map(re.escape, parts)))
    return Template(_ANY.join(parts), place, node.lineno, max(parts, key=len), pattern)
