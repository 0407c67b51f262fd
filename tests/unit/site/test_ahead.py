from trustbook.site import ahead
from trustbook.site.one_sheet import STATIC_FOLDER, text_of
from trustbook.site.style_rules import rules_of


def test_every_sheet_is_where_its_package_has_it():
    assert list(ahead.sheets()) == [path for _, path in ahead._SHEETS.values()]


def test_a_sheet_that_a_package_no_longer_has_is_left_out(monkeypatch):
    monkeypatch.setattr(
        ahead, "_SHEETS", {"sphinx_design": ("static", "gone.css"), "no_such_package_at_all": ("static", "x.css")}
    )
    assert ahead.sheets() == {}


def test_the_rules_of_each_sheet_are_in_the_store_afterwards(tmp_path, monkeypatch):
    monkeypatch.setattr(ahead.os, "nice", lambda _: None)
    ahead._prepare(tmp_path)
    monkeypatch.setattr("trustbook.site.style_rules._parsed", lambda sheet: "parsed again")
    found = {
        path: rules_of(text_of(file, f"{STATIC_FOLDER}/{path}"), tmp_path) for path, file in ahead.sheets().items()
    }
    assert found
    assert "parsed again" not in found.values()
