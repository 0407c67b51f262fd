import gzip
import re
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import pytest
import vl_convert

from trustbook.site import interactive_charts

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def script():
    return interactive_charts.bundle()


@pytest.fixture
def bundled(monkeypatch, tmp_path):
    """There is no vendored script of the installed version."""
    monkeypatch.setattr(interactive_charts, "VENDORED", tmp_path / "none")


def test_the_vendored_script_is_of_the_version_in_the_lock_and_the_only_one():
    locked = re.search(
        r"^vl-convert-python==(\S+)", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert [path.name for path in interactive_charts.VENDORED.glob("*.gz")] == [f"vega-{locked[1]}.js.gz"]


def test_the_vendored_script_is_what_the_installed_package_bundles():
    place = interactive_charts.vendored(version("vl-convert-python"))
    if not place.is_file():
        pytest.skip("another version is installed: its own script is bundled in each report")
    assert gzip.decompress(place.read_bytes()).decode() == interactive_charts.bundled_now()


@pytest.mark.usefixtures("bundled")
def test_without_a_vendored_script_of_its_version_it_is_bundled_and_the_same(script):
    assert interactive_charts.bundle() == script


def test_the_bundle_has_an_expression_interpreter_so_that_pages_may_forbid_eval(script):
    assert "expressionInterpreter" in script
    assert "window.vegaEmbed=" in script.replace(" ", "")


def test_the_bundle_keeps_its_names_to_itself_and_names_its_licence(script):
    head, opening, *_ = script.splitlines()
    assert "vega.LICENSE.txt" in head
    assert opening.startswith("(function () {")
    assert script.endswith("})();\n")


@pytest.mark.usefixtures("bundled")
def test_of_two_that_want_it_at_once_one_makes_it_and_the_other_waits(tmp_path, monkeypatch):
    made = []

    def slowly(_):
        made.append(1)
        time.sleep(0.5)
        return "made"

    monkeypatch.setattr(vl_convert, "javascript_bundle", slowly)
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(interactive_charts.bundle, [tmp_path / "cache"] * 2)
    assert one == other
    assert made == [1]


@pytest.mark.usefixtures("bundled")
@pytest.mark.parametrize("part", ["files", "records", ""])
def test_a_kept_bundle_that_was_changed_is_never_published(script, tmp_path, part):
    cache = tmp_path / "cache"
    assert interactive_charts.bundle(cache) == script
    for path in [path for path in (cache / part).rglob("*") if path.is_file()]:
        path.write_bytes(path.read_bytes().replace(b"window", b"parent") + b" ")
    assert interactive_charts.bundle(cache) == script
    assert interactive_charts.bundle(cache) == script


@pytest.mark.usefixtures("bundled")
def test_a_bundle_put_where_an_earlier_version_kept_it_is_not_published(script, tmp_path):
    (tmp_path / f"vega-{interactive_charts.version('vl-convert-python')}.js").write_text("alert(1)")
    assert interactive_charts.bundle(tmp_path) == script


@pytest.mark.usefixtures("bundled")
def test_a_bundle_that_cannot_be_kept_is_made(script, tmp_path):
    for part in ("files", "records"):
        (tmp_path / part).write_text("a file where a folder should be")
    assert interactive_charts.bundle(tmp_path) == script


@pytest.mark.usefixtures("bundled")
def test_the_bundle_is_made_once_where_it_may_be_kept(script, tmp_path, monkeypatch):
    assert interactive_charts.bundle(tmp_path / "cache") == script
    monkeypatch.setattr(vl_convert, "javascript_bundle", lambda *_: pytest.fail("it was made again"))
    assert interactive_charts.bundle(tmp_path / "cache") == script
