import json
import re
import xml.etree.ElementTree as ET

import altair as alt
import nbformat
import pandas as pd
import pytest

from trustbook.components.charts.chart import SVG, TEXTS, VEGALITE, figure
from trustbook.components.tables import Column, table
from trustbook.core.period import Period
from trustbook.site.chart_renderer import as_csv

IDENTIFIERS = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink")
TEXT = {
    "name": "variance",
    "title": "Placements lead",
    "subtitle": "Variance, £m, P4",
    "description": "Two bars: 0.1 and 0.3.",
}
FRAME = pd.DataFrame({"name": ["Staff", "Care"], "amount_gbp": [100_000, 300_000]})
TABLE = table(FRAME, [Column("name", "Heading"), Column("amount_gbp", "Variance", "gbp_m")], "Placements lead")
REST = {"period": Period.parse("2030-31-P04"), "source": ("The return",), "table": TABLE}


def chart():
    frame = pd.DataFrame({"name": ["Staff", "Care"], "amount": [0.1, 0.3]})
    return alt.Chart(frame).mark_bar().encode(x="amount:Q", y="name:N")


@pytest.mark.parametrize("missing", ["name", "title", "subtitle", "description"])
@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_figure_without_one_of_its_texts_is_refused(missing, text):
    with pytest.raises(ValueError, match=missing):
        figure(chart(), **REST | TEXT | {missing: text})


def test_the_same_chart_gives_the_same_bytes():
    one, other = figure(chart(), **REST, **TEXT), figure(chart(), **REST, **TEXT)
    assert one.spec == other.spec
    assert json.dumps(one.spec) == json.dumps(other.spec)
    assert one.svg() == other.svg() == one.svg()


def test_the_picture_names_nothing_that_would_be_fetched():
    svg = figure(chart(), **REST, **TEXT).svg()
    assert set(re.findall(r"https?://[^\"'\s)<]+", svg)) <= set(IDENTIFIERS)
    assert "<image" not in svg
    assert "<script" not in svg
    assert "@import" not in svg


def test_the_specification_names_nothing_that_would_be_fetched():
    spec = figure(chart(), **REST, **TEXT).spec
    schema = spec.pop("$schema")
    assert "/vega-lite/v6" in schema
    assert "http" not in json.dumps(spec)
    assert "url" not in json.dumps(spec)


def test_the_data_stand_in_the_specification_once():
    spec = figure(chart(), **REST, **TEXT).spec
    assert "datasets" not in spec
    assert spec["data"]["values"] == [{"name": "Staff", "amount": 0.1}, {"name": "Care", "amount": 0.3}]


def test_the_picture_is_well_formed_and_has_the_labels():
    root = ET.fromstring(figure(chart(), **REST, **TEXT).svg())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert {"Staff", "Care"} <= {text.text for text in root.iter("{http://www.w3.org/2000/svg}text")}


def test_a_notebook_gets_the_specification_the_picture_and_the_words():
    shown = figure(chart(), **REST, **TEXT)
    data, metadata = shown._repr_mimebundle_()
    assert set(data) == {VEGALITE, SVG, "text/plain"}
    assert data[VEGALITE] == shown.spec
    said = [TEXT["title"], TEXT["subtitle"], "Source: The return", TEXT["description"]]
    assert data["text/plain"].splitlines() == said
    assert metadata[TEXTS] == TEXT | {
        "period": "2030-31-P04",
        "source": "Source: The return",
        "table": {
            "headings": ["Heading", "Variance, £m"],
            "numeric": [False, True],
            "rows": [["Staff", "0.100"], ["Care", "0.300"]],
            "values": [["Staff", 0.1], ["Care", 0.3]],
        },
    }


def test_a_figure_without_its_data_is_refused():
    empty = table(FRAME.head(0), [Column("name", "Heading")], "Nothing")
    with pytest.raises(ValueError, match="table"):
        figure(chart(), **REST | TEXT | {"table": empty})


def test_what_a_notebook_gets_is_a_valid_output():
    data, metadata = figure(chart(), **REST, **TEXT)._repr_mimebundle_()
    cell = nbformat.v4.new_code_cell("figure")
    cell.outputs = [nbformat.v4.new_output("display_data", data=data, metadata=metadata)]
    assert nbformat.validator.isvalid(nbformat.v4.new_notebook(cells=[cell]))


def test_the_description_is_part_of_the_specification():
    assert figure(chart(), **REST, **TEXT).spec["description"] == TEXT["description"]


def test_data_from_a_web_address_cannot_be_drawn():
    elsewhere = alt.Chart("https://example.invalid/data.csv").mark_bar().encode(x="a:Q")
    with pytest.raises(ValueError, match=r"(?i)url|access|denied|not allowed"):
        figure(elsewhere, **REST, **TEXT).svg()


def test_the_figures_of_a_chart_are_no_formulas_in_a_spreadsheet():
    names = pd.DataFrame({"name": ["=1+1", "@SUM(1)", "- see note", "-"], "amount_gbp": [-43_000, 1_000, 2_000, 3_000]})
    written = as_csv(table(names, [Column("name", "=Heading"), Column("amount_gbp", "Variance", "gbp_k")], "Names"))
    assert written.splitlines() == ['\'=Heading,"Variance, £k"', "'=1+1,-43", "'@SUM(1),1", "'- see note,2", "-,3"]


def test_the_file_of_a_chart_has_values_whatever_the_page_rounds_and_words():
    frame = pd.DataFrame(
        {
            "name": ["Staff", "not reported", None],
            "amount": pd.Series([-1_234_567, 5_000, None], dtype="Int64"),
            "share": [0.2097902097902098, 0.385, None],
            "many": [1_234_567.0, 0.000001, None],
        }
    )
    columns = [
        Column("name", "Heading"),
        Column("amount", "Variance", "gbp_m_signed"),
        Column("share", "Share", "share"),
        Column("many", "Count", "count"),
    ]
    made = table(frame, columns, "Values")
    assert made.rows[0] == ("Staff", "−1.235", "21.0", "1,234,567")
    assert as_csv(made).splitlines() == [
        'Heading,"Variance, £m","Share, %",Count',
        "Staff,-1.234567,20.97902097902098,1234567",
        "not reported,0.005,38.5,0.000001",
        ",,,",
    ]
