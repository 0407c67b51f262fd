import pytest

from looked_at import some
from trustbook.chapters.metrics import metrics, origin
from trustbook.components.lineage import origin_of


def test_every_figure_has_an_origin_with_a_sentence(real_data, real_period):
    data = real_data(real_period)
    for each in some(metrics(data)):
        assert origin_of(data, each).how.endswith(".")


def test_every_reported_figure_names_lines_of_data_and_a_paper(real_data, real_period):
    data = real_data(real_period)
    for each in some(each for each in metrics(data) if each.value is not None):
        papers = [place for place in origin_of(data, each).places if place.lines]
        year_sum_only = each.name == "forecast.contract_sum" and not papers
        assert year_sum_only or all(place.paper and place.locator for place in papers)
        assert year_sum_only or papers


def test_the_lines_named_are_those_whose_amounts_add_up_to_the_figure(synthetic_data):
    data = synthetic_data()
    by_name = {each.name: each.value for each in metrics(data)}
    for name in ("forecast.variance", "forecast.pressure", "council.call", "savings.red"):
        total = 0
        for place in origin(data, name).places:
            dataset = place.file.split("/")[-1].removesuffix(".csv")
            rows = data.current.tables[dataset].typed
            total += rows.loc[list(place.lines), place.column.removesuffix("_k")].sum()
        assert total == by_name[name] * 1000


def test_a_movement_names_the_lines_of_both_months(synthetic_data):
    files = {place.file for place in origin(synthetic_data(), "forecast.variance_movement").places}
    assert len(files) == 2


def test_a_figure_that_does_not_exist_has_no_origin(synthetic_data):
    with pytest.raises(KeyError):
        origin(synthetic_data(), "forecast.nothing")
