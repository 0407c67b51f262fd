"""No module but one uses what another library calls private, and each thing that is borrowed there may be gone."""

import ast
import importlib
import inspect
import re
import sys
from pathlib import Path

import pytest

import trustbook
from trustbook.core import borrowed
from trustbook.core.borrowed import ALL, LIGHT_IMPORT, NOTES, OF_EDITIONS, Borrowed

SOURCES = Path(trustbook.__file__).parent
FENCE = SOURCES / "core" / "borrowed.py"
DOCUMENTED = {"os._exit"}
PRIVATE = re.compile(r"_(?!_)\w+")
IN_A_PATH = re.compile(r"[a-z]\w*(\.\w+)*[.:]_(?!_)\w+")
"""Text such as `narwhals._pandas_like`, which may be imported by name."""
BY_NAME = {"getattr", "setattr", "delattr", "hasattr"}
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCES.rglob("*.py"))}


def module_name(path):
    return ".".join(path.relative_to(SOURCES.parent).with_suffix("").parts)


def is_ours(module, node):
    return node.level > 0 if module is None else module.partition(".")[0] in ("trustbook", "__future__")


def own_names():
    """Every private name that modules of ours give to something."""
    found = set()
    for tree in TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found.add(node.name)
            elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
                found.add(node.id if isinstance(node, ast.Name) else node.attr)
    return {name for name in found if PRIVATE.fullmatch(name)}


def private_names(tree, own):
    """What a module uses of the private names of others."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            parts = [part for each in node.names for part in each.name.split(".")]
            yield from (part for part in parts if PRIVATE.fullmatch(part))
        elif isinstance(node, ast.ImportFrom) and not is_ours(node.module, node):
            parts = [*node.module.split("."), *(each.name for each in node.names)]
            yield from (part for part in parts if PRIVATE.fullmatch(part))
        elif isinstance(node, ast.Attribute) and PRIVATE.fullmatch(node.attr):
            if node.attr not in own and ast.unparse(node) not in DOCUMENTED:
                yield ast.unparse(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in BY_NAME:
            names = [each.value for each in node.args[1:2] if isinstance(each, ast.Constant)]
            yield from (name for name in names if PRIVATE.fullmatch(name) and name not in own)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and IN_A_PATH.fullmatch(node.value):
            yield node.value


def test_what_looks_for_private_names_finds_them():
    code = """
import narwhals._pandas_like
from pandas._libs import lib
from multiprocessing.forkserver import _forkserver
from trustbook.build.engine import _Client
engine._apply(1)
self._mine = getattr(client, "_created", None)
names = ("great_expectations.core:_names",)
"""
    found = set(private_names(ast.parse(code), {"_mine"}))
    by_import, by_use = {"_pandas_like", "_libs", "_forkserver"}, {"engine._apply", "_created"}
    assert found == by_import | by_use | {"great_expectations.core:_names"}


def test_no_module_uses_a_private_name_of_another_library():
    own = own_names()
    found = {module_name(path): list(private_names(tree, own)) for path, tree in TREES.items() if path != FENCE}
    assert {module: names for module, names in found.items() if names} == {}


def replaced(tree):
    """What a module assigns to, or deletes from, something that it has imported of another library."""
    foreign = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            foreign |= {(each.asname or each.name.partition(".")[0]): each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and not is_ours(node.module, node):
            foreign |= {(each.asname or each.name): node.module for each in node.names}
    libraries = {name for name, module in foreign.items() if module.partition(".")[0] not in sys.stdlib_module_names}
    changed = (
        node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load)
    )
    yield from (ast.unparse(node) for node in changed if ast.unparse(node).partition(".")[0] in libraries)


def test_no_module_replaces_what_another_library_defines():
    """But for what is borrowed, of which `Borrowed.owner` says where it is."""
    assert list(replaced(ast.parse("import great_expectations as gx\ngx.core.x = 1"))) == ["gx.core.x"]
    found = {module_name(path): list(replaced(tree)) for path, tree in TREES.items() if path != FENCE}
    assert {module: names for module, names in found.items() if names} == {}


def classes_of_others():
    """Classes of ours that are also classes of another library's, of which each may have private names of its own."""
    for path, tree in TREES.items():
        bases = {
            each.asname or each.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and not is_ours(node.module, node)
            for each in node.names
        }
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and bases & {ast.unparse(base) for base in node.bases}:
                yield path, node


@pytest.mark.parametrize(
    ("path", "node"), [pytest.param(*each, id=f"{module_name(each[0])}.{each[1].name}") for each in classes_of_others()]
)
def test_no_private_name_in_a_class_of_ours_is_one_of_the_class_that_it_extends(path, node):
    names = {each.name for each in node.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)}
    names |= {
        each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store)
    }
    names = {name for name in names if PRIVATE.fullmatch(name)}
    above = getattr(importlib.import_module(module_name(path)), node.name).__mro__[1:]
    others = {each.__module__ for each in above if each.__module__.partition(".")[0] not in ("trustbook", "builtins")}
    sources = {each: inspect.getsource(sys.modules[each]) for each in others}
    assert [(each, name) for each in others for name in names if re.search(rf"\b{name}\b", sources[each])] == []


def test_all_that_is_borrowed_is_in_one_list():
    declared = [each for each in vars(borrowed).values() if isinstance(each, Borrowed)]
    assert {*declared, *OF_EDITIONS} == set(ALL)
    assert len({each.place for each in ALL}) == len(ALL)
    elsewhere = [path for path, tree in TREES.items() if path != FENCE for node in ast.walk(tree) if makes_one(node)]
    assert elsewhere == []


def makes_one(node):
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "Borrowed"


@pytest.mark.filterwarnings("ignore")  # Jupyter Book's imports warn
@pytest.mark.parametrize("each", ALL, ids=lambda each: each.place)
def test_each_is_there_today_and_none_where_it_is_gone(each, monkeypatch, tmp_path):
    if each.place.startswith("great_expectations"):
        import trustbook.checks.gx_import  # noqa: F401  it must be the first to import it
    assert each.get() is not None
    monkeypatch.setenv(NOTES, str(tmp_path))
    if ":" in each.place:
        owner, name = each.owner
        monkeypatch.delattr(owner, name)
    else:
        monkeypatch.setitem(sys.modules, each.place, None)
    assert each.get() is None
    assert str(each) in borrowed.plain_ways()
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("each", [each for each in ALL if each.takes is not None], ids=lambda each: each.place)
def test_none_is_given_where_it_takes_something_else(each, monkeypatch):
    if each.place.startswith("great_expectations"):
        import trustbook.checks.gx_import  # noqa: F401

    def other(self, something, *others):
        raise AssertionError

    owner, name = each.owner
    monkeypatch.setattr(owner, name, property(other) if each.kind is property else other)
    assert each.get() is None


def test_without_a_run_that_asks_nothing_is_noted_in_a_folder(monkeypatch):
    monkeypatch.delenv(NOTES, raising=False)
    LIGHT_IMPORT.note()
    assert borrowed.plain_ways() == []
