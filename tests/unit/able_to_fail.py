"""Finds tests that cannot fail: in the source of a test module, the tests that can end without having asked anything.

In: modules of tests and of their helpers, as text by name. Out: sentences, each with a test and what is wrong with it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

ASKS = ("raises", "warns", "fail", "deprecated_call")
"""What pytest has that fails a test, beside `assert`."""
KEEPS = ("sorted", "reversed", "enumerate", "list", "tuple", "set", "dict", "zip", "product", "pairwise")
"""What gives something where it is given something; `zip` too, in these tests."""
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Asking:
    """The names of the functions that ask something, themselves or by another that they call."""

    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, *texts: str) -> Asking:
        """Find those of modules that help tests."""
        return cls().and_of([ast.parse(text) for text in texts])

    def and_of(self, trees: Sequence[ast.Module]) -> Asking:
        """Return these and those of some modules, whose functions stand for others of the same name."""
        calls: dict[str, list[set[str]]] = {}
        for each in (node for tree in trees for node in ast.walk(tree) if isinstance(node, _FUNCTIONS)):
            inside = list(ast.walk(each))
            itself = {""} if any(map(_asks_itself, inside)) else set()
            calls.setdefault(each.name, []).append(itself | {_name(n.func) for n in inside if isinstance(n, ast.Call)})
        known = {"", *(self.names - calls.keys())}
        while more := {name for name, each in calls.items() if all(one & known for one in each)} - known:
            known |= more
        return Asking(frozenset(known - {""}))

    def asks(self, node: ast.AST) -> bool:
        """Tell whether this very node asks something: an assertion, or a call that can fail a test."""
        return _asks_itself(node) or (isinstance(node, ast.Call) and _name(node.func) in self.names)


def _asks_itself(node: ast.AST) -> bool:
    if isinstance(node, ast.Assert):
        return not _is_always_true(node.test)
    if isinstance(node, ast.Raise):
        return node.exc is not None
    if not isinstance(node, ast.Call):
        return False
    checked = any(each.arg == "check" and _constant(each.value) is True for each in node.keywords)
    return checked or _name(node.func) in ASKS or _name(node.func).startswith("assert_")


def faults(module: str, helpers: Asking | None = None) -> Iterator[str]:
    """Say what is wrong with the tests of a module."""
    tree = ast.parse(module)
    asking, full = (helpers or Asking()).and_of([tree]), _full_constants(tree)
    for test in _tests(tree):
        yield from (f"{test.name}: {fault}" for fault in _faults(test, asking, full))


def _tests(tree: ast.Module) -> Iterator[Function]:
    for each in tree.body:
        inside = each.body if isinstance(each, ast.ClassDef) else [each]
        yield from (one for one in inside if isinstance(one, _FUNCTIONS) and one.name.startswith("test"))


def _faults(test: Function, helpers: Asking, full: frozenset[str]) -> Iterator[str]:
    for node in ast.walk(test):
        if isinstance(node, ast.Assert) and _is_always_true(node.test):
            yield f"`{ast.unparse(node.test)[:60]}` is always true"
        if isinstance(node, ast.Try) and _swallows(node) and any(map(helpers.asks, _walk(node.body))):
            yield "what is asserted is caught again, and nothing comes of it"
    if not any(map(helpers.asks, ast.walk(test))):
        yield "it asserts nothing"
        return
    if _leaves_early(test.body, helpers):
        yield "it can return before it asserts anything"
    if not _Way(helpers, full).surely(test.body):
        yield "it can end without having asserted anything: all that it asserts is in a loop or under a condition"


@dataclass(frozen=True)
class _Way:
    """Whether each way through some statements leads past an assertion."""

    helpers: Asking
    full: frozenset[str]
    """The names that surely stand for something that is not empty."""

    def surely(self, body: Sequence[ast.stmt]) -> bool:
        return any(map(self._one, body))

    def _one(self, node: ast.stmt) -> bool:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return False
            case ast.For() | ast.AsyncFor():
                return (self._asks(node.iter) or is_full(node.iter, self.full)) and self.surely(node.body)
            case ast.While():
                return _constant(node.test) is True and self.surely(node.body)
            case ast.If():
                return self._asks(node.test) or all(
                    self.surely(each) or _skips(each) for each in (node.body, node.orelse)
                )
            case ast.With() | ast.AsyncWith():
                return any(self._asks(each.context_expr) for each in node.items) or self.surely(node.body)
            case ast.Try():
                return self.surely([*node.body, *node.finalbody])
            case ast.Match():
                return all(self.surely(each.body) for each in node.cases)
        return self._asks(node)

    def _asks(self, node: ast.AST) -> bool:
        return any(map(self.helpers.asks, ast.walk(node)))


def is_full(node: ast.expr, full: frozenset[str]) -> bool:
    """Tell whether something that is gone through is surely not empty, as far as it can be read."""
    match node:
        case ast.Tuple() | ast.List() | ast.Set():
            return any(not isinstance(each, ast.Starred) or is_full(each.value, full) for each in node.elts)
        case ast.Dict():
            return bool(node.keys)
        case ast.Constant():
            return bool(node.value)
        case ast.Name(id=name):
            return name in full
        case ast.Attribute(attr=name):
            return name.isupper()
        case ast.Call(func=ast.Attribute(value=value, attr="items" | "values" | "keys" | "split" | "splitlines")):
            return is_full(value, full)
        case ast.Call(args=[*arguments]) if _name(node.func) == "range":
            return all(_constant(each) is not None for each in arguments)
        case ast.Call(args=[*arguments]) if _name(node.func) in KEEPS:
            return bool(arguments) and all(is_full(each, full) for each in arguments)
        case ast.ListComp() | ast.GeneratorExp() | ast.SetComp():
            return all(not each.ifs and is_full(each.iter, full) for each in node.generators)
        case ast.BinOp(op=ast.BitOr() | ast.Add()):
            return is_full(node.left, full) or is_full(node.right, full)
    return False


def _full_constants(tree: ast.Module) -> frozenset[str]:
    """The names of a module's constants that are not empty, as far as it can be read; so are those that it imports."""
    full = {each.asname or each.name for node in tree.body if isinstance(node, ast.ImportFrom) for each in node.names}
    full = {name for name in full if name.isupper()}
    for each in tree.body:
        if isinstance(each, ast.Assign) and (is_full(each.value, frozenset(full)) or _is_worked_out(each.value)):
            full |= {target.id for target in each.targets if isinstance(target, ast.Name)}
    return frozenset(full)


def _is_worked_out(node: ast.expr) -> bool:
    """Tell whether a constant is what a call gives: then nothing is known of it, and the tests are believed."""
    return not isinstance(node, (ast.Tuple, ast.List, ast.Set, ast.Dict, ast.Constant))


def _leaves_early(body: Sequence[ast.stmt], helpers: Asking) -> bool:
    """Tell whether there is a return before the first statement that asks something."""
    for each in body:
        if isinstance(each, (*_FUNCTIONS, ast.ClassDef)):
            continue
        inside = list(_walk([each]))
        asked = min((node.lineno for node in inside if helpers.asks(node)), default=None)
        left = min((node.lineno for node in inside if isinstance(node, ast.Return)), default=None)
        if left is not None and (asked is None or left < asked):
            return True
        if asked is not None:
            return False
    return False


def _walk(body: Sequence[ast.stmt]) -> Iterator[ast.AST]:
    """Every node of some statements, but not those of functions that are only defined there."""
    for each in body:
        yield each
        if not isinstance(each, (*_FUNCTIONS, ast.Lambda)):
            yield from _walk(list(ast.iter_child_nodes(each)))


def _swallows(node: ast.Try) -> bool:
    """Tell whether a handler takes failed assertions and goes on as if nothing had been."""
    for handler in node.handlers:
        caught = {_name(each) for each in ast.walk(handler.type)} if handler.type else {"BaseException"}
        if caught & {"BaseException", "Exception", "AssertionError"}:
            return all(isinstance(each, (ast.Pass, ast.Continue, ast.Return)) for each in handler.body)
    return False


def _skips(body: Sequence[ast.stmt]) -> bool:
    return any(isinstance(each, ast.Call) and _name(each.func) in ("skip", "exit") for each in _walk(body))


def _is_always_true(test: ast.expr) -> bool:
    """Tell whether what is asserted holds whatever the code does."""
    if isinstance(test, ast.Tuple):
        return bool(test.elts)
    if isinstance(test, ast.Constant):
        return bool(test.value)
    if isinstance(test, ast.Compare) and isinstance(test.ops[0], (ast.Eq, ast.Is, ast.LtE, ast.GtE)):
        same = len(test.ops) == 1 and ast.dump(test.left) == ast.dump(test.comparators[0])
        return same and not any(isinstance(each, (ast.Call, ast.Await)) for each in ast.walk(test))
    return False


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _constant(node: ast.expr) -> object:
    return node.value if isinstance(node, ast.Constant) else None
