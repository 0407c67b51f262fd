import xml.etree.ElementTree as ET

import pandas as pd

from trustbook.components.chosen_period import ChosenPeriod
from trustbook.components.in_notebooks import NOTEBOOK_ONLY, styled, unstyled
from trustbook.components.page import KeyFigure, say
from trustbook.components.tables import Column, table
from trustbook.core.markup import Markup, escape
from trustbook.core.period import Period
from trustbook.core.status import Status

BAD = '<style class="tb-notebook">x</style><script>x</script>'
PERIODS = tuple(map(Period.parse, ("2029-30-P12", "2030-31-P03", "2030-31-P04")))


def test_the_style_of_a_table_comes_off_again_and_leaves_the_page_as_it_was():
    shown = table(pd.DataFrame({"name": [BAD]}), [Column("name", "Name")], BAD)
    html = shown._repr_mimebundle_()["text/html"]
    assert html.startswith("<style")
    assert unstyled(html) == str(shown.html())


def test_key_figures_are_styled_and_plain_text_is_not():
    figure = KeyFigure("Call", "£0.5m", ())
    html = figure._repr_mimebundle_()[0]["text/html"]
    assert html.startswith("<style")
    assert unstyled(html) == str(figure._repr_html_())
    assert "<style" not in say("One.")._repr_mimebundle_()[0]["text/html"]


def test_a_text_that_looks_like_our_style_stays_text():
    html = styled(escape(BAD), "table")
    assert unstyled(html) == str(escape(BAD))
    assert unstyled(str(Markup("<p>") + BAD + Markup("</p>"))) == f"<p>{escape(BAD)}</p>"


def test_the_periods_there_are_stand_by_year_the_newest_year_first_and_an_example_is_another():
    chosen = ChosenPeriod(PERIODS[-1], Status.FORECAST, PERIODS)
    assert [year for year, _ in chosen.years] == ["2030/31", "2029/30"]
    assert chosen.example == PERIODS[1]
    assert "the newest return" in "".join(ET.fromstring(chosen._repr_html_()).itertext())


def test_an_older_period_says_which_is_the_newest_and_is_on_no_page():
    chosen = ChosenPeriod(PERIODS[0], Status.FINAL, PERIODS)
    data, metadata = chosen._repr_mimebundle_()
    assert f"final outturn, not the newest return, which is {PERIODS[-1].label}" in data["text/html"]
    assert metadata == {NOTEBOOK_ONLY: True}
