"""The rooms of the library import only from the rooms above them, in the order of the map in CONTRIBUTING.md."""

import ast
import re
from pathlib import Path

import pytest

import trustbook

LIBRARY = Path(trustbook.__file__).parent
MAP = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
ROOMS = re.findall(r"^\| `(\w+)(?:/|\.py)` \|", MAP, re.MULTILINE)
MODULES = sorted(path for path in LIBRARY.rglob("*.py") if path != LIBRARY / "__init__.py")


def room_of(module: str) -> str:
    return module.split(".")[1]


def imported(path: Path) -> set[str]:
    """Every module of the library that a module imports, at its top, in a function or for its types."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: an import is written in full"
            found |= {node.module} if node.module != "trustbook" else {f"trustbook.{each.name}" for each in node.names}
    return {name for name in found if name.startswith("trustbook.")}


def test_the_map_names_each_room_once():
    there = {path.name if path.is_dir() else path.stem for path in LIBRARY.iterdir()}
    assert sorted(ROOMS) == sorted(there - {"__pycache__", "__init__", "__main__", "py"})


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(LIBRARY).as_posix())
def test_a_module_imports_only_from_its_own_room_and_those_above(path):
    name = path.relative_to(LIBRARY).parts[0].removesuffix(".py")
    above = ROOMS[: ROOMS.index(name) + 1] if name != "__main__" else ROOMS
    assert {module for module in imported(path) if room_of(module) in {*ROOMS} - {*above}} == set()


def test_no_chapter_is_named_outside_the_chapters_and_the_commands_that_are_for_one():
    """The other rooms find chapters by discovery, and know none by name."""
    naming = {
        path.relative_to(LIBRARY).as_posix(): name
        for path in MODULES
        for name in imported(path)
        if name.count(".") > 2 and room_of(name) == "chapters" and path.relative_to(LIBRARY).parts[0] != "chapters"
    }
    assert set(naming) <= {"cli/figures.py"}, naming


ROOT = Path(__file__).parents[2]
WRITTEN = [*MODULES, *sorted((ROOT / "docs").rglob("*.md")), *ROOT.glob("*.md"), *sorted((ROOT / "book").glob("*.md"))]
NAMED = re.compile(r"(?<![\w/.*<>-])((?:[\w-]+/)+[\w-]+\.(?:py|js|css|html)|(?:[\w-]+/)*\w+\.py)(?![\w/])")


def documents(path: Path) -> str:
    """What a file says to a maintainer: the docstrings and comments of a module, or all of a page."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return text
    comments = "\n".join(re.findall(r"#.*", text))
    return "\n".join(
        [comments, *(ast.get_docstring(node) or "" for node in ast.walk(ast.parse(text)) if documented(node))]
    )


def documented(node: ast.AST) -> bool:
    return isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_that_is_named_is_there(path):
    places = (ROOT, LIBRARY, LIBRARY.parent, path.parent, *(LIBRARY / "chapters").iterdir())
    named = {name for name in NAMED.findall(documents(path)) if not name.startswith("_build/")}
    assert sorted(name for name in named if not any((place / name).exists() for place in places)) == []


@pytest.mark.parametrize("folder", sorted({path.parent for path in LIBRARY.rglob("*.py")}), ids=lambda path: path.name)
def test_every_folder_is_a_package_or_python_would_pass_it_over(folder):
    assert (folder / "__init__.py").exists()
