"""What is put off is imported when it is used, and not before."""

import subprocess
import sys

import pytest

BEFORE = "import sys; from trustbook.core.slow_imports import put_off; put_off(); import jsonschema\n"


def says(script):
    ran = subprocess.run([sys.executable, "-c", BEFORE + script], capture_output=True, text=True, check=True)
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
