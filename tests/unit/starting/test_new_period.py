"""A new period has what is known of it, and no figure; what is there already is never touched."""

import csv
import sys

import pytest
import yaml

from trustbook import cli
from trustbook.config.workspace import Workspace
from trustbook.core.errors import ReturnError, WorkspaceError
from trustbook.core.period import Period
from trustbook.data.period_return import read_return
from trustbook.starting import new_period as module
from trustbook.starting.new_period import new_period
from trustbook.starting.next_step import in_lines
from trustbook.starting.period_form import period_form

LATER, NEW = "2030-31-P04", Period.parse("2030-31-P05")


def rows(workspace, name, period=NEW):
    with (workspace.data / str(period) / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def filled(rows):
    """The columns of which any line has a cell."""
    return {name for row in rows for name, cell in row.items() if cell}


def forecast(*lines, columns=("level", "heading", "variance_gbp_k")):
    return {"forecast": [dict(zip(columns, line, strict=True)) for line in lines]}


def test_a_new_return_has_the_datasets_columns_and_names_of_the_last_one_and_no_figure(
    synthetic_workspace, full_return
):
    workspace = synthetic_workspace()
    new_period(workspace, NEW)
    folder = workspace.data / str(NEW)
    assert {path.stem for path in folder.glob("*.csv")} == set(full_return)
    assert filled(rows(workspace, "forecast")) == {"level", "heading"}
    assert [row["heading"] for row in rows(workspace, "forecast")] == ["Staffing", "Placements", "Homes"]
    assert filled(rows(workspace, "savings")) <= {"ref", "proposal", "sro"}
    assert [row["ref"] for row in rows(workspace, "savings")] == [row["ref"] for row in full_return["savings"]]
    assert filled(rows(workspace, "controls")) == {"dataset", "column", "scope", "unit", "decimals"}
    assert filled(rows(workspace, "workforce")) == {"team", "measure", "unit"}
    with (workspace.data / LATER / "savings.csv").open(encoding="utf-8") as stream:
        assert list(rows(workspace, "savings")[0]) == stream.readline().strip().split(",")


def test_the_last_figures_are_in_the_readme_which_the_reader_passes_over(synthetic_workspace):
    workspace = synthetic_workspace()
    new_period(workspace, NEW)
    readme = (workspace.data / str(NEW) / "README.md").read_text(encoding="utf-8")
    assert "The last return, Period 4, July 2030, has:" in readme
    (last,) = (row for row in rows(workspace, "forecast", Period.parse(LATER)) if row["heading"] == "Placements")
    assert f"| heading | Placements | {last['contract_sum_gbp_k']} |" in readme
    read = read_return(workspace, NEW)
    assert all(
        table.problems == () and table.doubts == () and table.corrections == () for table in read.tables.values()
    )
    assert read.forecast["variance_gbp"].isna().all()


def test_the_figures_of_the_last_return_are_in_no_file_but_the_readme(synthetic_workspace, full_return):
    full_return["forecast"][1]["variance_gbp_k"] = 98765
    workspace = synthetic_workspace({LATER: full_return})
    new_period(workspace, NEW)
    with_it = [path.name for path in (workspace.data / str(NEW)).iterdir() if "98765" in path.read_text("utf-8")]
    assert with_it == ["README.md"]


def test_a_first_period_has_the_headings_of_the_settings_and_a_control_for_each_sum(synthetic_workspace):
    workspace = synthetic_workspace({})
    made = new_period(workspace, NEW)
    assert [each.schema.name for each in made.form.datasets] == ["forecast", "savings", "controls"]
    assert [row["heading"] for row in rows(workspace, "forecast")] == ["Staffing", "Placements", "Homes"]
    assert "revised_contract_sum_gbp_k" in rows(workspace, "forecast")[0]
    assert [row["column"] for row in rows(workspace, "controls")][-1] == "variance_gbp_k"
    assert rows(workspace, "savings") == []
    assert "last return" not in (workspace.data / str(NEW) / "README.md").read_text("utf-8")


def test_a_body_that_speaks_of_a_budget_has_one_column_for_it_and_its_own_words(synthetic_workspace, trust_settings):
    trust_settings["words"] = {"body": "directorate", "budget": "budget", "heading": "service"}
    workspace = synthetic_workspace({}, trust=trust_settings)
    new_period(workspace, NEW)
    assert set(rows(workspace, "forecast")[0]) >= {"budget_gbp_k"}
    assert "contract_sum_gbp_k" not in rows(workspace, "forecast")[0]
    readme = (workspace.data / str(NEW) / "README.md").read_text("utf-8")
    assert "heading: a service" in readme
    assert "contract sum" not in readme


def test_own_words_for_the_status_of_savings_ask_for_a_status(synthetic_workspace, trust_settings):
    trust_settings["saving_statuses"] = {"On track": "green"}
    form = period_form(synthetic_workspace({}, trust=trust_settings), NEW)
    assert "status" in form.dataset("savings").columns
    assert "red_gbp_k" not in form.dataset("savings").columns


def test_only_the_datasets_named_are_written_and_the_forecast_always(synthetic_workspace):
    workspace = synthetic_workspace()
    new_period(workspace, NEW, ["controls"])
    assert {path.stem for path in (workspace.data / str(NEW)).glob("*.csv")} == {"forecast", "controls"}
    assert {row["dataset"] for row in rows(workspace, "controls")} == {"forecast"}


def test_a_period_between_others_follows_the_one_before_it(synthetic_workspace, full_return, group_return):
    workspace = synthetic_workspace({"2030-31-P02": group_return, "2030-31-P06": full_return})
    assert new_period(workspace, NEW).form.last == Period.parse("2030-31-P02")
    assert [row["level"] for row in rows(workspace, "forecast")] == ["group", "group"]


def test_the_claims_of_the_last_paper_are_no_part_of_the_next_return(synthetic_workspace, full_return):
    full_return["claims"] = [{"claim_id": "C1", "metric": "forecast.variance", "value": 1}]
    workspace = synthetic_workspace({LATER: full_return})
    assert new_period(workspace, NEW).form.dataset("claims") is None


def test_claims_are_written_when_named_without_what_the_last_paper_stated(synthetic_workspace, full_return):
    full_return["claims"] = [{"claim_id": "C1", "metric": "forecast.variance", "value": 1}]
    workspace = synthetic_workspace({LATER: full_return})
    new_period(workspace, NEW, ["claims"])
    assert rows(workspace, "claims") == []


def test_an_unknown_dataset_is_refused_and_nothing_is_written(synthetic_workspace):
    workspace = synthetic_workspace()
    with pytest.raises(WorkspaceError, match="there is no dataset 'saving'; expected one of: forecast, "):
        new_period(workspace, NEW, ["saving"])
    assert not (workspace.data / str(NEW)).exists()
    assert not (workspace.params / f"{NEW}.yaml").exists()


def test_the_last_return_is_followed_over_a_gap_and_over_the_end_of_a_year(synthetic_workspace, trust_settings):
    trust_settings["headings"] = [
        {"name": "Staffing", "group": "Staff"},
        {"name": "Placements", "group": "Care", "last_year": "2030-31"},
        {"name": "Residential", "group": "Care", "first_year": "2031-32", "was": ["Placements"]},
        {"name": "Fostering", "group": "Care", "first_year": "2031-32", "was": ["Placements"]},
        {"name": "Homes", "group": "Care"},
        {"name": "Travel", "group": "Staff", "first_year": "2031-32"},
    ]
    lines = [("heading", name, 1) for name in ("Homes", "Placements", "Staffing")]
    controls = [
        {"dataset": "forecast", "column": "variance_gbp_k", "scope": scope, "value": 1, "unit": "gbp_k", "decimals": 0}
        for scope in ("all", "heading=Placements", "heading=Homes", "group=Care")
    ]
    workspace = synthetic_workspace({LATER: {**forecast(*lines), "controls": controls}}, trust=trust_settings)
    new_year, same_year = Period.parse("2031-32-P02"), Period.parse("2030-31-P09")
    new_period(workspace, same_year)
    assert [row["heading"] for row in rows(workspace, "forecast", same_year)] == ["Homes", "Placements", "Staffing"]
    new_period(workspace, new_year)
    names = [row["heading"] for row in rows(workspace, "forecast", new_year)]
    assert names == ["Homes", "Residential", "Fostering", "Staffing", "Travel"]
    assert [row["scope"] for row in rows(workspace, "controls", new_year)] == ["all", "heading=Homes", "group=Care"]


def test_a_return_by_group_is_followed_by_one_by_group(synthetic_workspace, group_return):
    workspace = synthetic_workspace({LATER: group_return})
    new_period(workspace, NEW)
    assert [(row["level"], row["heading"]) for row in rows(workspace, "forecast")] == [
        ("group", "Staff"),
        ("group", "Care"),
    ]


def test_subtotals_keep_their_place_and_their_parents(synthetic_workspace):
    lines = [
        ("subtotal", "Everything", "", 3),
        ("heading", "Staffing", "Everything", 1),
        ("subtotal", "Homes and care", "Everything", 2),
        ("heading", "Placements", "Homes and care", 1),
        ("heading", "Homes", "Homes and care", 1),
    ]
    last = forecast(*lines, columns=("level", "heading", "parent", "variance_gbp_k"))
    workspace = synthetic_workspace({LATER: last})
    new_period(workspace, NEW)
    assert [(row["level"], row["heading"], row["parent"]) for row in rows(workspace, "forecast")] == [
        line[:3] for line in lines
    ]


def test_a_subtotal_whose_lines_are_of_another_year_is_left_out(synthetic_workspace, trust_settings):
    trust_settings["headings"][1]["last_year"] = "2030-31"
    lines = [
        ("heading", "Staffing", "", 1),
        ("subtotal", "Everything else", "", 2),
        ("subtotal", "Care", "Everything else", 1),
        ("heading", "Placements", "Care", 1),
        ("heading", "Homes", "", 1),
    ]
    last = forecast(*lines, columns=("level", "heading", "parent", "variance_gbp_k"))
    workspace = synthetic_workspace({LATER: last}, trust=trust_settings)
    new_year = Period.parse("2031-32-P01")
    new_period(workspace, new_year)
    assert [row["heading"] for row in rows(workspace, "forecast", new_year)] == ["Staffing", "Homes"]


def test_financial_years_in_the_key_stay_and_days_do_not(synthetic_workspace, full_return):
    workspace = synthetic_workspace()
    new_period(workspace, NEW)
    there = {row["as_at"] for row in full_return["benefits"] if row.get("as_at")}
    assert {"2030-31", "2030-04"} <= there
    assert {row["as_at"] for row in rows(workspace, "benefits")} == {"", "2030-31", "2031-32"}


def test_a_period_that_is_there_is_never_written_over(synthetic_workspace):
    workspace = synthetic_workspace()
    before = {path: path.read_bytes() for path in workspace.root.rglob("*") if path.is_file()}
    for period in (LATER, "2030-31-P03"):
        with pytest.raises(WorkspaceError, match=f"data/{period}: the period has a folder already"):
            new_period(workspace, Period.parse(period))
    assert {path: path.read_bytes() for path in workspace.root.rglob("*") if path.is_file()} == before


def test_parameters_that_are_there_are_kept_and_said(synthetic_workspace):
    workspace = synthetic_workspace(params={str(NEW): {"period": str(NEW), "assumptions": {"amber_rate": 0.4}}})
    before = (workspace.params / f"{NEW}.yaml").read_bytes()
    made = new_period(workspace, NEW)
    assert (workspace.params / f"{NEW}.yaml").read_bytes() == before
    assert made.kept == (f"params/{NEW}.yaml",)
    assert f"  kept params/{NEW}.yaml, which was there" in in_lines(made)


def test_the_parameters_written_are_read_and_ask_for_the_status_at_the_end_of_the_year(synthetic_workspace):
    workspace = synthetic_workspace()
    for period in (NEW, Period.parse("2030-31-P12")):
        new_period(workspace, period)
        assert workspace.acknowledgements(period) == {}
    assert "final_outturn" in (workspace.params / "2030-31-P12.yaml").read_text("utf-8")
    assert "status" not in yaml.safe_load((workspace.params / f"{NEW}.yaml").read_text("utf-8"))


def test_nothing_is_left_when_a_file_cannot_be_written(synthetic_workspace, monkeypatch):
    workspace = synthetic_workspace()
    before = sorted(workspace.root.rglob("*"))
    monkeypatch.setattr(module, "period_files", lambda form: {"forecast.csv": b"", "no/such/folder.csv": b""})
    with pytest.raises(WorkspaceError, match=f"data/{NEW}: it cannot be written"):
        new_period(workspace, NEW)
    assert sorted(workspace.root.rglob("*")) == before


def test_a_folder_that_another_run_made_meanwhile_stays_as_it_is(synthetic_workspace, monkeypatch):
    workspace = synthetic_workspace()
    there = workspace.data / str(NEW) / "forecast.csv"

    def meanwhile(form):
        there.parent.mkdir()
        there.write_text("of the other run")
        return {"forecast.csv": b"ours"}

    monkeypatch.setattr(module, "period_files", meanwhile)
    with pytest.raises(WorkspaceError, match="it cannot be written"):
        new_period(workspace, NEW)
    assert there.read_text() == "of the other run"
    assert [path.name for path in workspace.data.iterdir() if path.name.startswith(".")] == []


def test_a_month_that_the_body_does_not_report_is_refused(synthetic_workspace, trust_settings):
    trust_settings["months_reported"] = [2, 4, 12]
    workspace = synthetic_workspace(trust=trust_settings)
    with pytest.raises(WorkspaceError, match=r"is of a month that is not reported; expected .*: P02, P04 or P12"):
        new_period(workspace, NEW)


def test_a_last_return_that_cannot_be_read_is_said_with_its_file(synthetic_workspace, full_return):
    full_return["savings"] = b"no,header\n1,2\n"
    workspace = synthetic_workspace({LATER: full_return})
    with pytest.raises(ReturnError, match=f"data/{LATER}/savings.csv"):
        new_period(workspace, NEW)


def test_text_that_a_spreadsheet_would_run_is_carried_as_text(synthetic_workspace, full_return):
    full_return["savings"][0]["proposal"] = "'=1+1"
    workspace = synthetic_workspace({LATER: full_return})
    new_period(workspace, NEW)
    assert rows(workspace, "savings")[0]["proposal"] == "'=1+1"
    assert read_return(workspace, NEW).savings["proposal"].iloc[0] == "=1+1"


def test_text_of_the_last_return_cannot_break_the_readme(synthetic_workspace, full_return):
    full_return["ratings"][0]["aspect"] = "A | <img src=x> [link](http://example.org)"
    workspace = synthetic_workspace({LATER: full_return})
    new_period(workspace, NEW)
    readme = (workspace.data / str(NEW) / "README.md").read_text("utf-8")
    assert r"A \| \<img src=x\> \[link\](http://example.org)" in readme


def test_a_paper_that_is_named_stands_on_each_line(synthetic_workspace):
    workspace = synthetic_workspace()
    made = new_period(workspace, NEW, source="made-up")
    for name in ("forecast", "savings", "controls", "ratings"):
        assert {row["source_id"] for row in rows(workspace, name)} == {"made-up"}
    assert "  2. List the paper in data/sources.csv as made-up." in in_lines(made)


def test_the_command_says_what_it_wrote_and_what_is_next(synthetic_workspace, monkeypatch, capsys):
    workspace = synthetic_workspace()
    monkeypatch.chdir(workspace.root)
    monkeypatch.setattr(sys, "argv", ["trustbook", "new", str(NEW)])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    said = capsys.readouterr().out
    assert not stopped.value.code
    assert f"wrote data/{NEW}/forecast.csv" in said
    assert f"wrote params/{NEW}.yaml" in said
    assert said.splitlines()[-1] == f"  3. trustbook check {NEW}"
    assert Workspace(workspace.root).newest() == NEW


@pytest.mark.parametrize("period", ["P5", "2030-31-P04", "2030-31-P13"])
def test_a_wrong_period_is_a_wrong_command(synthetic_workspace, monkeypatch, capsys, period):
    monkeypatch.chdir(synthetic_workspace().root)
    monkeypatch.setattr(sys, "argv", ["trustbook", "new", period])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
