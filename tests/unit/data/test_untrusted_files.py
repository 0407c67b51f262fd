"""Whatever stands where a file from outside should: it is read, or one sentence says at once why not."""

import ast
import os
import socket
from pathlib import Path

import pytest

import trustbook
from trustbook.build.cache_inputs import CacheInputs
from trustbook.chapters.compare.published_import import import_published
from trustbook.checks.suites import read_suite
from trustbook.claims.derived import read_derived
from trustbook.claims.statements import read_claims
from trustbook.config.settings import PeriodParameters, Settings
from trustbook.config.settings_files import read_yaml
from trustbook.core import incoming
from trustbook.core.errors import GateError, PeriodError, ReturnError, TrustbookError, WorkspaceError
from trustbook.core.incoming import read_file
from trustbook.core.period import Period
from trustbook.data.period_return import read_reference, read_return, return_tables
from trustbook.data.rows import LONGEST_CELL, MOST_BYTES, MOST_COLUMNS
from trustbook.pipeline.distributed.snapshot import Snapshot

LATER = "2030-31-P04"
PERIOD = Period.parse(LATER)


def pipe(path):
    os.mkfifo(path)


def a_socket(path):
    here = Path.cwd()
    os.chdir(path.parent)  # the name of a socket can have only so many characters
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def device(path):
    path.symlink_to("/dev/zero")


def folder(path):
    path.mkdir()


def link_in_a_ring(path):
    path.symlink_to(path)


def link_that_leads_nowhere(path):
    path.symlink_to(path.parent / "nowhere")


def too_large(path):
    with path.open("wb") as stream:
        stream.truncate(10**12)  # nothing of it is on the disk


WHAT = [pipe, a_socket, device, folder, link_in_a_ring, link_that_leads_nowhere, too_large]
PLACES = {
    "a return": ("data/{}/forecast.csv", lambda made: read_return(made, PERIOD)),
    "a workbook": ("data/{}/return.xlsx", lambda made: read_return(made, PERIOD)),
    "claims": ("data/{}/claims.csv", lambda made: read_claims(made, PERIOD)),
    "reference data": ("data/reference/outturns.csv", read_reference),
    "the register of papers": ("data/sources.csv", read_reference),
    "the settings": ("params/trust.yaml", lambda made: read_yaml(made.params / "trust.yaml", Settings)),
    "parameters": ("params/{}.yaml", lambda made: made.assumption_book(PERIOD)),
    "declarations": ("params/derived.yaml", lambda made: read_derived(made.params / "derived.yaml")),
    "a suite": ("expectations/x.json", lambda made: read_suite(made.expectations / "x.json", "expectations/x.json")),
    "a file of the command": ("published.csv", lambda made: import_published(made, made.root / "published.csv", "x")),
}


@pytest.fixture
def instead(synthetic_workspace):
    """Put something else where a file of a made-up workspace should be; give the workspace and the place."""

    def put(what, place):
        made = synthetic_workspace(params={LATER: {"period": LATER}})
        made.expectations.mkdir(exist_ok=True)
        path = made.root / place.format(LATER)
        path.unlink(missing_ok=True)
        what(path)
        return made, path

    return put


@pytest.mark.parametrize("what", WHAT, ids=lambda what: what.__name__)
@pytest.mark.parametrize("place", PLACES)
def test_what_is_no_file_is_refused_at_once_and_named(instead, place, what):
    where, read = PLACES[place]
    made, path = instead(what, where)
    with pytest.raises(TrustbookError) as caught:
        read(made)
    assert Path(caught.value.file).name == path.name
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("what", "says"),
    [(pipe, "a pipe"), (a_socket, "a socket"), (folder, "a folder"), (too_large, "1,000,000,000,000 bytes")],
    ids=lambda each: getattr(each, "__name__", each),
)
def test_a_sentence_says_what_stands_there(tmp_path, what, says):
    what(tmp_path / "forecast.csv")
    with pytest.raises(ReturnError, match=says):
        read_file(tmp_path / "forecast.csv", "data/forecast.csv", 1000)


@pytest.mark.parametrize("place", [name for name in PLACES if name != "a file of the command"])
def test_a_link_that_leads_out_of_its_folder_is_refused(instead, tmp_path_factory, place):
    outside = tmp_path_factory.mktemp("outside") / "secret"
    outside.write_text("root:x:0:0\n", encoding="utf-8")
    where, read = PLACES[place]
    made, _ = instead(lambda path: path.symlink_to(outside), where)
    with pytest.raises(TrustbookError, match=rf"leads out of {where.split('/')[0]}/") as caught:
        read(made)
    assert "root:x" not in str(caught.value)


def test_a_link_within_its_folder_is_followed(synthetic_workspace):
    made = synthetic_workspace()
    real = made.data / ".sent" / "forecast.csv"
    real.parent.mkdir()
    (made.data / LATER / "forecast.csv").rename(real)
    (made.data / LATER / "forecast.csv").symlink_to(real)
    assert len(read_return(made, PERIOD).forecast)


def test_a_file_that_may_not_be_read_is_one_sentence(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    (tmp_path / "forecast.csv").write_text("x", encoding="utf-8")
    monkeypatch.setattr(incoming.os, "open", refuse)
    with pytest.raises(ReturnError, match=r"forecast\.csv: it cannot be read \(Permission denied\)"):
        read_file(tmp_path / "forecast.csv", "forecast.csv", 1000)


def test_a_file_that_grows_while_it_is_read_is_refused_too(tmp_path, monkeypatch):
    file = tmp_path / "forecast.csv"
    file.write_bytes(b"x" * 11)
    monkeypatch.setattr(incoming, "_require_regular", lambda *_: None)
    with pytest.raises(ReturnError, match="11 bytes"):
        read_file(file, "forecast.csv", 10)


def test_a_return_may_be_as_large_as_its_longest_cells_make_it():
    assert MOST_BYTES == 20_000_000


def test_a_name_that_cannot_be_shown_is_shown_by_its_escapes(synthetic_workspace):
    made = synthetic_workspace()
    for name in (b"fore\x1b[31mcast.csv", b"f\xff.csv", b"f\nx.csv", "f\u202e.csv".encode()):
        Path(os.fsdecode(os.fsencode(made.data / LATER) + b"/" + name)).write_bytes(b"x")
    files = [each.file for each in return_tables(made, PERIOD) if isinstance(each, ReturnError)]
    shown = [r"fore\x1b[31mcast.csv", r"f\udcff.csv", r"f\nx.csv", r"f\u202e.csv"]
    assert sorted(files) == sorted(f"data/{LATER}/{name}" for name in shown)


@pytest.mark.parametrize("what", [pipe, device, too_large], ids=lambda what: what.__name__)
@pytest.mark.parametrize("place", ["data/{}/savings.csv", "params/{}.yaml", "expectations/forecast.json"])
def test_work_is_planned_past_what_cannot_be_read(instead, place, what):
    made, path = instead(what, place)
    assert made.shown(path) in CacheInputs(made).gate(PERIOD).ingredients


@pytest.mark.parametrize("what", [pipe, a_socket, too_large], ids=lambda what: what.__name__)
def test_what_is_no_file_is_sent_to_no_worker(instead, what):
    made, path = instead(what, "data/{}/.hidden")
    with pytest.raises(WorkspaceError) as caught:
        Snapshot.take(made)
    assert caught.value.file == made.shown(path)


def test_what_a_link_leads_out_to_is_sent_to_no_worker(synthetic_workspace, tmp_path_factory):
    made = synthetic_workspace()
    (made.data / LATER / ".all").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    with pytest.raises(WorkspaceError, match="leads out of data/"):
        Snapshot.take(made)


@pytest.mark.parametrize("what", [pipe, a_socket, link_that_leads_nowhere, lambda path: path.write_text("x")])
def test_a_period_that_is_no_folder_is_named(synthetic_workspace, what):
    made = synthetic_workspace()
    what(made.data / "2030-31-P05")
    with pytest.raises(PeriodError, match="no folder") as caught:
        made.periods()
    assert caught.value.file == "data/2030-31-P05"


def test_a_period_whose_folder_lies_elsewhere_is_named(synthetic_workspace, tmp_path_factory):
    made = synthetic_workspace()
    (made.data / "2030-31-P05").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    with pytest.raises(PeriodError, match="leads out of data/") as caught:
        made.periods()
    assert caught.value.file == "data/2030-31-P05"


@pytest.mark.parametrize(
    ("name", "shown", "char"),
    [
        ("2030-31-P05 ", "2030-31-P05 ", "U+0020 SPACE"),
        ("2030-31-P0\uff15", "2030-31-P0\uff15", "U+FF15 FULLWIDTH DIGIT FIVE"),
        ("2030\u201331-P05", "2030\u201331-P05", "U+2013 EN DASH"),
        ("2030-31-P05\u200b", r"2030-31-P05\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\x1b[2J2030-31-P05", r"\x1b[2J2030-31-P05", "U+001B a control character"),
    ],
)
def test_a_folder_whose_name_only_looks_like_a_period_shows_the_difference(synthetic_workspace, name, shown, char):
    made = synthetic_workspace()
    (made.data / name).mkdir()
    with pytest.raises(PeriodError) as caught:
        made.periods()
    assert caught.value.file == f"data/{shown}"
    assert f"'{shown}'" in str(caught.value)
    assert char in str(caught.value)


@pytest.mark.parametrize(
    "name",
    [
        *("2030-31-P04.yml", "2030-31-P04.YAML", "2030-31-P04.Yaml", "2030-31-P04", "2030-31-P4.yaml", "trust.yml"),
        *(
            "Trust.yaml",
            "derived.YAML",
            "2030-31-P04.yaml.bak",
            "2030-31-P0\uff14.yaml",
            "2030-31-P04 .yaml",
            "notes.md",
        ),
    ],
)
def test_a_file_of_parameters_that_nothing_would_read_is_named(synthetic_workspace, name):
    made = synthetic_workspace()
    (made.params / name).write_text(f"period: {LATER}\nassumptions: {{amber_rate: 0.1}}\n", encoding="utf-8")
    with pytest.raises(WorkspaceError) as caught:
        made.assumption_book(PERIOD)
    assert caught.value.file == f"params/{name}"
    assert "2023-24-P07.yaml" in caught.value.expected


def test_hidden_files_among_the_parameters_are_passed_over(synthetic_workspace):
    made = synthetic_workspace()
    for name in (".gitkeep", ".trust.yaml.swp", "~$trust.yaml"):
        (made.params / name).write_text("x", encoding="utf-8")
    assert made.assumption_book(PERIOD)


@pytest.mark.parametrize("columns", [MOST_COLUMNS + 1, 100_000])
def test_a_header_with_more_columns_than_any_table_is_one_sentence(synthetic_workspace, columns):
    made = synthetic_workspace()
    header = ",".join(f"c{number}" for number in range(columns))
    (made.data / LATER / "forecast.csv").write_text(header + "\n", encoding="utf-8")
    with pytest.raises(ReturnError, match=f"there are {columns:,} columns") as caught:
        read_return(made, PERIOD)
    assert caught.value.expected == f"at most {MOST_COLUMNS}"


def test_a_heading_as_long_as_a_cell_can_be_is_shown_in_part(synthetic_workspace):
    made = synthetic_workspace()
    (made.data / LATER / "forecast.csv").write_text(f"level,heading,{'x' * LONGEST_CELL}\n", encoding="utf-8")
    with pytest.raises(ReturnError, match="there is no column 'xxx") as caught:
        _ = read_return(made, PERIOD).forecast
    assert len(caught.value.problem) < 200


OPENERS = {"open", "read_text", "read_bytes", "load_workbook", "read_csv", "read_excel", "ZipFile", "fdopen", "load"}
ROOMS = (
    "data",
    "checks",
    "claims",
    "config/settings.py",
    "config/assumptions.py",
    "core/plain_yaml.py",
    "build/cache_inputs.py",
)
OURS = {
    ("checks/findings.py", "read_text"),  # a report that the gate wrote
    ("config/assumptions.py", "read_text"),  # the defaults, which are a part of the library
    ("checks/explained/lookup.py", "read_text"),  # what codes mean, which is a part of the library
    ("claims/report.py", "read_text"),  # a tie-out that this library wrote
    ("data/workbooks/packed.py", "ZipFile"),  # of bytes that are read already
    ("data/published/file.py", "ZipFile"),  # of bytes that are read already
    ("data/workbooks/packed.py", "open"),  # of a part of such an archive
    ("build/cache_inputs.py", "read_text"),  # the lock file of the packages
    ("build/cache_inputs.py", "read_bytes"),  # the library's own code
}


def test_nothing_but_the_one_function_opens_a_file_from_outside():
    library = Path(trustbook.__file__).parent
    files = [
        path
        for room in ROOMS
        for path in ([library / room] if room.endswith(".py") else (library / room).rglob("*.py"))
    ]
    found = set()
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in OPENERS:
                    found.add((path.relative_to(library).as_posix(), name))
    assert len(files) > 40
    assert found == OURS


def test_a_suite_that_is_no_file_stops_the_gate_and_not_the_machine(instead):
    _, path = instead(pipe, "expectations/forecast.json")
    with pytest.raises(GateError, match="a pipe"):
        read_suite(path, "expectations/forecast.json")


def test_parameters_of_a_period_are_read_where_they_stand(synthetic_workspace):
    made = synthetic_workspace(params={LATER: {"period": LATER, "assumptions": {"amber_rate": 0.25}}})
    assert read_yaml(made.params / f"{LATER}.yaml", PeriodParameters).assumptions == {"amber_rate": 0.25}
