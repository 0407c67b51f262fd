"""What is put off is imported when it is used, and not before."""

import subprocess
import sys

import pytest

BEFORE = "import sys; from trustbook.core.slow_imports import put_off, without; put_off(); import jsonschema\n"
CLIENT = """
import nbformat
from myst_nb.core.config import NbParserConfig
from myst_nb.core.execute import NotebookClientBase, create_client
print("sqlalchemy" in sys.modules)
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
made = create_client(notebook, "no file", NbParserConfig(execution_mode=sys.argv[1]), None)
print(type(made).__name__, isinstance(made, NotebookClientBase), "sqlalchemy" in sys.modules)
"""


def says(script, *arguments):
    command = [sys.executable, "-c", BEFORE + script, *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return ran.stdout.split()


def test_jsonschema_is_imported_without_the_grammar():
    assert says("print('lark' in sys.modules, 'rfc3987_syntax.syntax_helpers' in sys.modules)") == ["False", "False"]


def test_looking_through_all_modules_imports_nothing():
    script = "import inspect; inspect.getmodule(lambda: None, 'no file'); print('lark' in sys.modules)"
    assert says(script) == ["False"]


def test_an_international_address_is_still_checked():
    pytest.importorskip("rfc3987_syntax")
    script = """
draft = jsonschema.Draft202012Validator
validator = draft({"format": "iri"}, format_checker=draft.FORMAT_CHECKER)
print(validator.is_valid("https://example.invalid/ä"), validator.is_valid("no address"))
print("rfc3987_syntax.syntax_helpers" in sys.modules)
"""
    assert says(script) == ["True", "False", "True"]


def test_whoever_imports_more_of_it_gets_the_real_module():
    pytest.importorskip("rfc3987_syntax")
    assert says("import rfc3987_syntax.syntax_helpers as it; print(it.__name__)") == ["rfc3987_syntax.syntax_helpers"]


def test_without_the_package_nothing_stands_in_for_it():
    script = "sys.modules.pop('rfc3987_syntax', None); sys.modules.pop('trustbook.core.slow_imports')\n"
    script += "import importlib.util as util; util.find_spec = lambda name: None\n"
    script += "from trustbook.core.slow_imports import put_off; put_off(); print('rfc3987_syntax' in sys.modules)"
    assert says(script) == ["False"]


def test_jupyter_book_is_imported_without_the_database_of_runs_that_it_caches():
    pytest.importorskip("sqlalchemy")
    assert says("import myst_nb.sphinx_ext; print('sqlalchemy' in sys.modules)") == ["False"]


@pytest.mark.parametrize(
    ("mode", "client"), [("off", "Base"), ("force", "Direct"), ("cache", "Cache")], ids=["off", "force", "cache"]
)
def test_a_book_that_runs_its_own_notebooks_gets_what_it_needs_for_it(mode, client):
    pytest.importorskip("sqlalchemy")
    needs = str(mode != "off")
    assert says(CLIENT, mode) == ["False", f"NotebookClient{client}", "True", needs]


def test_a_module_is_done_without_only_in_the_block():
    script = """
try:
    with without("colorsys"):
        import colorsys
except ImportError:
    print("none")
import colorsys
print(colorsys.__name__)
with without("colorsys"):
    pass
print(sys.modules["colorsys"] is colorsys)
"""
    assert says(script) == ["none", "colorsys", "True"]
