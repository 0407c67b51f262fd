"""A record of forecasts is read as it is, or refused with the line that is wrong."""

import pytest

from trustbook.core.errors import WorkspaceError
from trustbook.outlook.record import LEVELS, OWN_RECORD, own_record, read_record

LINE = {
    "authority": "Anytown",
    "scope": "council",
    "financial_year": "2030/31",
    "level": "council",
    "months_to_go": "3",
    "forecast_variance_gbp_k": "100",
    "budget_gbp_k": "5000",
    "outturn_variance_gbp_k": "80",
}


def written(folder, **changed):
    line = LINE | changed
    file = folder / "record.csv"
    file.write_text(",".join(line) + "\n" + ",".join(line.values()) + "\n", encoding="utf-8")
    return file


def test_the_librarys_record_says_where_each_forecast_and_outturn_was_taken_from():
    import pandas as pd

    whole = pd.read_csv(OWN_RECORD)
    assert len(whole) == len(own_record()) > 100
    assert whole[["source_forecast", "source_outturn"]].notna().all().all()
    assert set(own_record()["level"]) <= set(LEVELS)


def test_the_error_is_the_outturn_less_the_forecast(tmp_path):
    assert list(read_record(written(tmp_path))["error_gbp_k"]) == [-20]


def test_a_budget_can_be_missing(tmp_path):
    assert read_record(written(tmp_path, budget_gbp_k=""))["budget_gbp_k"].isna().all()


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"months_to_go": "13"}, "found '13' in the column months_to_go"),
        ({"outturn_variance_gbp_k": "much"}, "found 'much' in the column outturn_variance_gbp_k"),
        ({"forecast_variance_gbp_k": ""}, "found '' in the column forecast_variance_gbp_k"),
        ({"forecast_variance_gbp_k": "inf"}, "found 'inf'"),
    ],
)
def test_a_cell_that_is_no_figure_is_named_with_its_line(tmp_path, changed, found):
    with pytest.raises(WorkspaceError, match=found) as caught:
        read_record(written(tmp_path, **changed))
    assert caught.value.line == 2


def test_a_missing_column_is_named(tmp_path):
    file = tmp_path / "record.csv"
    file.write_text("authority,scope\nA,council\n", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="no column financial_year"):
        read_record(file)
