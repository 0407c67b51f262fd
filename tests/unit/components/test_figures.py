"""What a figure is made of: a chart that Altair accepts, with its data as Altair writes it."""

import altair as alt
import pandas as pd
import pytest
from altair.utils import schemapi
from altair.utils.schemapi import SchemaValidationError

from trustbook.components.charts.chart import figure
from trustbook.components.charts.theme import NARROW, WIDE
from trustbook.components.tables import PageTable
from trustbook.core.period import Period

FRAME = pd.DataFrame({"month": ["April", "May"], "cost": [1.5, None], "staff": [3, 4]})


def made(chart):
    return figure(
        chart,
        name="cost",
        period=Period.parse("2030-31-P02"),
        title="Cost rose",
        subtitle="£m, by month",
        source=("A paper",),
        description="Cost by month.",
        table=PageTable("Cost", ("Month",), (False,), (("April",),), (("April",),), frozenset()),
    )


def layered(width):
    base = alt.Chart(FRAME, width=width).encode(x="month:N", y="cost:Q")
    return alt.hconcat(base.mark_bar() + base.mark_text(), alt.Chart(FRAME.head(1)).mark_point())


@pytest.mark.parametrize("chart", [layered, layered(WIDE)], ids=["drawn in two widths", "as it is"])
def test_a_frame_is_written_as_altair_writes_it_wherever_it_is_shown(chart):
    with alt.data_transformers.enable("default", consolidate_datasets=False):
        plain = layered(WIDE).to_dict()
    spec = made(chart).spec
    assert {key: value for key, value in spec.items() if key not in ("config", "description")} == {
        key: value for key, value in plain.items() if key != "config"
    }
    assert [each["cost"] for each in spec["hconcat"][0]["data"]["values"]] == [1.5, None]


def test_a_chart_is_drawn_for_a_desk_and_for_a_phone():
    found = made(layered)
    assert [spec["hconcat"][0]["width"] for spec in (found.spec, found.narrow)] == [WIDE, NARROW]
    assert made(layered(WIDE)).narrow is None


@pytest.mark.parametrize("option", [{"titleFontSize": "large"}, {"orient": "sideways"}])
def test_an_option_that_vega_lite_does_not_know_is_refused_in_the_words_of_altair(option):
    def draw(width):
        return alt.Chart(FRAME).mark_bar().encode(x=alt.X("month:N", axis=alt.Axis(**option)))

    with pytest.raises(SchemaValidationError, match=next(iter(option.values()))):
        made(draw)
    assert schemapi.DEBUG_MODE
