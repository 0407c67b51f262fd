import pytest

from trustbook.publish import vega


@pytest.fixture(scope="module")
def script():
    return vega.bundle()


def test_the_bundle_has_an_expression_interpreter_so_that_pages_may_forbid_eval(script):
    assert "expressionInterpreter" in script
    assert "window.vegaEmbed=" in script.replace(" ", "")


def test_the_bundle_keeps_its_names_to_itself_and_names_its_licence(script):
    head, opening, *_ = script.splitlines()
    assert "vega.LICENSE.txt" in head
    assert opening.startswith("(function () {")
    assert script.endswith("})();\n")


def test_the_bundle_is_made_once_where_it_may_be_kept(script, tmp_path, monkeypatch):
    assert vega.bundle(tmp_path / "cache") == script
    monkeypatch.setattr(vega.vl_convert, "javascript_bundle", lambda *_: pytest.fail("it was made again"))
    assert vega.bundle(tmp_path / "cache") == script
