"""Make small changes of a module's source, each of which changes what it does, as a slip of its author would.

In: the source of a module. Out: `Mutant`s, always the same ones in the same order; each gives the changed source.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

COMPARED = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
RECKONED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Div}
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}
DROPPED = {"abs", "sorted", "reversed", "round", "ceil", "floor"}
"""Functions whose result is taken to be what they were given."""
THREE = 3


@dataclass(frozen=True)
class Mutant:
    """A change: of which line, what it does, and the number of the node and of the change at that node."""

    line: int
    what: str
    node: int
    change: int


Change = tuple[str, ast.AST]
Maker = Callable[[ast.AST], Iterator[Change]]


def mutants(source: str) -> list[Mutant]:
    """List every change of a module, in the order of its text."""
    found = []
    for number, node in enumerate(_nodes(ast.parse(source))):
        for change, (what, _) in enumerate(_changes(node)):
            found.append(Mutant(getattr(node, "lineno", 0), what, number, change))
    return found


def mutated(source: str, mutant: Mutant) -> str:
    """Return the source with one change."""
    tree = ast.parse(source)
    target = _nodes(tree)[mutant.node]
    _, new = list(_changes(target))[mutant.change]
    ast.fix_missing_locations(ast.copy_location(new, target))
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is target:
                setattr(parent, name, new)
            elif isinstance(value, list):
                value[:] = [new if each is target else each for each in value]
    return ast.unparse(ast.fix_missing_locations(tree))


def _nodes(tree: ast.Module) -> list[ast.AST]:
    """List what may be changed: no texts, annotations, decorators, imports, errors that are raised, or type checks.

    That a `zip` is strict is left alone too: it raises where two lists that are always as long are not.
    """
    passed: set[int] = set()
    found = []
    for node in ast.walk(tree):
        if id(node) in passed:
            passed |= {id(each) for each in ast.iter_child_nodes(node)}
            continue
        for part in _left_alone(node):
            passed.add(id(part))
        found.append(node)
    return sorted(found, key=lambda node: (getattr(node, "lineno", 0), getattr(node, "col_offset", 0)))


def _left_alone(node: ast.AST) -> Iterator[ast.AST]:
    for name in ("annotation", "returns", "type_params"):
        value = getattr(node, name, None)
        if isinstance(value, ast.AST):
            yield value
    yield from getattr(node, "decorator_list", ())
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from node.names
    if isinstance(node, ast.Raise) and node.exc is not None:
        yield node.exc
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "zip":
        yield from (each for each in node.keywords if each.arg == "strict")
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        yield from (node.test, *node.body)
    if isinstance(node, ast.Assign) and any(ast.unparse(each) == "__all__" for each in node.targets):
        yield node.value
    if isinstance(node, ast.JoinedStr):
        yield from (each for each in node.values if isinstance(each, ast.Constant))
        filled = (each for each in node.values if isinstance(each, ast.FormattedValue))
        yield from (each.format_spec for each in filled if each.format_spec)


def _changes(node: ast.AST) -> Iterator[Change]:
    for maker in (_compared, _reckoned, _joined, _numbers, _calls, _keywords, _ordered, _statements):
        yield from maker(node)


def _compared(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            if other := COMPARED.get(type(operator)):
                new = deepcopy(node)
                new.ops[place] = other()
                yield f"{ast.unparse(node)} → {ast.unparse(new)}", new


def _reckoned(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.BinOp) and (other := RECKONED.get(type(node.op))) and not _is_text(node):
        new = deepcopy(node)
        new.op = other()
        yield f"{ast.unparse(node)} → {ast.unparse(new)}", new
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not)):
        yield f"{ast.unparse(node)} → {ast.unparse(node.operand)}", deepcopy(node.operand)


def _is_text(node: ast.BinOp) -> bool:
    """Whether texts are put together: no other operator makes sense of them."""
    return any(
        isinstance(each, ast.JoinedStr) or (isinstance(each, ast.Constant) and isinstance(each.value, str))
        for each in (node.left, node.right)
    )


def _joined(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.BoolOp):
        new = deepcopy(node)
        new.op = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
        yield f"{ast.unparse(node)} → {ast.unparse(new)}", new
    if isinstance(node, ast.IfExp):
        new = deepcopy(node)
        new.body, new.orelse = new.orelse, new.body
        yield f"{ast.unparse(node)} → {ast.unparse(new)}", new


def _numbers(node: ast.AST) -> Iterator[Change]:
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    if isinstance(value, bool):
        yield f"{value} → {not value}", ast.Constant(not value)
    elif isinstance(value, int):
        yield f"{value} → {value + 1}", ast.Constant(value + 1)
    elif isinstance(value, float):
        yield f"{value} → {value * THREE or 1.0}", ast.Constant(value * THREE or 1.0)


def _calls(node: ast.AST) -> Iterator[Change]:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
        return
    name = node.func.id
    if name in CALLED:
        new = deepcopy(node)
        new.func = ast.Name(CALLED[name], ast.Load())
        yield f"{ast.unparse(node)} → {ast.unparse(new)}", new
    if name in DROPPED and not isinstance(node.args[0], ast.Starred):
        inner = deepcopy(node.args[0])
        new = ast.Call(ast.Name("list", ast.Load()), [inner], []) if name in ("sorted", "reversed") else inner
        yield f"{ast.unparse(node)} → {ast.unparse(new)}", new


def _keywords(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.Call):
        for place, keyword in enumerate(node.keywords):
            if keyword.arg in ("key", "reverse", "default", "ascending"):
                new = deepcopy(node)
                del new.keywords[place]
                yield f"{ast.unparse(node)} → {ast.unparse(new)}", new


def _ordered(node: ast.AST) -> Iterator[Change]:
    """Turn round a tuple of names, whose order is that of what readers see."""
    if not isinstance(node, ast.Tuple) or not isinstance(node.ctx, ast.Load):
        return
    if len(node.elts) > 1 and all(isinstance(each, (ast.Name, ast.Attribute, ast.Call)) for each in node.elts):
        new = deepcopy(node)
        new.elts.reverse()
        if ast.unparse(new) != ast.unparse(node):
            yield f"{ast.unparse(node)} → {ast.unparse(new)}", new


def _statements(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.AugAssign) or (
        isinstance(node, ast.Expr) and isinstance(node.value, (ast.Call, ast.Yield, ast.YieldFrom))
    ):
        yield f"{ast.unparse(node)} → nothing", ast.Pass()
    if isinstance(node, ast.Continue):
        yield "continue → break", ast.Break()
    if isinstance(node, ast.Break):
        yield "break → continue", ast.Continue()
