"""Workbooks for the tests: changed part by part, and as another reader reads them."""

import io
import zipfile

import python_calamine


def with_parts(content, change):
    """The same archive with each part as `change` gives it back by name and text."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name).decode("utf-8")))
    return stream.getvalue()


def by_another_reader(content):
    """The values of the first sheet that are not empty, by row and column."""
    sheet = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0)
    return {
        (number, place): value
        for number, cells in enumerate(sheet.to_python(skip_empty_area=False), 1)
        for place, value in enumerate(cells, 1)
        if value != ""
    }
