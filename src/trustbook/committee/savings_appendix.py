"""Make the appendix on savings: by how sure they are, and proposal by proposal.

In: the figures of a period, its source. Out: an `Appendix` of tables in thousands of pounds, and a chart; one sentence
where the month has no savings.
"""

from __future__ import annotations

from trustbook.committee.figures import IN_THOUSANDS, Figures
from trustbook.committee.model import Appendix, Column, Paragraph, Row, Table
from trustbook.committee.savings_text import is_rated
from trustbook.committee.sources import Source
from trustbook.core.formatting import Absence, slug
from trustbook.savings import current_savings

_RATED = (
    ("green", "Green", "confirmed for delivery"),
    ("amber", "Amber", "likely but not confirmed"),
    ("red", "Red", "will not be delivered"),
    ("blue", "Blue", "delivered already"),
)
_STATES = (
    ("secured", "Secured", "delivered or confirmed"),
    ("uncertain", "Uncertain", "likely or at risk, not confirmed"),
    ("not_delivered", "Not delivered", "will not be delivered"),
)
_UNEXPLAINED = ("unexplained", "Not explained", "the return does not say")
_TITLE = "Savings"


def savings_appendix(figures: Figures, source: Source) -> Appendix:
    """Make Appendix B."""
    if current_savings(source.data) is None or not figures.has("savings.target"):
        month = source.period.month_name
        held = source.data.absence() is Absence.NOT_REPORTED
        none = f"The return for {month} reports no savings." if held else f"We do not have the savings of {month}."
        return Appendix("B", _TITLE, (Paragraph(none),))
    parts = [each for each in (*(_RATED if is_rated(figures) else _STATES), _UNEXPLAINED) if _counts(figures, each[0])]
    picture = source.chart("savings", "savings", "savings-by-rating")
    intro = f"These are the savings planned for {source.period.financial_year}, in thousands of pounds."
    tables = (_by_part(figures, source, parts), _by_line(figures, source, parts))
    return Appendix("B", _TITLE, (Paragraph(intro),), tables, (picture,) if picture else ())


def _counts(figures: Figures, name: str) -> bool:
    """Return whether a part is shown: it is reported, and no return needs a row of what is explained."""
    amount = figures.amount(f"savings.{name}")
    return bool(amount) if name in ("unexplained", "blue") else amount is not None


def _by_part(figures: Figures, source: Source, parts: list[tuple[str, str, str]]) -> Table:
    rows = [Row((f"{word} ({means})", figures.cell(f"savings.{name}"))) for name, word, means in parts]
    rows.append(Row(("Target", figures.cell("savings.target")), is_total=True))
    caption = f"Savings by how sure they are, {source.label}"
    columns = (Column("Rating" if is_rated(figures) else "State"), Column(IN_THOUSANDS, is_amount=True))
    return Table("savings_by_rating", caption, columns, tuple(rows))


def _by_line(figures: Figures, source: Source, parts: list[tuple[str, str, str]]) -> Table:
    lines = current_savings(source.data)
    assert lines is not None
    names = ["target", *(name for name, _, _ in parts if any(figures.below(f"savings.{name}")))]
    titles = {"target": "Target"} | {name: word for name, word, _ in parts}
    absent = source.data.absence().value
    rows = [
        Row((str(ref), str(proposal), *(figures.cell(f"savings.{name}.{slug(str(ref))}") or absent for name in names)))
        for ref, proposal in zip(lines["ref"], lines["proposal"], strict=True)
    ]
    rows.append(
        Row(("Total", "Every proposal", *(figures.cell(f"savings.{name}") or absent for name in names)), is_total=True)
    )
    columns = (Column("Ref"), Column("Saving"), *(Column(titles[name], is_amount=True) for name in names))
    caption = f"Savings by proposal, {source.label}, {IN_THOUSANDS}"
    return Table("savings_lines", caption, columns, tuple(rows))
