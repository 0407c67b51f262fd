"""Statistics of the benchmark and its page, from measurements that are made up."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

from lines import Sizes  # noqa: E402
from measure import Measured  # noqa: E402
from records import Record, Records, slopes, spread  # noqa: E402
from runs import BenchmarkError, plain_stages, require_gate_first  # noqa: E402
from runs import stages as stages_of  # noqa: E402
from speed_results import plot, text  # noqa: E402
from stages import stages  # noqa: E402
from targets import rows, verdict_of  # noqa: E402

PARTS = {"gate": 1.0, "chapters": 2.0, "figures": 0.5, "editions": 3.0, "site": 0.1}
SIZES = Sizes()
LOG = (
    (0.1, "Checking 1 return …"),
    (2.0, "1 return, 0 refused, 0 findings."),
    (2.1, "Executing 2 chapters …"),
    (3.0, "  [1/2] 2040-41-P01 forecast-trend"),
    (3.5, "  [2/2] 2040-41-P01 savings-rag"),
    (4.0, "Building 1 edition …"),
    (6.0, "  [1/1] 2040-41-P01"),
)


def made_up(line, who, size, number, seconds, *, cpu=None, peak=50 * 2**20, parts=PARTS, code="made up"):
    return Record(
        **{"line": line, "who": who, "size": size, "round": number, "code": code, "book": "small synthetic"},
        **{"seconds": seconds, "cpu": seconds if cpu is None else cpu, "peak": peak},
        **{"at": "2040-04-01T00:00:00+00:00", "load": 0.0, "parts": parts},
    )


def measurements():
    for number, slower in enumerate((1, 2, 1), 1):
        for size in (1, 2, 4):
            yield made_up("periods", "trustbook", size, number, slower * (8 + size))
            yield made_up("periods", "plain", size, number, slower * 20 * size)
        yield made_up("nothing", "trustbook", 36, number, 0.4 * slower)
        yield made_up("editions", "trustbook", 36, number, 50, peak=600 * 2**20)
        yield made_up("editions", "trustbook", 144, number, 250, peak=630 * 2**20)


def row(words, records=None):
    (found,) = [
        each for each in rows(list(measurements()) if records is None else records, SIZES) if words in each.work
    ]
    return found


def test_ratios_are_taken_round_by_round_so_that_a_slow_round_counts_for_both():
    found = row("cold, everything")
    assert (found.measured, found.rounds) == ("2.22 (2.22 to 2.22)", 3)
    assert found.verdict == "by wall missed: 56% of the way; by processor missed: 89% of the way"


def test_memory_is_compared_with_what_the_plain_tools_use_and_counts_from_below():
    records = [
        made_up("periods", who, 1, number, 5, peak=mib * 2**20)
        for number in (1, 2)
        for who, mib in (("trustbook", 300), ("plain", 200))
    ]
    found = row("peak memory of all processes: times", records)
    assert (found.measured, found.rounds, found.verdict) == ("1.50 (1.50 to 1.50)", 2, "met")


def test_the_slope_is_what_each_further_period_takes():
    found = slopes(list(measurements()), "periods", "trustbook", lambda each: each.seconds)
    assert found == pytest.approx({1: 1, 2: 2, 3: 1})
    assert row("each further period (").measured == "20.00 (20.00 to 20.00)"
    assert row("each further period (").verdict == "met"


def test_a_limit_is_met_from_below():
    assert row("144 editions, total time").verdict == "missed: 72% of the way"
    assert row("144 editions, peak memory").verdict == "met"
    assert row("36 editions, seconds").verdict == "missed: 75% of the way"
    assert row("36 editions, peak memory").verdict == "met"
    assert verdict_of(1.3, 1.3, at_most=True) == verdict_of(2.5, 2.5) == "met"


def test_what_was_not_measured_is_said_to_be_so_and_never_filled_in():
    found = row("local jobs")
    assert (found.measured, found.rounds, found.verdict) == ("not measured", 0, "")
    assert {each.measured for each in rows([], SIZES)} == {"not measured"}


def test_other_numbers_of_editions_are_said_to_be_others():
    sizes = Sizes(editions=(9, 36))
    records = [made_up("editions", "trustbook", size, 1, seconds) for size, seconds in ((9, 10), (36, 35))]
    (found,) = [each for each in rows(records, sizes) if "total time" in each.work]
    assert found.verdict == "met at this size; 36 → 144 was not measured"


def test_the_page_names_every_measurement_with_its_rounds():
    page = "\n".join(text(list(measurements()), SIZES, "results.svg"))
    assert "| periods | plain | 4 | 3 | 80.00 (80.00 to 160.00) |" in page
    assert "![Seconds against the number of periods](results.svg)" in page


def test_the_plot_has_a_line_for_each_and_needs_two_sizes():
    drawn = plot(list(measurements()))
    assert drawn.count('aria-roledescription="line mark"') == 2
    assert plot([each for each in measurements() if each.size == 1]) is None


def test_of_one_measurement_no_spread_is_shown():
    assert spread([3.14]).written() == "3.1"
    assert spread([]) is None


def test_measurements_of_other_code_are_left_out_and_a_line_cut_short_is_no_measurement(tmp_path):
    kept = Records(tmp_path / "measured.jsonl")
    old, new = (made_up("floor", "floor", 1, 1, 2.0, code=code) for code in ("old", "new"))
    kept.add(old)
    kept.add(new)
    file = tmp_path / "measured.jsonl"
    file.write_text(file.read_text(encoding="utf-8") + '{"line": "flo', encoding="utf-8")
    assert kept.read("new", "small synthetic") == [new]


def test_the_stages_of_a_report_are_read_from_what_it_says_and_when():
    found = stages_of(Measured(0, 6.5, 0, 0, LOG))
    assert {name: round(took, 3) for name, took in found.items()} == {
        **{"gate": 2.1, "chapters": 1.4, "figures": 0.5, "editions": 2.0, "site": 0.5},
    }


def test_what_each_plain_tool_took_is_read_from_what_the_script_says_of_its_steps():
    log = (
        (0.0, "gate 0.5"),
        (2.0, "end 2.0"),
        (2.0, "book 2.0"),
        (3.0, "end 2.75"),
        (3.0, "book 2.75"),
        (5.0, "end 4"),
    )
    assert plain_stages(Measured(0, 5, 4, 0, log)) == ({"gate": 2.0, "book": 3.0}, {"gate": 1.5, "book": 2.0})


def test_a_report_that_begins_a_chapter_before_the_gate_is_through_fails():
    require_gate_first(Measured(0, 6.5, 0, 0, LOG))
    with pytest.raises(BenchmarkError, match="the gate was not through"):
        require_gate_first(Measured(0, 6.5, 0, 0, (LOG[0], *LOG[2:4], LOG[1])))


def test_samples_are_put_to_the_stage_of_their_process_and_calls():
    samples = [
        "1\t0.1\tstarted: -m trustbook.cli report",
        "1\t0.5\t/gx/core.py:x|/src/trustbook/checks/gx_import.py:<module>|/src/trustbook/pipeline/stages.py:check",
        "1\t0.2\t/src/trustbook/checks/gate.py:check|/src/trustbook/pipeline/stages.py:check",
        "2\t0.3\t/src/trustbook/components/charts/chart.py:svg|/site/ipykernel/kernelapp.py:start",
        "3\t0.0\tstarted: -c from jupyter_book.cli.main import main; main()",
        "3\t0.4\t<frozen importlib._bootstrap>:_find_and_load|/site/jupyter_book/cli/main.py:main",
    ]
    assert {name: round(took, 3) for name, took in stages(samples).items() if took} == {
        "the command: start and the rest": 0.1,
        "gate: Great Expectations is imported": 0.5,
        "gate: checks": 0.2,
        "kernels: the chart renderer draws": 0.3,
        "Jupyter Book: imports": 0.4,
    }
