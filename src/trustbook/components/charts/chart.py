"""The one way to put a chart on a page: a figure with a finding, a subtitle, its source, its data and words for it.

In: an Altair chart, or a function that draws one in a width; its texts and its table. Out: an object that Jupyter
displays offline: its title; Vega-Lite JSON for tools that draw it, SVG for others; its source, words and table. The
page's own renderer (site/chart_renderer.py) makes a `<figure>` of the drawings and the metadata, and leaves out what
only notebooks show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import altair as alt
from altair.utils import schemapi

from trustbook.components.charts import drawing
from trustbook.components.charts.theme import NARROW, WIDE, config
from trustbook.components.in_notebooks import notebook_only
from trustbook.components.page import TEMPLATES
from trustbook.components.tables import PageTable
from trustbook.core.period import Period

VEGALITE = "application/vnd.vegalite.v5+json"
"""JupyterLab draws no later version (4.6), and what our charts use of version 6 is the same in 5."""
_OPTIONS = {"embed_options": {"actions": {"editor": False}}}
"""How JupyterLab embeds a chart: its menu offers no website to send the data to."""
SVG = "image/svg+xml"
TEXTS = "trustbook_figure"
"""The key of the output's metadata under which the texts and the table travel."""
ON_A_PHONE = "trustbook_narrow"
"""The key of the output's metadata under which the drawing for a narrow screen travels, and its specification."""
SAID = "said"
"""The parameter of a chart with a slider whose value the page shows, and reads out, as the slider moves."""


@dataclass(frozen=True)
class Chart:
    """A chart with its texts and its data.

    `name` is the chart's own in its chapter, for files and links; `title` the finding in ten words or fewer; `subtitle`
    says what, unit and period; `source` the papers; `description` what the chart shows, in words; `table` has the data.
    """

    name: str
    period: Period
    title: str
    subtitle: str
    source: str
    description: str
    table: PageTable
    spec: dict[str, Any]
    narrow: dict[str, Any] | None = None
    """The specification for a narrow screen; None if the chart is drawn in one width."""

    def svg(self) -> str:
        """Draw it. The same specification gives the same bytes."""
        return drawing.svg(self.spec)

    def narrow_svg(self) -> str | None:
        """Draw it for a narrow screen, or return None if it is drawn in one width."""
        return None if self.narrow is None else drawing.svg(self.narrow)

    @property
    def texts(self) -> dict[str, Any]:
        """What travels beside the drawing."""
        return {
            "name": self.name,
            "period": str(self.period),
            "title": self.title,
            "subtitle": self.subtitle,
            "source": self.source,
            "description": self.description,
            "table": {
                "headings": list(self.table.headings),
                "numeric": list(self.table.numeric),
                "rows": [list(row) for row in self.table.rows],
                "values": [list(row) for row in self.table.values],
            },
        }

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle = {VEGALITE: self.spec, SVG: self.svg(), "text/plain": repr(self)}
        metadata = {TEXTS: self.texts, VEGALITE: _OPTIONS}
        if self.narrow is not None:
            metadata[ON_A_PHONE] = {"svg": self.narrow_svg(), "specification": self.narrow}
        return bundle, metadata

    def _ipython_display_(self) -> None:
        """Show the title, the drawing, and the rest of the texts: a notebook draws a chart without any of them."""
        from IPython.display import display

        for data, metadata in (
            notebook_only(TEMPLATES.render("chart_above.html", chart=self)),
            self._repr_mimebundle_(),
            notebook_only(TEMPLATES.render("chart_below.html", chart=self, table=self.table.in_notebook())),
        ):
            display(data, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]

    def __repr__(self) -> str:
        return f"{self.title}\n{self.subtitle}\n{self.source}\n{self.description}"


def figure(
    chart: Any,
    *,
    name: str,
    period: Period,
    title: str,
    subtitle: str,
    source: tuple[str, ...],
    description: str,
    table: PageTable,
) -> Chart:
    """Make a figure; Altair checks the whole chart against Vega-Lite's schema here.

    `chart` is an Altair chart, or a function that draws one in a width: it is drawn for a desk and for a phone.
    Raises ValueError if a text is missing: a chart without its description cannot be read by all.
    """
    for what, text in (("name", name), ("title", title), ("subtitle", subtitle), ("description", description)):
        if not text.strip():
            raise ValueError(f"a figure needs a {what}")
    if not table.rows:
        raise ValueError("a figure needs a table of its data")
    widths = (WIDE, NARROW) if callable(chart) else (None,)
    spec, *narrow = [
        _specification(chart if width is None else _drawn(chart, width), description, validate=width != NARROW)
        for width in widths
    ]
    named = f"{'Source' if len(source) == 1 else 'Sources'}: {'; '.join(source)}" if source else "Source: not stated"
    return Chart(name, period, title, subtitle, named, description, table, spec, next(iter(narrow), None))


def _drawn(draw: Callable[[int], Any], width: int) -> Any:
    """Draw a chart in a width; its parts are checked with the whole chart, and not each time that one is made."""
    with schemapi.debug_mode(False):
        return draw(width)


def _specification(chart: Any, description: str, *, validate: bool) -> dict[str, Any]:
    """Write a chart as Vega-Lite; a narrow one, which the same code makes, is not validated a second time."""
    with _each_frame_written_once():
        spec: dict[str, Any] = chart.to_dict(validate=validate)
    return spec | {"config": _merged(spec["config"], config()), "description": description}


@contextmanager
def _each_frame_written_once() -> Iterator[None]:
    """Let Altair write each frame into a chart as it does by default, but work it out for its first layer only."""
    written: dict[int, tuple[Any, Any]] = {}

    def transform(data: Any) -> Any:
        if id(data) not in written:
            written[id(data)] = data, alt.default_data_transformer(data)  # kept, so that no other has its id
        return written[id(data)][1]

    alt.data_transformers.register("trustbook", transform)
    with alt.data_transformers.enable("trustbook", consolidate_datasets=False):
        yield


def _merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Give what either says; where both say something, what is nested is merged too, and else the other counts."""
    nested = {
        key: _merged(one[key], value) if isinstance(value, dict) and isinstance(one.get(key), dict) else value
        for key, value in other.items()
    }
    return one | nested
