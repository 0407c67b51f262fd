"""The benchmark of speed, run end to end at its smallest: what it counts, that contents are held to each other."""

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

import speed  # noqa: E402
from measure import measure  # noqa: E402
from records import state_of  # noqa: E402
from runs import Bench, BenchmarkError  # noqa: E402
from synthetic import periods  # noqa: E402
from synthetic_book import Book, write_trusts  # noqa: E402

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are counted by what Linux offers")
SMALLEST = ("--rounds", "1", "--book", "tiny", "--only", "cold,nothing", "--editions", "1")
WORK = "sum(each * each for each in range(4_000_000))"
LEAVES_A_WORKER_BEHIND = f"""
import os, time
if os.fork():
    os._exit(0)
os.setsid()
held = bytearray(os.urandom(1)) * 150_000_000
{WORK}
print("done", flush=True)
time.sleep(0.6)
"""


@pytest.fixture(scope="module")
def measured(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("bench")
    speed.main([*SMALLEST, "--folder", str(folder), "--page", str(folder / "RESULTS.md")])
    return folder


def test_one_round_of_the_smallest_book_writes_its_measurements_and_the_page(measured):
    found = [json.loads(line) for line in (measured / "measured.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(each["line"], each["who"]) for each in found] == [
        ("periods", "trustbook"),
        ("periods", "plain"),
        ("periods", "plain, one book"),
        ("nothing", "trustbook"),
    ]
    assert all(each["seconds"] > 0 and each["cpu"] > 0 and each["peak"] > 0 for each in found)
    assert min(found[0]["parts"].values()) > 0
    page = (measured / "RESULTS.md").read_text(encoding="utf-8")
    assert "SYNTHETIC returns" in page
    assert "| one period, cold," in page


def test_what_was_measured_is_not_measured_again(measured):
    before = (measured / "measured.jsonl").read_bytes()
    speed.main([*SMALLEST, "--folder", str(measured), "--page", str(measured / "again.md")])
    assert (measured / "measured.jsonl").read_bytes() == before
    assert (measured / "again.md").read_text() == (measured / "RESULTS.md").read_text()


def test_every_page_of_a_synthetic_book_says_that_it_is_one(measured):
    site = measured / "tiny-synthetic" / "periods-1" / "_build" / "site"
    texts = {page.relative_to(site): page.read_text(encoding="utf-8") for page in site.rglob("*.html")}
    shown = {page: text for page, text in texts.items() if 'http-equiv="refresh"' not in text}
    assert len(shown) > 3
    assert [page for page, text in shown.items() if "SYNTHETIC" not in text] == []


@pytest.mark.parametrize(
    ("place", "original", "other"),
    [
        ("_build/chapters/*/savings-rag.ipynb", "Synthetic proposal 1", "Synthetic proposal 2"),
        ("_build/site/*/notebooks/savings-rag.html", "Synthetic proposal 1", "Synthetic proposal 2"),
    ],
)
def test_a_figure_or_word_that_differs_fails_the_benchmark(measured, place, original, other):
    bench = Bench(measured, Book.TINY, own=False, state=state_of(ROOT))
    bench.require_equal(1)
    (file,) = bench.workspace(1).root.glob(place)
    text = file.read_text(encoding="utf-8")
    try:
        file.write_text(text.replace(original, other, 1), encoding="utf-8")
        with pytest.raises(BenchmarkError, match="ours and plain differ"):
            bench.require_equal(1)
    finally:
        file.write_text(text, encoding="utf-8")


def test_what_a_command_leaves_behind_is_counted(tmp_path):
    alone = measure([sys.executable, "-c", WORK], tmp_path)
    behind = measure([sys.executable, "-c", LEAVES_A_WORKER_BEHIND], tmp_path)
    assert behind.code == 0
    assert behind.text == "done"
    assert behind.cpu > alone.cpu / 2
    assert behind.peak > 150_000_000 > alone.peak


def test_each_trust_has_figures_of_its_own_and_no_name_of_a_real_one(tmp_path):
    one, other = write_trusts(tmp_path, 2, periods(1), Book.TINY)
    file = Path("data") / str(one.newest()) / "forecast.csv"
    assert (one.root / file).read_text() != (other.root / file).read_text()
    for workspace in (one, other):
        assert workspace.settings.trust.name.startswith("SYNTHETIC")
        texts = [file.read_text(encoding="utf-8") for file in workspace.root.rglob("*") if file.is_file()]
        assert [text for text in texts if "Northampton" in text] == []
