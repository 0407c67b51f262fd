"""Files as the department writes them, today and in older releases: read rightly, or refused with a way out.

All figures here are made up.
"""

import csv
import gzip
import sys
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from trustbook import cli
from trustbook.chapters.compare.datasets import COMPARED
from trustbook.chapters.compare.import_report import in_lines
from trustbook.chapters.compare.published_import import FILE, import_published, pairs
from trustbook.config.settings import Settings
from trustbook.config.settings_files import validated
from trustbook.core.errors import ReturnError, WorkspaceError
from trustbook.data.conventions import OLDER_SYMBOLS, SYMBOLS
from trustbook.data.published.statistics import PublishedError, read_published
from trustbook.data.reader import read_table

OWN = "E10000001 / E10000002"
PLACES = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    "old_la_code,new_la_code,la_name"
)
UNITS = {"rate": "share"}


def national(*cells, time="2029", kind="Reporting year", code="E92000001", name="England"):
    return ",".join([time, kind, "National", code, name, "", "", "", "", "", *cells])


def regional(*cells, time="2029", kind="Reporting year", name="Nowhere Midlands"):
    return ",".join([time, kind, "Regional", "E92000001", "England", "E12000001", name, "", "", "", *cells])


def local(name, code, *cells, time="2029", kind="Reporting year", region="Nowhere Midlands"):
    return ",".join(
        [time, kind, "Local authority", "E92000001", "England", "E12000001", region, "999", code, name, *cells]
    )


def file_of(column, figures=("20", "10", "20", "30", "40")):
    """The country, a region, the own area and four others, each with one of the figures."""
    of_own, *others = figures
    return [
        f"{PLACES},{column}",
        national("15"),
        regional("16.5"),
        local("East / West", OWN, of_own),
        *(local(f"Area {place}", f"E1000000{place}", each) for place, each in enumerate(others, start=3)),
    ]


@pytest.fixture
def write(tmp_path):
    def write_lines(lines, name="published.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding=encoding)
        return path

    return write_lines


@pytest.fixture
def place_for(synthetic_workspace, trust_settings, synthetic_reference):
    def make(*measures):
        trust_settings["compared_measures"] = [
            {"name": "rate", "label": "Rate", "unit": "share", "high_is": "worse"} | each for each in measures or [{}]
        ]
        synthetic_reference.pop("compared", None)
        return synthetic_workspace(trust=trust_settings, reference=synthetic_reference)

    return make


@pytest.fixture
def trustbook(monkeypatch, capsys):
    def run(place, *arguments):
        monkeypatch.chdir(place.root)
        monkeypatch.setattr(sys, "argv", ["trustbook", "compare", "import", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        said = capsys.readouterr()
        return stopped.value.code or 0, said.out, said.err

    return run


def kept(place):
    with (place.root / FILE).open(encoding="utf-8") as stream:
        return {(row["time_period"], row["area_name"], row["measure"]): row for row in csv.DictReader(stream)}


def own(place, measure="rate", time="2029"):
    return kept(place)[time, "East / West", measure]


def refused(path, units=UNITS, only=None, **more):
    with pytest.raises(ReturnError) as caught:
        read_published(path, units, only, **more)
    return str(caught.value)


# Names with capitals, spaces and signs


@pytest.mark.parametrize("named", ["Turnover_rate_%", "turnover_rate", "Turnover rate (%)"])
@pytest.mark.parametrize("heading", ["Turnover_rate_%", "turnover_rate", "Turnover Rate %"])
def test_a_measure_is_found_however_the_department_and_the_settings_write_it(place_for, write, named, heading):
    place = place_for({"name": named})
    import_published(place, write(file_of(heading)), "made-up")
    assert own(place, "turnover_rate")["value"] == "0.2"
    assert own(place, "turnover_rate")["locator"].endswith(f"East / West, {heading}")


def test_a_heading_that_is_the_name_letter_for_letter_goes_before_one_that_is_like_it(write):
    lines = [f"{PLACES},Turnover_rate,Turnover_rate_%", national("3,15")]
    (line,) = read_published(write(lines), {"Turnover_rate_%": "share"}).lines
    assert line.cells["Turnover_rate_%"].value == Decimal("0.15")


def test_two_headings_that_could_be_one_measure_are_refused_and_both_named(write):
    said = refused(write([f"{PLACES},Rate_%,Rate", national("3,15")]))
    assert "the columns 'Rate_%' and 'Rate' could each be the measure 'rate'" in said
    assert "params/trust.yaml" in said


def test_two_measures_of_the_settings_that_would_have_one_name_are_refused(trust_settings):
    measure = {"label": "Rate", "unit": "share", "high_is": "worse"}
    trust_settings["compared_measures"] = [measure | {"name": name} for name in ("Rate_%", "rate")]
    with pytest.raises(WorkspaceError, match="'Rate_%' and 'rate' would both name their figures 'rate'"):
        validated(trust_settings, Settings, "params/trust.yaml")


def test_a_measure_needs_a_letter_or_a_digit_in_its_name(trust_settings):
    trust_settings["compared_measures"] = [{"name": "%", "label": "Rate", "unit": "share", "high_is": "worse"}]
    with pytest.raises(WorkspaceError, match="neither a letter nor a digit"):
        validated(trust_settings, Settings, "params/trust.yaml")


def test_a_file_without_the_measures_is_refused_with_the_columns_that_it_has(write):
    said = refused(write([f"{PLACES},Vacancies,sex", national("3,Total")]))
    assert (
        "none of the measures to be compared; its other columns are 'Vacancies', 'sex'; expected one of: rate" in said
    )


def test_a_measure_of_the_settings_that_the_file_does_not_have_is_said_aloud(place_for, write):
    place = place_for({}, {"name": "Vacancies"})
    done = import_published(place, write(file_of("rate")), "made-up")
    assert "Not in it: Vacancies." in in_lines(done, place)


# Kinds of time


@pytest.mark.parametrize(
    ("time", "kind", "is_read"),
    [
        ("2029", "Calendar year", "2029"),
        ("2029", "Reporting year", "2029"),
        ("202930", "Academic year", "2029-30"),
        ("2029/30", "Financial year", "2029-30"),
        ("202930", "Tax Year", "2029-30"),
        ("199900", "ACADEMIC  YEAR", "1999-00"),
    ],
)
def test_the_kinds_of_year_are_years(write, time, kind, is_read):
    found = read_published(write([f"{PLACES},rate", national("15", time=time, kind=kind)]), UNITS)
    assert {line.time for line in found.lines} == {is_read}


@pytest.mark.parametrize(
    ("time", "kind", "expected"),
    [
        ("2029", "Academic year", "both its years, such as 202324"),
        ("2029", "Financial year", "both its years, such as 202324"),
        ("202930", "Calendar year", "one year, such as 2023"),
    ],
)
def test_a_year_that_could_be_either_of_two_is_refused(write, time, kind, expected):
    said = refused(write([f"{PLACES},rate", national("15", time=time, kind=kind)]))
    assert f"column time_period: found '{time}' of a {kind.lower()}; expected {expected}" in said


@pytest.mark.parametrize("kind", ["Week 1", "Autumn term", "January", "Calendar year Q1", "Autumn and spring term"])
def test_a_part_of_a_year_is_not_taken_for_the_year(write, kind):
    said = refused(write([f"{PLACES},rate", national("15", kind=kind)]))
    assert f"its lines are of no year, but of '{kind}' in time_identifier" in said
    assert "Academic year" in said


MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"]
PARTS = [
    *(f"Week {week}" for week in range(1, 54)),
    *(*MONTHS, "December"),
    *(f"{kind} year Q{quarter}" for kind in ("Academic", "Calendar", "Financial", "Tax") for quarter in range(1, 5)),
    *(f"{term} term" for term in ("Autumn", "Spring", "Summer", "Autumn and spring")),
    *(
        "Academic year Q1-Q4",
        "Part 1 (April to September)",
        "Part 2 (October to March)",
        "Q1",
        "AY",
        "AYQ1",
        "W1",
        "M1",
    ),
]


@pytest.mark.parametrize("kind", PARTS)
@pytest.mark.parametrize("time", ["2029", "202930"])
def test_no_part_of_a_year_is_a_year_whether_it_is_alone_chosen_or_among_years(write, kind, time):
    line = national("15", time=time, kind=kind)
    assert "its lines are of no year" in refused(write([f"{PLACES},rate", line]))
    assert "its lines are of no year" in refused(write([f"{PLACES},rate", line]), UNITS, {"time_identifier": kind})
    among = [f"{PLACES},rate", line, national("16", time="203031", kind="Academic year")]
    assert "several kinds of time, which are not merged" in refused(write(among))
    (found,) = read_published(write(among), UNITS, {"time_identifier": "Academic year"}).lines
    assert found.time == "2030-31"


@pytest.mark.parametrize("kind", ["Calendar year", "Academic year", "Financial year", "Tax year", "Reporting year"])
@pytest.mark.parametrize("time", ["0000", "9999", "1899", "2200", "999900", "000001"])
def test_a_year_in_which_nothing_is_published_is_refused(write, kind, time):
    assert "a year from 1900 to 2199" in refused(write([f"{PLACES},rate", national("15", time=time, kind=kind)]))


@pytest.mark.parametrize("time", ["201112", "2011-12", "2009/10", "200001"])
def test_a_time_that_could_be_a_month_is_refused_where_no_column_tells_its_kind(write, time):
    lines = ["time_period,geographic_level,country_code,country_name,rate", f"{time},National,E92000001,England,15"]
    said = refused(write(lines))
    assert f"found '{time}', which could be a month or two years" in said
    assert "time_identifier" in said
    lines[1] = lines[1].replace(time, "201213")
    assert [line.time for line in read_published(write(lines), UNITS).lines] == ["2012-13"]


def test_titles_above_the_header_of_a_published_file_are_left_out_and_said(write):
    found = read_published(write(["Children's social work workforce", "", *file_of("rate")]), UNITS)
    assert len(found.lines) == 7
    assert any("the header is in line 3" in correction.why for correction in found.corrections)


def test_a_published_file_in_the_letters_of_a_mac_is_refused(write):
    lines = [f"{PLACES},rate", national("15", name="C\u00f4te d\u2019Or")]
    assert "Mac Roman" in refused(write(lines, encoding="mac_roman"))


@pytest.mark.parametrize("form", ["{}", " {} ", "[{}]"])
@pytest.mark.parametrize("symbol", [*SYMBOLS, *OLDER_SYMBOLS])
@pytest.mark.parametrize("unit", ["share", "count"])
def test_every_symbol_in_every_form_is_kept_and_is_no_figure(write, form, symbol, unit):
    written = form.format(symbol)
    (line,) = read_published(write([f"{PLACES},rate", national(written)]), {"rate": unit}).lines
    assert line.cells["rate"].value is None
    assert line.cells["rate"].symbol == OLDER_SYMBOLS.get(symbol, symbol)
    capital = read_published(write([f"{PLACES},rate", national(written.upper())]), {"rate": unit}).lines[0]
    assert capital.cells["rate"] == line.cells["rate"]


def test_many_weeks_are_named_ten_at_most_and_the_rest_counted(write):
    lines = [national("15", kind=f"Week {week}") for week in range(1, 41)]
    said = refused(write([f"{PLACES},rate", *lines]))
    assert "'Week 1', 'Week 2'" in said
    assert "'Week 10' and 30 more in time_identifier" in said


@pytest.mark.parametrize("kinds", [("Academic year", "Autumn term"), ("Autumn term", "Academic year")])
def test_kinds_of_time_are_not_merged_and_the_year_can_be_chosen(write, kinds):
    path = write([f"{PLACES},rate", *(national("15", time="202930", kind=kind) for kind in kinds)])
    said = refused(path)
    assert f"several kinds of time, which are not merged: '{kinds[0]}', '{kinds[1]}'" in said
    assert said.endswith('--only "time_identifier=Academic year"')
    found = read_published(path, UNITS, {"time_identifier": "Academic year"})
    assert len(found.lines) == 1


def test_two_kinds_of_year_are_not_merged_either_though_their_times_differ(write):
    lines = [national("15", kind="Calendar year"), national("16", time="202930", kind="Academic year")]
    assert "'Calendar year', 'Academic year'" in refused(write([f"{PLACES},rate", *lines]))


def test_a_line_that_does_not_say_its_kind_of_time_is_a_fault(write):
    said = refused(write([*file_of("rate"), local("Area 9", "E10000009", "10", kind="")]))
    assert "line 9, column time_identifier: the cell is empty; expected the kind of time" in said


# Below zero


@pytest.mark.parametrize(
    ("unit", "expected"), [("share", "per cent from 0 to 100"), ("count", "nothing below zero"), ("fte", "nothing")]
)
def test_a_figure_below_zero_is_refused_unless_the_settings_allow_it(write, unit, expected):
    path = write([f"{PLACES},rate", national("-15.5")])
    said = refused(path, {"rate": unit})
    assert f"found '-15.5'; expected {expected}" in said
    assert "below_zero: true" in said
    (line,) = read_published(path, {"rate": unit}, below_zero=["rate"]).lines
    assert line.cells["rate"].value == (Decimal("-0.155") if unit == "share" else Decimal("-15.5"))


def test_a_share_below_minus_one_hundred_per_cent_is_none_even_if_it_can_be_below_zero(write):
    path = write([f"{PLACES},rate", national("-101")])
    assert "expected per cent from -100 to 100" in refused(path, below_zero=["rate"])


def test_minus_nothing_is_nothing(write):
    (line,) = read_published(write([f"{PLACES},rate", national("-0.0")]), UNITS).lines
    assert not str(line.cells["rate"].value).startswith("-")


def test_ranks_and_quarters_hold_below_zero(place_for, write):
    place = place_for({"below_zero": True})
    import_published(place, write(file_of("rate", figures=("-20", "-30", "-10", "0", "10"))), "made-up")
    row = own(place)
    assert {name: row[name] for name in ("value", "lower", "same", "of", "lowest", "median", "highest")} == {
        "value": "-0.2",
        "lower": "1",
        "same": "0",
        "of": "5",
        "lowest": "-0.3",
        "median": "-0.1",
        "highest": "0.1",
    }


# Symbols


@pytest.mark.parametrize(
    ("written", "symbol"),
    [
        *((symbol, symbol) for symbol in SYMBOLS),
        (":", "x"),
        ("..", "x"),
        (".", "z"),
        ("~", "low"),
        ("k", "low"),
        ("K", "low"),
        ("LOW", "low"),
        (" C ", "c"),
        ("[c]", "c"),
        ("[ low ]", "low"),
    ],
)
def test_a_symbol_of_today_or_of_older_files_is_kept_with_its_meaning_and_is_never_zero(
    place_for, write, written, symbol
):
    place = place_for()
    import_published(place, write(file_of("rate", figures=(written, "10", "20", "30", "40"))), "made-up")
    row = own(place)
    assert (row["value"], row["symbol"], row["of"], row["without"], row["lowest"]) == ("", symbol, "4", "1", "0.1")


def test_older_symbols_are_said_aloud_with_what_they_were_read_as(place_for, write):
    place = place_for()
    done = import_published(place, write(file_of("rate", figures=("20", "~", "~", ":", "k"))), "made-up")
    (said,) = [line for line in in_lines(done, place) if line.startswith("Older symbols")]
    assert "'~' as rounds to 0 (low) in 2 cells" in said
    assert "':' as not available (x) in 1 cell" in said


@pytest.mark.parametrize("dash", ["-", "–", "−"])
def test_a_dash_has_had_two_meanings_and_is_refused_with_both(write, dash):
    said = refused(write([f"{PLACES},rate", national(dash)]))
    assert f"found '{dash}', which has stood for none at all (a true zero) and for a figure that is not there" in said


def test_an_empty_cell_is_refused_with_both_meanings(write):
    said = refused(write([f"{PLACES},rate,other", national("", "1")]))
    assert "it can mean none at all (zero), and that the figure is not there" in said


@pytest.mark.parametrize("written", ["s", "*", "N/A", "NULL", "suppressed"])
def test_an_unknown_symbol_is_refused_with_those_that_there_are(write, written):
    said = refused(write([f"{PLACES},rate", national(written)]))
    assert f"found '{written}'; expected a plain number, or one of the symbols c, z, x, u, low" in said
    assert "older symbols : .. . ~ k" in said


@pytest.mark.parametrize("written", ["12.5%", '"1,234"', "1E+05", "£12", '"12,5"'])
def test_a_figure_that_a_spreadsheet_rewrote_is_refused_since_it_may_have_rounded_it(write, written):
    said = refused(write([f"{PLACES},rate", national(written)]), {"rate": "count"})
    assert "A spreadsheet writes figures so" in said


def test_an_error_of_a_spreadsheet_is_called_that(write):
    assert "This is an error of a spreadsheet" in refused(write([f"{PLACES},rate", national("#REF!")]))


def test_a_share_over_a_hundred_points_to_its_unit(write):
    assert "correct its unit in compared_measures" in refused(write([f"{PLACES},rate", national("250")]))


# --only


POP = [f"{PLACES},pop,rate", national("Starting,30"), national("On 31 March,70")]


def test_lines_that_differ_in_a_filter_are_refused_with_its_values_and_words_that_choose(write):
    said = refused(write(POP))
    assert "a second line of England and 2029, after line 2; they differ in pop" in said
    assert "pop has 'Starting', 'On 31 March'" in said
    assert said.endswith("--only pop=Starting")


def test_a_wrong_value_after_only_is_answered_with_the_values_that_there_are(write):
    said = refused(write(POP), only={"pop": "starting"})
    assert (
        "there is no line where pop is starting; expected one of the values of pop: 'Starting', 'On 31 March'" in said
    )


def test_of_many_values_ten_are_named_and_the_rest_counted(write):
    lines = [national(f"Group {number},30") for number in range(14)]
    said = refused(write([f"{PLACES},pop,rate", *lines]), only={"pop": "All"})
    assert "'Group 9' and 4 more" in said


def test_two_choices_that_no_line_has_together_are_answered_with_what_is_left(write):
    lines = [national("A,x1,30"), national("B,x2,70")]
    said = refused(write([f"{PLACES},pop,kind,rate", *lines]), only={"pop": "A", "kind": "x2"})
    assert "there is no line where pop is A and kind is x2; expected one of the values of kind: 'x1'" in said


@pytest.mark.parametrize(
    ("heading", "asked"), [("pop", "Pop"), ("Pop", "pop"), ("Population group", "population_group")]
)
def test_a_column_to_choose_by_is_found_in_other_letters(write, heading, asked):
    path = write([f"{PLACES},{heading},rate", *POP[1:]])
    assert len(read_published(path, UNITS, {asked: "Starting"}).lines) == 1


def test_a_column_to_choose_by_that_is_not_there_is_answered_with_the_columns(write):
    said = refused(write(POP), only={"sex": "F"})
    assert "there is no column 'sex' to choose lines by" in said
    assert "pop" in said
    assert ", rate" not in said


def test_many_lines_that_differ_in_the_same_columns_are_one_fault(write):
    lines = [national(f"{group},30", time=str(year)) for year in range(2000, 2030) for group in ("Girls", "Total")]
    said = refused(write([f"{PLACES},sex,rate", *lines]))
    assert len(said.splitlines()) == 1
    assert "(so do 29 more lines)" in said
    assert said.endswith("--only sex=Total"), "the total is the choice that is offered"


def test_a_filter_of_numbers_can_be_chosen_by_too(write):
    said = refused(write([f"{PLACES},age,rate", national("16,30"), national("17,40")]))
    assert said.endswith("--only age=16")


@pytest.mark.parametrize(("one", "other"), [("Girls", "Boys"), ("16 to 17", "18 to 25")])
def test_another_measure_that_differs_is_no_choice(write, one, other):
    said = refused(write([f"{PLACES},part,rate,leavers", national(f"{one},30,5"), national(f"{other},40,6")]))
    assert "they differ in part;" in said
    assert "leavers" not in said


def test_the_same_line_twice_is_refused(write):
    assert "a second line of England and 2029, after line 2" in refused(
        write([f"{PLACES},rate", national("15"), national("15")])
    )


def test_a_total_for_some_areas_and_a_part_for_others_are_not_ranked_together(write):
    lines = [
        f"{PLACES},sex,rate",
        local("A", "E10000003", "Total,10"),
        local("B", "E10000004", "Girls,20"),
        national("Total,15"),
    ]
    said = refused(write(lines))
    assert "line 3, column sex: 'Girls', where other lines of Local authority and 2029 have 'Total'" in said
    assert said.endswith("--only sex=Total")
    assert len(read_published(write(lines), UNITS, {"sex": "Total"}).lines) == 2


def test_a_choice_or_a_day_that_is_given_twice_is_refused():
    with pytest.raises(WorkspaceError, match="found 'pop' a second time after --only: A and B"):
        pairs("--only", ["pop=A", "pop=B"])


def test_spaces_about_a_choice_are_no_part_of_it():
    assert pairs("--only", ["pop = On 31 March"]) == {"pop": "On 31 March"}


def test_a_day_of_publication_for_a_year_that_the_file_does_not_have_is_refused(place_for, write):
    place = place_for()
    with pytest.raises(WorkspaceError, match=r"found '2028' after --published.*expected one of: 2029"):
        import_published(place, write(file_of("rate")), "made-up", {"2028": "2029-02-28"})
    assert not (place.root / FILE).exists()


# What is no CSV


def _book(path):
    book = openpyxl.Workbook()
    for line in file_of("rate"):
        book.active.append(line.split(","))
    book.save(path)


@pytest.mark.parametrize("name", ["ees.xlsx", "ees.XLSX", "ees.csv", "ees"])
def test_a_workbook_is_called_one_whatever_its_ending_and_the_csv_is_pointed_to(tmp_path, name):
    _book(tmp_path / "book.xlsx")
    path = (tmp_path / "book.xlsx").rename(tmp_path / name)
    said = refused(path)
    assert said.startswith(f"{name}: it is a workbook; expected a data file as CSV.")
    assert "Download the data file as CSV" in said


def test_an_archive_is_called_one_and_the_files_in_it_are_named(tmp_path):
    with zipfile.ZipFile(tmp_path / "release.zip", "w") as archive:
        for name in ("data/a.csv", "data/a.meta.csv", "notes.txt"):
            archive.writestr(name, "x")
    assert refused(tmp_path / "release.zip").endswith("Unpack it, and give one of its CSV files: data/a.csv.")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 60, "a workbook of an older Excel"),
        (gzip.compress(b"time_period", mtime=0), "a packed file"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"PK\x03\x04 and no more", "a damaged archive or workbook"),
        (b"\n<!DOCTYPE html><html></html>", "a web page"),
        (b'{"results": []}', "JSON"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(tmp_path, content, kind):
    (tmp_path / "data.csv").write_bytes(content)
    assert f"data.csv: it is {kind}" in refused(tmp_path / "data.csv")


def test_the_description_of_a_data_file_is_not_taken_for_it(write):
    said = refused(write(["col_name,col_type,label", "rate,Indicator,Rate"], "data.meta.csv"))
    assert "it describes the columns of a data file (.meta.csv)" in said
    assert len(said.splitlines()) == 1


def test_a_mark_and_semicolons_of_a_spreadsheet_are_read_and_said_aloud(place_for, write):
    place = place_for()
    lines = [line.replace(",", ";") for line in file_of("rate")]
    done = import_published(place, write(lines, encoding="utf-8-sig"), "made-up")
    said = "\n".join(in_lines(done, place))
    assert own(place)["value"] == "0.2"
    assert "separated by semicolons" in said
    assert "byte order mark" in said


# Areas


def test_spaces_and_letters_of_codes_and_names_do_not_hide_the_own_area_or_its_region(place_for, write):
    place = place_for()
    lines = [
        line.replace("East / West", "East / West ").replace(OWN, " e10000001/E10000002 ") for line in file_of("rate")
    ]
    lines[2] = lines[2].replace("Nowhere Midlands", "Nowhere  midlands")
    import_published(place, write(lines), "made-up")
    assert {row["area_code"] for row in kept(place).values()} == {OWN, "E12000001", "E92000001"}
    assert own(place)["of"] == "5"


def test_an_authority_under_two_names_is_not_counted_twice(write):
    said = refused(write([*file_of("rate"), local("City of Area 3", "E10000003", "10")]))
    assert "line 9: a second line of City of Area 3 and 2029, after line 5; they differ in la_name" in said


def test_the_country_under_an_older_and_a_newer_code_is_refused(write):
    said = refused(write([f"{PLACES},rate", national("15"), national("15", code="921")]))
    assert "a second line of England and 2029, after line 2; they differ in country_code" in said
    assert "country_code has 'E92000001', '921'" in said


def test_a_code_that_the_gate_would_refuse_is_refused_at_once(place_for, write):
    place = place_for()
    lines = file_of("rate")
    lines[1] = national("15", code="921")
    with pytest.raises(PublishedError, match="line 2: found '921' as the code of England"):
        import_published(place, write(lines), "made-up")


def test_authorities_without_a_code_are_ranked_among_all(place_for, write):
    place = place_for()
    lines = [*file_of("rate"), local("Old County", "", "5"), local("Older County", "z", "6")]
    import_published(place, write(lines), "made-up")
    assert (own(place)["of"], own(place)["lower"]) == ("7", "3")


@pytest.mark.parametrize("name", ["Not available", "Unknown", "Outside of England and unknown"])
def test_children_of_no_known_place_are_no_authority(place_for, write, name):
    place = place_for()
    done = import_published(place, write([*file_of("rate"), local(name, "x", "1")]), "made-up")
    assert own(place)["of"] == "5"
    assert f"Passed over: 1 line of level Local authority, {name}." in in_lines(done, place)


@pytest.mark.parametrize("name", ["Total", "All authorities"])
def test_a_total_among_the_authorities_is_refused(write, name):
    said = refused(write([*file_of("rate"), local(name, "", "12")]))
    assert f"line 9, column la_name: found '{name}'; expected an authority" in said


def test_other_countries_are_passed_over_and_said_aloud(place_for, write):
    place = place_for()
    lines = [*file_of("rate"), national("9", code="W92000004", name="Wales")]
    done = import_published(place, write(lines), "made-up")
    assert {area for _, area, _ in kept(place)} == {"East / West", "Nowhere Midlands", "England"}
    assert "Passed over: 1 line of level National, Wales." in in_lines(done, place)


def test_an_empty_time_is_not_filled_from_a_column_called_year(write):
    said = refused(write([f"{PLACES},year,rate", national("2011,15", time="")]))
    assert "column time_period: found ''" in said


# What is written


def test_a_figure_with_more_decimals_than_a_table_has_can_be_read_again(place_for, write):
    place = place_for()
    third = "33.33333333333333"
    import_published(place, write(file_of("rate", figures=(third, "10", third, "66.66666666666667", "50"))), "made-up")
    assert own(place)["value"] == "0.333333333333"
    assert (own(place)["lower"], own(place)["same"]) == ("1", "1")
    read_table(place.root / FILE, COMPARED, FILE).trusted()
    assert import_published(place, write(file_of("rate")), "made-up").changed


def test_shares_that_are_not_in_per_cent_are_pointed_out(place_for, write):
    place = place_for()
    done = import_published(place, write(file_of("rate", figures=("0.2", "0.1", "0.2", "0.3", "0.4"))), "made-up")
    assert any(line.startswith("Look at rate: no authority has more than 1 per cent") for line in in_lines(done, place))
    done = import_published(place, write(file_of("rate")), "made-up")
    assert not any(line.startswith("Look at") for line in in_lines(done, place))


def test_without_the_own_area_the_codes_that_were_looked_for_are_named(trustbook, place_for, write):
    code, out, _ = trustbook(place_for(), write([f"{PLACES},rate", national("15")]), "--source", "made-up")
    assert code == 0
    assert f"None of the trust's own areas ({OWN}) is in it" in out
