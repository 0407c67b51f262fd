import pytest
from openpyxl import Workbook

from trustbook.core.errors import WorkspaceError
from trustbook.starting.answers import Line
from trustbook.starting.headings import headings_from


def test_the_headings_of_a_return_are_read_without_its_groups_and_subtotals(tmp_path):
    file = tmp_path / "forecast.csv"
    file.write_text(
        "level,heading,parent,variance_gbp_k\nsubtotal,Placements,,3\nheading,Fostering,Placements,1\n"
        "heading,Residential,Placements,2\nheading,Legal,,0\ngroup,Other,,0\n"
    )
    assert headings_from(file) == (
        Line("Fostering", "Placements"),
        Line("Residential", "Placements"),
        Line("Legal"),
    )


def test_a_file_of_the_bodys_own_may_call_them_what_the_body_calls_them(tmp_path):
    file = tmp_path / "month 2.csv"
    file.write_text("Budget monitoring;;\nService;Division;Forecast\nSocial work;Teams;10\nTotal;;10\nSocial work;;1\n")
    assert headings_from(file, "service") == (Line("Social work", "Teams"),)


def test_headings_are_found_in_whichever_sheet_has_them(tmp_path):
    book = Workbook()
    book.active.append(["About", "this file"])
    sheet = book.create_sheet("Month 2")
    for row in (["Budget line", "Budget"], ["Fieldwork", 12], ["Contact centre", 3], ["Grand total", 15]):
        sheet.append(row)
    book.save(tmp_path / "return.xlsx")
    assert headings_from(tmp_path / "return.xlsx", "budget line") == (Line("Fieldwork"), Line("Contact centre"))


def test_a_file_without_headings_is_refused_with_the_name_that_the_column_may_have(tmp_path):
    file = tmp_path / "forecast.csv"
    file.write_text("team,amount\nNorth,1\n")
    with pytest.raises(WorkspaceError, match="a column named service, services, heading or budget_heading"):
        headings_from(file, "service")


def test_a_file_that_is_not_there_is_a_wrong_command(tmp_path):
    with pytest.raises(WorkspaceError, match="there is no such file"):
        headings_from(tmp_path / "none.csv")
