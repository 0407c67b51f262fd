"""What the pages say of the range of the cost, and what they say is missing."""

import json
import re

import pytest

from looked_at import some
from trustbook.chapters.call_on_councils import low_expected_high as range_of
from trustbook.chapters.call_on_councils import low_expected_high_chart as chart
from trustbook.chapters.call_on_councils import low_expected_high_text as page
from trustbook.chapters.call_on_councils import mitigations_text
from trustbook.chapters.call_on_councils.low_expected_high import CostRange, Step
from trustbook.chapters.call_on_councils.uncertain_items import ItemKind
from trustbook.chapters.forecast_trend import analysis as forecast
from trustbook.chapters.summary import text as summary
from trustbook.config.workspace import Workspace
from trustbook.data.period_data import open_period

EARLIER, LATER = "2030-31-P03", "2030-31-P04"
LONGEST = 30


@pytest.fixture
def data(synthetic_data):
    return synthetic_data()


@pytest.fixture
def found(data):
    return range_of.analyse(data)


def said_of(data):
    found = range_of.analyse(data)
    return "\n\n".join(repr(part(found, data)) for part in (page.answer, page.caveats) if part(found, data))


def test_the_answer_comes_first_and_says_what_is_expected_and_on_what(found, data):
    said = said_of(data)
    assert said.startswith(
        "**By our estimate, the cost to the councils of £500k could end as low as £339k or as high as £611k.**"
    )
    assert f'What could change it most is "{found.steps[0].name}": ' in said
    assert "The expected figure is £507k." in said
    assert "assume that all eight items go the same way, which is unlikely" in said


def test_what_the_return_does_not_say_of_a_mitigation_is_said(data):
    said = said_of(data)
    assert 'does not say whether the forecast counts on "Sale of a van", so it could go either way.' in said
    assert 'gives no likelihood for "Review of suppliers", so it is not in the expected figure either' in said


def test_no_likelihood_at_all_leaves_the_expected_cost_as_reported(synthetic_data, full_return):
    for row in full_return["mitigations"]:
        row["confidence"] = None
    said = said_of(synthetic_data({LATER: full_return}))
    assert "The expected figure is the one reported: the return does not say how likely any change is." in said
    assert "likelihood for 4 mitigations" in said


def test_the_outlook_is_given_with_both_its_ends_and_the_reason_why_it_is_not_added(real_data):
    said = said_of(real_data("2023-24-P11"))
    assert "between £24.9m and £28.9m at year end. It is meant to hold in 80% of years." in said
    assert "We do not add the two ranges: past forecast errors, from which the outlook is made, already" in said


def test_the_true_return_is_said_in_one_sentence_to_list_neither(real_data):
    said = said_of(real_data("2023-24-P11"))
    assert said.count("February's return does not report mitigations (measures to lower the cost) or reserves.") == 1
    assert "as low as £29.2m or as high as £32.7m" in said


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("mitigations", "July's return does not report mitigations (measures to lower the cost)."),
        ("funders", "report reserves."),
    ],
)
def test_only_what_is_missing_is_said_to_be(synthetic_data, full_return, missing, sentence):
    del full_return[missing]
    said = said_of(synthetic_data({LATER: full_return}))
    assert sentence in said
    assert " or reserves" not in said


def test_without_a_cost_there_is_nothing_to_show(synthetic_data):
    data = synthetic_data(period=EARLIER)
    assert range_of.analyse(data) is None
    for part in (
        page.answer,
        page.caveats,
        page.steps,
        page.shares,
        mitigations_text.mitigations,
        chart.low_expected_high,
    ):
        assert part(None, data) is None


def test_mitigations_without_a_cost_are_said_to_lead_nowhere_yet(synthetic_data, full_return, group_return):
    group_return["mitigations"] = full_return["mitigations"]
    data = synthetic_data({EARLIER: group_return}, period=EARLIER)
    assert "Without the cost to the councils we cannot say how low" in repr(page.answer(None, data))


def test_with_nothing_open_the_page_says_so(data):
    nothing = CostRange(500_000, True, True, ())
    assert "Nothing that the return lists could still change the cost to the councils of £500k" in repr(
        page.answer(nothing, data)
    )
    assert page.steps(nothing, data) is None
    variance = CostRange(-450_000, False, True, ())
    assert "change the variance, an underspend of £450k." in repr(page.answer(variance, data))


def test_the_table_begins_with_the_figure_reported_and_adds_up_in_each_column(found, data):
    shown = page.steps(found, data)
    for column in (2, 3, 4):
        *parts, total = [row[column] for row in shown.values]
        assert sum(parts) == pytest.approx(total)
    assert shown.rows[0][2:] == ("0.500", "0.500", "0.500")
    assert shown.rows[-1][2:] == ("0.339", "0.507", "0.611")
    assert "with 1 mitigation" in repr(shown)


def test_each_council_has_its_share_at_each_end_and_they_add_up(found, data):
    shown = page.shares(found, data)
    assert shown.headings[2:] == ("As reported, £", "Low, £", "Expected, £", "High, £")
    for column in range(2, 6):
        *parts, total = [row[column] for row in shown.values]
        assert sum(parts) == total


def test_the_split_is_exact_and_what_is_expected_is_shown_once_where_it_is_what_is_reported(real_data):
    data = real_data("2023-24-P11")
    shown = page.shares(range_of.analyse(data), data)
    assert shown.headings[2:] == ("Reported and expected, £", "Low, £", "High, £")
    assert [row[1] for row in shown.rows] == ["44.16", "55.84", ""]
    assert [row[2] for row in shown.rows] == ["14,369,664", "18,170,336", "32,540,000"]


def test_a_cost_that_nothing_could_change_is_divided_once(data):
    assert page.shares(CostRange(500_000, True, True, ()), data).headings[2:] == ("Cost, £",)


def test_the_table_of_mitigations_says_what_the_return_does_not(found, data):
    rows = {row[0]: row for row in mitigations_text.mitigations(found, data).rows}
    assert rows["Recruitment freeze"] == (
        *("Recruitment freeze", "30", "60", "no", "no single item", "Ann Example", "January 2031"),
    )
    assert rows["Review of suppliers"][2] == "not reported"
    assert rows["Sale of a van"][3] == "not reported"


def test_the_chart_has_a_bar_each_way_for_each_step_and_its_title_states_the_finding(found, data):
    figure = chart.low_expected_high(found, data)
    assert figure.title == "Low £339k, expected £507k, high £611k"
    written = json.dumps(figure.spec)
    for each in found.steps:
        assert each.name in repr(figure.table)
        assert f'"amount": {(each.low_gbp or each.high_gbp) / 1_000_000}' in written
    assert "The short line on a bar is what is expected" in figure.subtitle
    assert "−0.018" in repr(figure.table)
    assert "Furthest down is " in figure.description
    assert "Furthest up is " in figure.description


def test_one_step_is_no_chart(data):
    one = CostRange(500_000, True, True, (Step("Item", ItemKind.DISPUTED, -10, 0, 0),))
    assert chart.low_expected_high(one, data) is None


def test_once_the_year_has_ended_nothing_is_said_to_lie_ahead(synthetic_data, full_return):
    period = "2030-31-P12"
    data = synthetic_data(
        {period: full_return}, params={period: {"period": period, "status": "provisional_outturn"}}, period=period
    )
    said = said_of(data)
    assert "could still turn out as low as £339k" in said
    assert "could end" not in said
    assert "outlook" not in said


def test_the_front_page_has_the_same_range_with_both_ends(data):
    said = repr(summary.to_note(data, forecast.analyse(data), None))
    assert "could end as low as £339k or as high as £611k" in said


def test_a_body_without_amounts_beside_its_lines_has_its_variance_in_words(synthetic_data, full_return, trust_settings):
    trust_settings["councils"] = [{"code": "one", "name": "One Council", "short_name": "One", "share": "1"}]
    trust_settings["words"] = {"body": "directorate", "budget": "budget", "heading": "service"}
    full_return["mitigations"] = full_return["mitigations"][2:3]
    del full_return["adjustments"]
    data = synthetic_data({LATER: full_return}, trust=trust_settings)
    said = said_of(data)
    assert "the year could end with anything from an overspend of" in said
    assert not re.search(r"\b(trust|councils|contract)\b", said)
    assert page.shares(range_of.analyse(data), data) is None


def test_no_sentence_is_long(data, real_data):
    texts = [said_of(data), said_of(real_data("2023-24-P11"))]
    for sentence in some(part for text in texts for part in re.split(r"(?<=[.:;])\**\s", text)):
        assert len(sentence.split()) <= LONGEST, sentence


def test_the_notebook_of_the_chapter_names_the_datasets_whose_warnings_it_shows():
    notebook = json.loads((Workspace.find().root / "notebooks" / "call-on-councils.ipynb").read_text(encoding="utf-8"))
    assert {"mitigations", "funders", "adjustments"} <= set(notebook["metadata"]["trustbook"]["datasets"])
    assert open_period("2023-24-P11").current.dataset("mitigations") is None
