"""A column that could identify a person is refused in every dataset, and names of things are not taken for people."""

import pytest
from schemas import SCHEMAS

from trustbook.data.personal_columns import names_a_person
from trustbook.data.reader import read_table


@pytest.mark.parametrize(("column", "code"), [("home_name", "unknown_column"), ("surname", "personal_column")])
def test_other_datasets_refuse_people_too_and_names_of_things_are_only_unknown(tmp_path, column, code):
    file = tmp_path / "workforce.csv"
    names = ",".join(SCHEMAS["workforce"].names)
    file.write_text(f"{names},{column}\n", encoding="utf-8")
    assert [each.code for each in read_table(file, SCHEMAS["workforce"]).problems] == [code]


def test_a_start_date_is_that_of_a_child_only_where_children_are_counted(tmp_path):
    file = tmp_path / "programme.csv"
    names = ",".join(SCHEMAS["programme"].names)
    file.write_text(f"{names},start_date\n", encoding="utf-8")
    assert [each.code for each in read_table(file, SCHEMAS["programme"]).problems] == ["unknown_column"]


@pytest.mark.parametrize("heading", [column for schema in SCHEMAS.values() for column in schema.names])
def test_columns_that_datasets_have_are_read_whatever_they_are_called(tmp_path, heading):
    schema = next(each for each in SCHEMAS.values() if heading in each.names)
    file = tmp_path / f"{schema.name}.csv"
    file.write_text(f"{','.join(schema.names)}\n", encoding="utf-8")
    assert [each.code for each in read_table(file, schema).problems] == []


@pytest.mark.parametrize("heading", ["Child's initials", "childName", "POST CODE", "e-mail", "carer ref", "pupil no"])
def test_a_heading_is_recognised_however_it_is_written(heading):
    assert names_a_person(heading, SCHEMAS["workforce"])


@pytest.mark.parametrize("heading", ["project name", "Service name", "column 1", "renamed", "agency", "cases", ""])
def test_a_heading_of_a_thing_is_not(heading):
    assert not names_a_person(heading, SCHEMAS["workforce"])
