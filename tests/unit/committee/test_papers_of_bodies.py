"""The paper of every period of three bodies: each figure in a sentence is a metric, and what has none is not said."""

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from gathered_papers import EDITIONS, every_section, metrics_of, paper_of, source_of, workspace_of

from trustbook.chapters.metrics import details, metrics
from trustbook.checks.findings import Finding, Layer, Report, Severity
from trustbook.committee.sections import SECTIONS, every_kind
from trustbook.config.paper import PaperSettings
from trustbook.data.period_data import open_period

sys.path.append(str(Path(__file__).parents[2] / "sentences"))
from english import RETIRED, sentences, words

from looked_at import some

_FIGURE = re.compile(r"£[\d.,]*\d[mk]?|\d[\d.,]*%")
_LONGEST = 36
"""Words of a sentence of a paper, which names councils in full."""
_NOTHING = PaperSettings()


@pytest.fixture(scope="module")
def workspaces(tmp_path_factory):
    return {name: workspace_of(name, tmp_path_factory.mktemp(name) / "workspace") for name, _ in EDITIONS}


@pytest.fixture(params=EDITIONS, ids=" ".join)
def edition(request, workspaces):
    name, period = request.param
    return workspaces[name], period


@pytest.fixture
def paper(edition):
    return paper_of(*edition, _NOTHING)


@pytest.fixture
def newest(workspaces):
    return workspaces["trust"], "2023-24-P11"


def text_of(paper, key):
    return " ".join(each.text for each in paper.section(key).paragraphs)


def test_each_figure_in_a_sentence_is_written_as_its_metric_and_the_other_way_round(paper):
    written = {each.metric: each.written for each in paper.figures}
    for each in some(each for section in every_section(paper) for each in section.paragraphs):
        of_metrics = {written[name] for name in each.metrics}
        assert {*_FIGURE.findall(each.text)} <= of_metrics, each
        assert all(figure in each.text for figure in of_metrics), each


def test_each_figure_has_the_value_of_its_metric(edition, paper):
    workspace, here = edition
    known = {}
    for figure in some(paper.figures):
        name, _, period = figure.metric.partition("@")
        period = period or here
        if period not in known:
            data = open_period(period, workspace=workspace)
            known[period] = {}
            for each in (*metrics(data), *details(data)):
                known[period].setdefault(each.name, each)
        assert figure.value == pytest.approx(known[period][name].value, abs=1e-9), figure
        assert figure.unit == known[period][name].unit


def test_a_written_figure_is_its_value(paper):
    for figure in some(paper.figures):
        digits = float(re.sub(r"[^\d.]", "", figure.written))
        size = abs(figure.value)
        if figure.unit == "gbp_k" and figure.written.startswith("£"):
            size /= 1000 if figure.written.endswith("m") else 0.001
        if figure.unit == "gbp" and figure.written.endswith("m"):
            size /= 1_000_000
        if figure.unit == "share":
            size *= 100
        assert digits in (pytest.approx(size, abs=0.051), pytest.approx(size * 1000)), figure


def test_every_section_is_there_in_order_and_says_something_or_who_writes_it(paper):
    assert [each.key for each in paper.sections] == [kind.key for kind in SECTIONS if kind.key != "actions"]
    for section in every_section(paper):
        assert section.paragraphs or section.key == "implications"
    for section in paper.to_write:
        (waiting,) = [each for each in section.paragraphs if each.to_write]
        assert re.fullmatch(r"\[To be written: .+\. \S.+ usually writes this\.\]", waiting.text)
    kinds = {each.key: each for each in every_kind()}
    assert all(kinds[each.key].who for each in paper.to_write)


def test_its_sentences_are_short_and_say_nothing_that_is_not_reported(paper):
    for each in some(each for section in every_section(paper) for each in section.paragraphs):
        for sentence in some(sentences(each.text)):
            assert len(words(sentence)) <= _LONGEST, sentence
            assert not RETIRED.search(sentence)
        assert not re.search(r"[{}]|\b(None|nan|nil|not reported|not held)\b|  | [.,;]", each.text), each.text


def test_the_cells_of_each_table_are_as_many_as_its_columns(paper):
    for table in some(table for appendix in paper.appendices for table in appendix.tables):
        assert all(len(row.cells) == len(table.columns) and row.cells[0] for row in table.rows), table.key
        assert table.rows


def test_the_papers_of_three_bodies_speak_of_what_each_has(workspaces):
    trust = paper_of(workspaces["trust"], "2023-24-P11")
    city = paper_of(workspaces["city"], "2025-26-P05")
    company = paper_of(workspaces["company"], "2025-26-P06")
    assert "£14.370m (44.16%) falls to North Northamptonshire Council" in text_of(trust, "finance")
    assert "the directorate forecasts an underspend of £0.350m" in text_of(city, "executive_summary")
    assert "contract sum" not in " ".join(text_of(city, key) for key in ("executive_summary", "finance", "issues"))
    assert "the contract price" in text_of(company, "executive_summary").lower()
    assert "£0.450m (20%) to Cedarham Council" in text_of(company, "finance")
    assert "blue (delivered already)" in text_of(company, "executive_summary")
    assert "£0.600m is secured" in text_of(city, "executive_summary")


def test_a_year_that_has_ended_is_no_forecast(workspaces):
    paper = paper_of(workspaces["city"], "2024-25-P12")
    assert "reports an overspend" in text_of(paper, "executive_summary")
    assert "forecast" not in text_of(paper, "recommendations")
    assert not [each for each in paper.section("next_steps").paragraphs if not each.to_write]


def test_what_a_month_does_not_report_has_no_sentence(workspaces):
    paper = paper_of(workspaces["trust"], "2023-24-P07", _NOTHING)
    summary = text_of(paper, "executive_summary")
    assert "savings" not in summary.replace("Appendix B the savings", "")
    assert "cost to the councils" not in summary
    assert "against its revised contract sum." in summary
    assert [each.text for each in paper.appendices[1].paragraphs] == ["We do not have the savings of October."]


@pytest.mark.parametrize("gone", ["savings.", "council.", "forecast.pressure", "forecast.variance_movement"])
def test_a_sentence_with_a_figure_that_is_gone_is_gone(newest, gone):
    workspace, period = newest
    known = metrics_of(workspace, period)
    less = {name: each | ({"value": None} if name.startswith(gone) else {}) for name, each in known.items()}
    paper = paper_of(workspace, period, _NOTHING, metrics=less)
    stated = {name for section in every_section(paper) for each in section.paragraphs for name in each.metrics}
    assert not [name for name in stated if less.get(name, {"value": 0})["value"] is None]


def test_the_summary_of_the_true_paper_gives_what_the_pack_gave(newest):
    paper = paper_of(*newest)
    known = metrics_of(*newest)
    wanted = ["contract_sum", "variance", "pressure", "agreed_funding", "outside_contract", "disputed_income"]
    wanted = [f"forecast.{name}" for name in wanted]
    wanted += ["council.not_in_forecast", "council.call", "council.share.nnc", "council.share.wnc"]
    wanted += ["savings.target", "savings.red", "savings.amber", "savings.green"]
    stated = {name for each in paper.section("executive_summary").paragraphs for name in each.metrics}
    assert set(wanted) <= stated
    assert all(name in known or name.startswith("council.share") for name in wanted)
    assert paper.block.meeting == "Children's Trust Joint Committee"
    assert (paper.block.date.isoformat(), paper.block.item) == ("2024-05-01", "5")
    assert [each.yes for each in paper.block.answers] == [False] * 4
    assert paper.to_write == ()


def test_warnings_and_accepted_ones_are_listed_once_each(newest):
    def finding(sentence, severity=Severity.WARNING, why=""):
        return Finding(severity, Layer.RULES, "forecast.csv", sentence, "rule.x", acknowledged=why)

    found = (
        finding("one is odd"),
        finding("one is odd"),
        finding("two is odd", why="Seen"),
        finding("fine", Severity.INFO),
    )
    paper = paper_of(*newest, report=Report(newest[1], found, {}))
    (table,) = [each for each in paper.appendices[2].tables if each.key == "data_warnings"]
    assert [row.cells for row in table.rows] == [("1", "One is odd.", ""), ("2", "Two is odd.", "Seen")]
    assert "Appendix C" in text_of(paper, "executive_summary")


HOSTILE = "{{ x }} {forecast.variance} {budget} <w:p>&amp; \x07"


def test_hostile_text_of_a_return_stays_text(newest):
    """A heading or an item is filled in once: what it says is never filled in itself."""
    source = source_of(*newest)
    adjustments = source.data.current.adjustments
    items = adjustments.assign(item=HOSTILE)
    tables = dict(source.data.current.tables)
    tables["adjustments"] = replace(tables["adjustments"], typed=items)
    current = replace(source.data.current, tables=tables)
    data = replace(source.data, history=(*source.data.history[:-1], current))
    paper = paper_of(*newest, data=data)
    assert f"{HOSTILE} (£" in text_of(paper, "executive_summary")
