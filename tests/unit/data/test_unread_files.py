"""Whatever lies in the folders of data and settings is read, or named as not read."""

import pytest
from schemas import PERIOD_DATASETS, REFERENCE_DATASETS

from trustbook.build.cache_inputs import CacheInputs
from trustbook.checks.findings import PASSED_OVER, Severity, from_system_file
from trustbook.config.workspace import Workspace
from trustbook.core.errors import PeriodError, ReturnError, TrustbookError, WorkspaceError
from trustbook.core.ignored_files import advice, is_ignored, system_file_kind, system_files_in
from trustbook.core.period import Period
from trustbook.data.period_return import read_reference, read_return
from trustbook.site import quality_page

LATER = "2030-31-P04"
PERIOD = Period.parse(LATER)
LITTER = [
    *("Thumbs.db", "thumbs.db", "ehthumbs.db", "desktop.ini", "Desktop.ini", "forecast.csv:Zone.Identifier"),
    *(".DS_Store", "._forecast.csv", "__MACOSX", ".Trashes", "Icon\r", ".directory", "@eaDir"),
    *("~$forecast.xlsx", "~WRL0001.tmp", ".~lock.forecast.csv#", ".#forecast.csv", ".trust.yaml.swp", "forecast.csv~"),
    *(".ipynb_checkpoints", ".hidden", "#forecast.csv#"),
]
DOCUMENTATION = ["README.md", "Readme.txt", "README", ".gitkeep", ".gitignore", ".keep"]
FOLDERS = ["data", f"data/{LATER}", "data/reference", "params", "expectations"]


def read_everything(made):
    Workspace(made.root).periods()
    made.require_known_parameters()
    assert read_return(made, PERIOD).savings is not None
    read_reference(made)


@pytest.mark.parametrize("name", LITTER)
@pytest.mark.parametrize("folder", FOLDERS)
def test_litter_of_systems_and_editors_stops_nothing_and_is_named(synthetic_workspace, folder, name):
    made = synthetic_workspace()
    made.expectations.mkdir(exist_ok=True)
    path = made.root / folder / name
    path.mkdir() if name in ("__MACOSX", ".Trashes", "@eaDir", ".ipynb_checkpoints") else path.write_bytes(b"\x00")
    read_everything(made)
    assert path in system_files_in([*made.common_folders, made.data / LATER])
    finding = from_system_file(path.name, made.shown(path))
    assert finding.severity is Severity.INFO
    assert finding.sentence.startswith(f"the file was not read, because it is {system_file_kind(path.name)}")
    assert finding.mend
    assert made.shown(path) in CacheInputs(made).gate(PERIOD).ingredients
    assert made.shown(path) not in CacheInputs(made).chapter(PERIOD, "summary").ingredients


@pytest.mark.parametrize("name", DOCUMENTATION)
@pytest.mark.parametrize("folder", FOLDERS)
def test_what_explains_a_folder_is_passed_over_and_nothing_is_said(synthetic_workspace, folder, name):
    made = synthetic_workspace()
    made.expectations.mkdir(exist_ok=True)
    (made.root / folder / name).write_text("About this folder.", encoding="utf-8")
    read_everything(made)
    assert system_files_in([*made.common_folders, made.data / LATER]) == []


@pytest.mark.parametrize(
    "name", [f"{each}.csv" for each in (*PERIOD_DATASETS, *REFERENCE_DATASETS)] + ["trust.yaml", "return.xlsx", "x"]
)
def test_no_name_that_could_be_a_return_is_taken_for_litter(name):
    assert not is_ignored(name)
    assert not is_ignored(f"Copy of {name}")
    assert not is_ignored(f"{name}.bak")


def test_a_file_that_is_open_elsewhere_comes_with_the_advice_to_close_it():
    assert "open in Excel" in system_file_kind("~$forecast.xlsx")
    assert "Save and close it" in advice("~$forecast.xlsx")
    assert "open in LibreOffice" in system_file_kind(".~lock.savings.csv#")
    assert advice("Thumbs.db") == "Nothing to do."
    assert "begin with a dot" in advice(".forecast.csv")


@pytest.mark.parametrize("name", [*PERIOD_DATASETS, *REFERENCE_DATASETS])
def test_a_dataset_that_lies_in_data_itself_is_named(synthetic_workspace, name):
    made = synthetic_workspace()
    (made.data / f"{name}.csv").write_text("x\n", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="nothing reads a file of this name in data/") as caught:
        made.periods()
    assert caught.value.file == f"data/{name}.csv"


@pytest.mark.parametrize(
    "name", ["source.csv", "sources.xlsx", "Sources.csv", "2030-31.zip", "notes.txt", "sources.csv.bak"]
)
def test_any_other_file_in_data_is_named(synthetic_workspace, name):
    made = synthetic_workspace()
    (made.data / name).write_bytes(b"x")
    with pytest.raises(TrustbookError) as caught:
        made.periods()
    assert caught.value.file == f"data/{name}"


@pytest.mark.parametrize("name", [f"{LATER}x", f"{LATER} ", "Reference", "references", "archive", "2030-31"])
def test_a_folder_in_data_that_is_no_period_is_named(synthetic_workspace, name):
    made = synthetic_workspace()
    (made.data / name).mkdir()
    with pytest.raises(PeriodError, match="the folder's name") as caught:
        made.periods()
    assert caught.value.file == f"data/{name}"
    assert "reference" in caught.value.expected


@pytest.mark.parametrize(
    ("name", "says"),
    [
        *((f"{name[:-1]}.csv", "Correct its name") for name in REFERENCE_DATASETS),
        *((f"{name}.CSV", "Correct its name") for name in REFERENCE_DATASETS),
        ("outturns.xlsx", "Correct its name"),
        ("sources.csv", "data/sources.csv"),
        *((f"{name}.csv", "folder of its period") for name in PERIOD_DATASETS if name != "claims"),
    ],
)
def test_a_file_in_the_reference_folder_that_nothing_reads_is_named(synthetic_workspace, name, says):
    made = synthetic_workspace()
    (made.data / "reference" / name).write_bytes(b"x")
    with pytest.raises(ReturnError, match="nothing reads a file of this name") as caught:
        read_reference(made)
    assert caught.value.file == f"data/reference/{name}"
    assert says in caught.value.mend
    assert made.shown(made.data / "reference" / name) in CacheInputs(made).gate(PERIOD).ingredients


def test_litter_is_no_matter_of_the_public_page(unvaried_workspace):
    from trustbook.checks.findings import report

    finding = from_system_file("Thumbs.db", f"data/{LATER}/Thumbs.db")
    assert finding.code == PASSED_OVER
    assert quality_page.page(report(LATER, [finding], {}), []) == quality_page.page(report(LATER, [], {}), [])
