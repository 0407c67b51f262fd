import pytest

from trustbook.core.errors import ReturnError
from trustbook.core.period import Period
from trustbook.data.datasets.finance import FORECAST
from trustbook.data.period_data import open_period
from trustbook.data.period_return import read_history, read_reference, read_return

EARLIER, LATER = "2030-31-P03", "2030-31-P04"
PERIOD = Period.parse(LATER)


def test_a_dataset_that_the_period_does_not_have_is_none(synthetic_workspace):
    made = read_return(synthetic_workspace(), PERIOD.step(-1))
    assert made.savings is None
    assert made.workforce is None
    assert made.dataset("controls") is None
    assert made.adjustments is not None


def test_each_dataset_is_read_from_its_own_file(synthetic_workspace, full_return):
    made = read_return(synthetic_workspace(), PERIOD)
    assert set(made.tables) == set(full_return)
    assert len(made.savings) == len(full_return["savings"])
    assert made.tables["savings"].file == f"data/{LATER}/savings.csv"


@pytest.mark.parametrize("name", ["forcast.csv", "Savings.csv", "savings.doc", "savings.csv.bak", "notes.txt"])
def test_a_stray_file_is_refused_with_the_names_there_are(synthetic_workspace, name):
    workspace = synthetic_workspace()
    (workspace.data / LATER / name).write_text("x", encoding="utf-8")
    with pytest.raises(ReturnError) as caught:
        read_return(workspace, PERIOD)
    assert caught.value.file == f"data/{LATER}/{name}"
    assert "savings.csv" in caught.value.expected


def test_a_hidden_file_is_passed_over(synthetic_workspace):
    workspace = synthetic_workspace()
    (workspace.data / LATER / ".DS_Store").write_bytes(b"\x00")
    assert read_return(workspace, PERIOD).savings is not None


def test_a_return_without_a_forecast_is_refused(synthetic_workspace, full_return):
    del full_return["forecast"]
    with pytest.raises(ReturnError) as caught:
        read_return(synthetic_workspace({LATER: full_return}), PERIOD)
    assert caught.value.file == f"data/{LATER}/forecast.csv"


def test_a_cell_that_cannot_be_read_is_refused_when_its_dataset_is_used(synthetic_workspace, full_return):
    full_return["savings"][1]["red_gbp_k"] = "lots"
    made = read_return(synthetic_workspace({LATER: full_return}), PERIOD)
    assert len(made.forecast) == 3
    with pytest.raises(ReturnError) as caught:
        _ = made.savings
    assert (caught.value.line, caught.value.column) == (3, "red_gbp_k")


def test_a_column_that_is_missing_is_refused_when_its_dataset_is_used(synthetic_workspace, full_return):
    header = [column.name for column in FORECAST.columns if column.name != "variance_gbp_k"]
    full_return["forecast"] = f"{','.join(header)}\nheading,Staffing{',' * (len(header) - 2)}\n"
    made = read_return(synthetic_workspace({LATER: full_return}), PERIOD)
    with pytest.raises(ReturnError, match="variance_gbp_k"):
        _ = made.forecast


def test_history_stops_at_the_period(synthetic_workspace, group_return):
    workspace = synthetic_workspace({f"2030-31-P{month:02d}": group_return for month in (2, 3, 4, 5)})
    found = [str(made.period) for made in read_history(workspace, PERIOD)]
    assert found == ["2030-31-P02", "2030-31-P03", "2030-31-P04"]


def test_history_stops_at_the_start_of_the_year(synthetic_workspace, group_return):
    workspace = synthetic_workspace({period: group_return for period in ("2029-30-P12", "2030-31-P01", "2030-31-P02")})
    found = [str(made.period) for made in read_history(workspace, Period.parse("2030-31-P02"))]
    assert found == ["2030-31-P01", "2030-31-P02"]


def test_the_month_before_is_the_previous_return(synthetic_data):
    data = synthetic_data()
    assert data.period == PERIOD
    assert str(data.previous.period) == EARLIER
    assert data.current.period == PERIOD


def test_the_previous_return_is_the_last_one_of_the_year_whatever_the_months_between(
    synthetic_data, full_return, group_return
):
    data = synthetic_data({"2030-31-P01": group_return, "2030-31-P02": group_return, LATER: full_return})
    assert str(data.previous.period) == "2030-31-P02"
    assert data.previous.period.seen_from(data.period) == "May (two months earlier)"


def test_p1_has_no_previous_return_even_if_p12_has_one(synthetic_data, group_return):
    data = synthetic_data({"2029-30-P12": group_return, "2030-31-P01": group_return})
    assert data.previous is None
    assert len(data.history) == 1


def test_reference_data_that_is_not_there_is_empty_and_has_its_columns(synthetic_workspace):
    found = read_reference(synthetic_workspace(reference={}))
    assert found.contract_sums.empty
    assert "original_gbp" in found.contract_sums
    assert found.comparators.empty
    assert found.sources.empty


def test_reference_data_that_cannot_be_read_is_refused(synthetic_workspace, synthetic_reference):
    synthetic_reference["contract_sums"][0]["original_gbp_k"] = "about 3600"
    with pytest.raises(ReturnError) as caught:
        read_reference(synthetic_workspace(reference=synthetic_reference))
    assert caught.value.file == "data/reference/contract_sums.csv"


def test_opening_a_period_reads_everything_it_may_need(synthetic_workspace):
    data = open_period(EARLIER, {"amber_rate": 0.25}, synthetic_workspace())
    assert str(data.period) == EARLIER
    assert data.assumptions.amber_rate == 0.25
    assert data.settings.trust.name == "Synthetic Trust"
    assert list(data.reference.sources["source_id"]) == ["made-up", "statistics"]


def test_a_period_is_opened_from_wherever_one_stands(synthetic_workspace, monkeypatch):
    monkeypatch.chdir(synthetic_workspace().notebooks)
    assert open_period().period == PERIOD
