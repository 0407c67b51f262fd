"""Reading a published file and keeping where the trust's areas stand; all figures here are made up."""

import csv
import shutil
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from looked_at import some
from trustbook import cli
from trustbook.chapters.compare import published_import
from trustbook.chapters.compare.published_import import FILE, import_published
from trustbook.core.errors import ReturnError, WorkspaceError
from trustbook.data.published.statistics import PublishedError, read_published
from trustbook.data.spread import Spread

UNITS = {"agency_rate_fte": "share", "stability": "share"}
HEADER = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    "new_la_code,la_name,old_la_code,breakdown,agency_rate_fte,stability"
)
OWN = "E10000001 / E10000002"
FIGURES = st.lists(st.decimals(0, 100, places=1), min_size=1, max_size=40)


def line(name="Elsewhere", agency="10", stability="60", *, code="E10000009", time="2029", breakdown="Total"):
    place = f"E92000001,England,E12000001,Nowhere Midlands,{code},{name},999"
    return f"{time},Reporting year,Local authority,{place},{breakdown},{agency},{stability}"


def others(level, name, agency="15", time="2029"):
    region = ",,," if level == "National" else f"E12000001,{name},,"
    return f"{time},Reporting year,{level},E92000001,England,{region},,Total,{agency},50"


@pytest.fixture
def whole():
    return [
        HEADER,
        others("National", "England"),
        others("Regional", "Nowhere Midlands", "16.5"),
        others("Regional", "Another Region", "1"),
        line("East / West", "20", code=OWN),
        line("A", "10", code="E10000003"),
        line("B", "20", code="E10000004"),
        line("C", "30", code="E10000005"),
        line("D", "c", code="E10000006"),
        line("E", "low", code="E10000007"),
    ]


@pytest.fixture
def place(synthetic_workspace, trust_settings, synthetic_reference):
    trust_settings["compared_measures"] = [
        {"name": "agency_rate_fte", "label": "Agency rate", "unit": "share", "high_is": "worse"},
        {"name": "stability", "label": "Stability", "unit": "share", "high_is": "better"},
    ]
    synthetic_reference.pop("compared", None)
    return synthetic_workspace(trust=trust_settings, reference=synthetic_reference)


@pytest.fixture
def write(tmp_path):
    def write_lines(lines, name="published.csv"):
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write_lines


def kept(place):
    with (place.root / FILE).open(encoding="utf-8") as stream:
        return {(row["time_period"], row["area_name"], row["measure"]): row for row in csv.DictReader(stream)}


def test_the_own_area_its_region_and_the_country_are_kept_and_nobody_else(place, write, whole):
    import_published(place, write(whole), "made-up")
    assert {area for _, area, _ in kept(place)} == {"East / West", "Nowhere Midlands", "England"}


def test_statistical_neighbours_are_kept_where_the_settings_name_them(
    place, write, whole, trust_settings, synthetic_workspace
):
    trust_settings["statistical_neighbours"] = {"codes": ["E10000005"], "source": "Made up"}
    near = synthetic_workspace(trust=trust_settings)
    import_published(near, write(whole), "made-up")
    assert "C" in {area for _, area, _ in kept(near)}


def test_symbols_count_neither_below_nor_above_and_never_as_zero(place, write, whole):
    import_published(place, write(whole), "made-up")
    row = kept(place)["2029", "East / West", "agency_rate_fte"]
    assert {name: row[name] for name in ("value", "lower", "same", "of", "without", "lowest", "highest")} == {
        "value": "0.2",
        "lower": "1",
        "same": "1",
        "of": "4",
        "without": "2",
        "lowest": "0.1",
        "highest": "0.3",
    }


@pytest.mark.parametrize("symbol", ["c", "z", "x", "u", "low"])
def test_a_symbol_of_the_own_area_is_kept_and_has_no_rank(place, write, whole, symbol):
    whole[4] = line("East / West", symbol, code=OWN)
    import_published(place, write(whole), "made-up")
    row = kept(place)["2029", "East / West", "agency_rate_fte"]
    assert (row["value"], row["symbol"], row["lower"], row["of"]) == ("", symbol, "", "3")


def test_the_same_file_again_changes_not_a_byte(place, write, whole):
    first = import_published(place, write(whole), "made-up", {"2029": "2030-02-28"})
    bytes_then = (place.root / FILE).read_bytes()
    again = import_published(place, write(whole), "made-up")
    assert (first.added, again.added, again.changed, again.same) == (6, 0, 0, 6)
    assert (place.root / FILE).read_bytes() == bytes_then
    assert b"2030-02-28" in bytes_then


def test_a_revised_figure_replaces_the_one_that_was_held(place, write, whole):
    import_published(place, write(whole), "made-up")
    whole[4] = line("East / West", "25", code=OWN)
    done = import_published(place, write(whole), "made-up")
    assert (done.added, done.changed) == (0, 1)
    assert kept(place)["2029", "East / West", "agency_rate_fte"]["value"] == "0.25"


def test_another_year_is_added_to_what_is_held(place, write, whole):
    import_published(place, write(whole), "made-up")
    import_published(place, write([each.replace("2029,", "202930,", 1) for each in whole]), "made-up")
    assert {time for time, _, _ in kept(place)} == {"2029", "2029-30"}


def test_a_day_of_publication_of_a_year_that_the_file_has_not_is_refused_with_its_years_in_order(place, write, whole):
    years = [str(year) for year in range(2020, 2030)]
    lines = [whole[0], *(each.replace("2029,", f"{year},", 1) for year in reversed(years) for each in whole[1:])]
    with pytest.raises(WorkspaceError, match=r"of which published\.csv has no line") as caught:
        import_published(place, write(lines), "made-up", published={"2019": "2020-02-29"})
    assert caught.value.expected == f"one of: {', '.join(years)}"


def test_a_fault_leaves_the_table_as_it_was_and_nothing_beside_it(place, write, whole):
    import_published(place, write(whole), "made-up")
    before = (place.root / FILE).read_bytes()
    with pytest.raises(PublishedError):
        import_published(place, write([*whole, line("F", "many")]), "made-up")
    assert (place.root / FILE).read_bytes() == before
    assert not list((place.root / FILE).parent.glob("*.part"))


def test_a_disk_that_fails_leaves_the_table_as_it_was_and_nothing_beside_it(place, write, whole, monkeypatch):
    def fails(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(WorkspaceError, match="No space left"):
        import_published(place, write(whole), "made-up")
    assert not (place.root / FILE).exists()
    assert not list((place.root / FILE).parent.glob("*.part"))


def test_a_link_out_of_the_workspace_put_in_place_of_the_table_while_the_file_is_read_is_refused(
    place, write, whole, monkeypatch, tmp_path_factory
):
    import_published(place, write(whole), "made-up")
    table = place.root / FILE
    outside = tmp_path_factory.mktemp("outside") / "compared.csv"
    outside.write_bytes(table.read_bytes().replace(b"England", b"Another country"))
    before = outside.read_bytes()

    def read_and_put(*arguments):
        table.unlink()
        table.symlink_to(outside)
        return read_published(*arguments)

    monkeypatch.setattr(published_import, "read_published", read_and_put)
    with pytest.raises(ReturnError, match=r"leads out of data/") as caught:
        import_published(place, write(whole), "made-up")
    assert caught.value.file == FILE
    assert table.is_symlink()
    assert outside.read_bytes() == before


def test_a_part_of_the_authorities_is_refused_once_the_whole_was_held(place, write, whole):
    import_published(place, write(whole), "made-up")
    with pytest.raises(PublishedError, match="it has 2 authorities for 2029"):
        import_published(place, write(whole[:6]), "made-up")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (line(agency="many"), "line 11, column agency_rate_fte: found 'many'; expected a plain number, or one of"),
        (line(agency=""), "line 11, column agency_rate_fte: the cell is empty, which is neither a figure nor a symbol"),
        (line(agency="101"), "line 11, column agency_rate_fte: found '101'; expected per cent from 0 to 100"),
        (line(agency="-1"), "line 11, column agency_rate_fte: found '-1'; expected per cent from 0 to 100"),
        (line(time="2029Q1"), "line 11, column time_period: found '2029Q1'; expected a year such as 2023"),
        (line(time="202931"), "line 11, column time_period: found '202931'"),
        (line(name=""), "line 11, column la_name: the area has no name"),
        (line().replace("Local authority", ""), "line 11, column geographic_level: the cell is empty"),
        (line() + ",more", "line 11: 14 cells; expected 13, as in the header"),
        (line("A", breakdown="Girls"), "a second line of A and 2029, after line 6; they differ in breakdown"),
    ],
)
def test_a_fault_is_one_sentence_with_its_line_and_what_was_expected(write, whole, wrong, said):
    with pytest.raises(PublishedError) as caught:
        read_published(write([*whole, wrong]), UNITS)
    assert len(caught.value.faults) == 1
    assert str(caught.value).startswith("published.csv, line 11")
    assert said in str(caught.value)
    assert str(caught.value).endswith(".") or "--only" in str(caught.value)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (HEADER.replace("time_period", "when"), "the column 'time_period' is missing"),
        (HEADER.replace("geographic_level", "level"), "the column 'geographic_level' is missing"),
        (HEADER.replace("agency_rate_fte", "a").replace("stability", "b"), "none of the measures to be compared"),
        (HEADER.replace("breakdown", "stability"), "the column 'stability' is there twice"),
        (HEADER.replace("_name", "_title"), "no column names the areas"),
    ],
)
def test_a_header_that_is_not_the_department_s_is_refused(write, whole, header, said):
    with pytest.raises(PublishedError, match=said):
        read_published(write([header, *whole[1:]]), UNITS)


def test_every_fault_is_told_and_many_of_them_are_counted(write, whole):
    with pytest.raises(PublishedError) as caught:
        read_published(write([*whole, *(line(f"Area {number}", "?") for number in range(23))]), UNITS)
    told = str(caught.value).splitlines()
    assert len(told) == 21
    assert told[-1] == "published.csv: 3 more faults like these."


def test_lines_are_chosen_where_an_area_has_several(write, whole):
    girls = [each.replace(",Total,", ",Girls,") for each in whole[1:]]
    path = write([*whole, *girls])
    with pytest.raises(PublishedError, match="--only breakdown=Total"):
        read_published(path, UNITS)
    assert len(read_published(path, UNITS, {"breakdown": "Total"}).lines) == len(whole) - 1


def test_an_extract_that_calls_its_columns_year_and_area_is_read(write):
    path = write(["year,geographic_level,area,agency_rate_fte", "2029,National,England,15.5"])
    (found,) = read_published(path, UNITS).lines
    assert (found.time, found.name, found.cells["agency_rate_fte"].value) == ("2029", "England", Decimal("0.155"))


def test_lines_of_other_levels_are_counted_and_passed_over(write, whole):
    found = read_published(write([*whole, line().replace("Local authority", "Ward")]), UNITS)
    assert found.skipped == {"Ward": 1}


@given(FIGURES)
def test_those_below_those_equal_and_those_above_are_all(figures):
    spread = Spread.of(figures)
    for figure in some(figures):
        above = sum(each > figure for each in figures)
        assert spread.count_below(figure) + spread.count_equal(figure) + 1 + above == len(figures)


@given(FIGURES)
def test_the_bounds_rise_and_lie_among_the_figures(figures):
    bounds = Spread.of(figures).bounds()
    assert (bounds is None) == (len(figures) < 4)
    if bounds:
        assert list(bounds) == sorted(bounds)
        assert (bounds[0], bounds[-1]) == (min(figures), max(figures))


@pytest.fixture
def trustbook(place, monkeypatch, capsys):
    monkeypatch.chdir(place.root)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["trustbook", "compare", "import", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        said = capsys.readouterr()
        return stopped.value.code or 0, said.out, said.err

    return run


def test_the_command_says_what_it_kept_and_that_a_second_time_nothing_is_new(trustbook, write, whole):
    path = write(whole)
    code, out, err = trustbook(path, "--source", "made-up", "--published", "2029=2030-02-28")
    assert (code, err) == (0, "")
    assert "Ranked among 4 to 6 authorities with a figure." in out
    assert "data/reference/compared.csv: 6 added, 0 changed, 0 as they were." in out
    assert "nothing new" in trustbook(path, "--source", "made-up")[1]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["none.csv", "--source", "made-up"], 2, "none.csv: there is no such file."),
        (["published.csv", "--source", "nobody"], 2, "there is no paper 'nobody' in the register"),
        (["published.csv", "--source", "made-up", "--published", "2029=soon"], 2, "found '2029=soon'"),
        (["published.csv", "--source", "made-up", "--only", "breakdown"], 2, "found 'breakdown' after --only"),
        (["published.csv", "--source", "made-up", "--only", "sex=F"], 1, "there is no column 'sex' to choose lines by"),
        (["published.csv", "--source", "made-up", "--only", "breakdown=None"], 1, "where breakdown is None"),
    ],
)
def test_a_wrong_command_or_file_is_one_line_and_writes_nothing(trustbook, place, write, whole, arguments, code, said):
    write(whole)
    result, out, err = trustbook(*arguments)
    assert (result, out) == (code, "")
    assert said in err
    assert len(err.strip().splitlines()) == 1
    assert not (place.root / FILE).exists()


def test_without_a_source_the_command_is_wrong(trustbook, write, whole):
    code, _, err = trustbook(write(whole))
    assert code == 2
    assert "--source" in err


def test_a_folder_that_is_a_link_out_of_the_workspace_gets_no_table(place, write, whole, tmp_path_factory):
    folder, outside = (place.root / FILE).parent, tmp_path_factory.mktemp("outside")
    shutil.rmtree(folder)
    folder.symlink_to(outside)
    with pytest.raises(ReturnError, match=r"leads out of data/"):
        import_published(place, write(whole), "made-up")
    assert list(outside.iterdir()) == []
