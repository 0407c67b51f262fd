import json
import re
import xml.etree.ElementTree as ET

import altair as alt
import nbformat
import pandas as pd
import pytest

from trustbook.show.charts.figure import SVG, TEXTS, VEGALITE, figure

IDENTIFIERS = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink")
TEXT = {"title": "Placements lead", "subtitle": "Variance, £m, P4", "description": "Two bars: 0.1 and 0.3."}


def chart():
    frame = pd.DataFrame({"name": ["Staff", "Care"], "amount": [0.1, 0.3]})
    return alt.Chart(frame).mark_bar().encode(x="amount:Q", y="name:N")


@pytest.mark.parametrize("missing", ["title", "subtitle", "description"])
@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_figure_without_one_of_its_texts_is_refused(missing, text):
    with pytest.raises(ValueError, match=missing):
        figure(chart(), **TEXT | {missing: text})


def test_the_same_chart_gives_the_same_bytes():
    one, other = figure(chart(), **TEXT), figure(chart(), **TEXT)
    assert one.spec == other.spec
    assert json.dumps(one.spec) == json.dumps(other.spec)
    assert one.svg() == other.svg() == one.svg()


def test_the_picture_names_nothing_that_would_be_fetched():
    svg = figure(chart(), **TEXT).svg()
    assert set(re.findall(r"https?://[^\"'\s)<]+", svg)) <= set(IDENTIFIERS)
    assert "<image" not in svg
    assert "<script" not in svg
    assert "@import" not in svg


def test_the_specification_names_nothing_that_would_be_fetched():
    spec = figure(chart(), **TEXT).spec
    schema = spec.pop("$schema")
    assert "/vega-lite/v6" in schema
    assert "http" not in json.dumps(spec)
    assert "url" not in json.dumps(spec)


def test_the_data_stand_in_the_specification_once():
    spec = figure(chart(), **TEXT).spec
    assert "datasets" not in spec
    assert spec["data"]["values"] == [{"name": "Staff", "amount": 0.1}, {"name": "Care", "amount": 0.3}]


def test_the_picture_is_well_formed_and_has_the_labels():
    root = ET.fromstring(figure(chart(), **TEXT).svg())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert {"Staff", "Care"} <= {text.text for text in root.iter("{http://www.w3.org/2000/svg}text")}


def test_a_notebook_gets_the_specification_the_picture_and_the_words():
    shown = figure(chart(), **TEXT)
    data, metadata = shown._repr_mimebundle_()
    assert set(data) == {VEGALITE, SVG, "text/plain"}
    assert data[VEGALITE] == shown.spec
    assert data["text/plain"].splitlines() == list(TEXT.values())
    assert metadata[SVG][TEXTS] == TEXT


def test_what_a_notebook_gets_is_a_valid_output():
    data, metadata = figure(chart(), **TEXT)._repr_mimebundle_()
    cell = nbformat.v4.new_code_cell("figure")
    cell.outputs = [nbformat.v4.new_output("display_data", data=data, metadata=metadata)]
    nbformat.validate(nbformat.v4.new_notebook(cells=[cell]))


def test_the_description_is_part_of_the_specification():
    assert figure(chart(), **TEXT).spec["description"] == TEXT["description"]


def test_data_from_a_web_address_cannot_be_drawn():
    elsewhere = alt.Chart("https://example.invalid/data.csv").mark_bar().encode(x="a:Q")
    with pytest.raises(ValueError, match=r"(?i)url|access|denied|not allowed"):
        figure(elsewhere, **TEXT).svg()
