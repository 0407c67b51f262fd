import pytest

from trustbook.chapters.key_figures import _meaning, key_figures, written
from trustbook.components.metric import Metric

EARLIER, LATER = "2030-31-P03", "2030-31-P04"


def test_a_figure_says_how_it_moved_since_the_period_before(synthetic_data):
    (figure,) = key_figures(synthetic_data(), "forecast.variance").figures
    assert figure.meaning[0].endswith("since June")


def test_a_figure_that_is_not_reported_is_left_out(synthetic_data):
    data = synthetic_data().at_previous()
    assert data is not None
    names = [each.name for each in key_figures(data, "forecast.variance", "savings.target").figures]
    assert "Variance" in names


def test_a_name_that_no_metric_has_is_an_error(synthetic_data):
    with pytest.raises(KeyError):
        key_figures(synthetic_data(), "forecast.nothing")


def test_the_origin_can_be_opened_and_names_its_figure_to_a_screen_reader(synthetic_data):
    page = key_figures(synthetic_data(), "forecast.variance")._repr_html_()
    assert '<summary>Where this comes from<span class="tb-hidden">: Variance</span></summary>' in page
    assert "forecast.csv" in page


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1_500_000, "gbp_k", "£1.5m"),
        (0.3, "share", "30.0%"),
        (130, "count", "130"),
        (39.5, "fte", "39.5"),
        (None, "fte", "not reported"),
    ],
)
def test_a_metric_is_written_in_the_form_of_its_unit(value, unit, text):
    assert written(Metric("a.b", value, unit, "A")) == text


def test_a_share_as_reported_has_the_digits_of_its_paper_and_one_worked_out_a_decimal(synthetic_data):
    shown = {each.name: each.figure for each in key_figures(synthetic_data(), "workforce.agency_premium").figures}
    assert shown == {"Agency premium": "25%"}
    worked_out = key_figures(synthetic_data(), "placements.residential_share").figures
    assert [each.figure for each in worked_out] == ["30.0%"]


def test_less_than_half_a_pound_is_no_change():
    before, now = (Metric("a.b", value, "gbp_k", "A") for value in (100.0, 100.4))
    assert _meaning(now, before, "June") == ("unchanged since June",)
