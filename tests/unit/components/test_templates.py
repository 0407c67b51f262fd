"""Text reaches a page through a template or a builder that escapes, and no other way."""

import ast
import json
import re
from pathlib import Path

import pytest

import trustbook

PACKAGE = Path(trustbook.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
TEMPLATES = sorted(PACKAGE.rglob("*.html"))
NOTEBOOKS = sorted((Path(__file__).parents[3] / "notebooks").glob("*.ipynb"))
TAG = re.compile(r"(?<!\(\?P)</?[a-z][a-z0-9]*[\s>/]|<[a-z][a-z0-9]*$|<!--", re.IGNORECASE)


def filled_in(module):
    """Every text of a module that something is put into: f-strings, and texts that are added to or formatted."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr) and any(isinstance(part, ast.FormattedValue) for part in node.values):
            yield node.lineno, "".join(part.value for part in node.values if isinstance(part, ast.Constant))
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
            for side in (node.left, node.right):
                if isinstance(side, ast.Constant) and isinstance(side.value, str):
                    yield node.lineno, side.value


def test_there_are_modules_and_templates_to_look_at():
    assert len(MODULES) > 100
    assert len(TEMPLATES) > 10


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_module_puts_text_into_a_tag_of_its_own(module):
    assert [(line, text) for line, text in filled_in(module) if TAG.search(text)] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_template_switches_escaping_off_for_what_it_is_filled_with(template):
    text = template.read_text(encoding="utf-8")
    assert "autoescape" not in text
    for filled in re.findall(r"{{(.*?)}}", text):
        assert "|safe" not in filled.replace(" ", "") or re.match(r"\s*'[^']*'\s*\|", filled), filled
        assert "|" not in filled or "safe" in filled or "length" in filled, filled


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_every_attribute_that_a_template_fills_is_quoted(template):
    text = template.read_text(encoding="utf-8")
    assert re.findall(r"=\s*{{", re.sub(r'"[^"]*"', '""', text)) == []


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_sentence_shows_the_marks_of_markdown_or_of_html(notebook):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    shown = [
        "".join(out["data"]["text/html"])
        for cell in cells
        for out in cell.get("outputs", [])
        if "text/html" in out.get("data", {})
    ]
    assert [text for text in shown if re.search(r"\*\*|\]\(|&lt;/?(strong|a|p)\b", text)] == []
    assert not any("text/markdown" in out.get("data", {}) for cell in cells for out in cell.get("outputs", []))
