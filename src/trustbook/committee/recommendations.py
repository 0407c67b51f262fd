"""Recommend that the committee note the figures, and what the settings add.

In: the figures of a period, its sentences. Out: a lead and lettered items.
"""

from __future__ import annotations

from collections.abc import Sequence

from trustbook.committee.figures import Figures, Said, paragraph
from trustbook.committee.model import Paragraph
from trustbook.committee.position_text import PositionText


def recommendations(
    figures: Figures, position: PositionText, meeting: str, what: str, own: Sequence[str]
) -> list[Paragraph]:
    """Ask the committee to note what the month reports.

    `what`: such as `Month 11 forecast`; `own`: what the settings add.
    """
    items: list[str | Said] = [
        *_forecast(figures, position, what),
        *_cost(figures, position),
        *_savings(figures),
        *own,
    ]
    if not items:
        return []
    lead = f"It is recommended that the {meeting}:" if meeting else "It is recommended that the committee:"
    return [Paragraph(lead), *(each for item in items for each in paragraph(item, is_item=True))]


def _forecast(figures: Figures, position: PositionText, what: str) -> list[Said]:
    whole = figures.amount("forecast.variance")
    if figures.above_nil("forecast.pressure"):
        said = figures.say(
            f"Note the {{what}} of {{the_body}}, which is {{forecast.pressure}} above the {position.original_budget}.",
            what=what,
        )
    elif whole:
        kind = "an overspend" if whole > 0 else "an underspend"
        said = figures.say(f"Note the {{what}} of {{the_body}}, {kind} of {{forecast.variance}}.", what=what)
    else:
        return []
    return [said] if said else []


def _cost(figures: Figures, position: PositionText) -> list[Said]:
    if not figures.above_nil("council.call"):
        return []
    left_out = figures.say(f", including {{council.not_in_forecast}} that is left out of the {position.firmness}")
    said = figures.say(
        f"Note the {{cost}} of {{council.call}} above the {position.original_budget}{{left_out}}.",
        left_out=left_out if left_out and figures.above_nil("council.not_in_forecast") else "",
    )
    return [said] if said else []


def _savings(figures: Figures) -> list[Said]:
    if not figures.above_nil("savings.target"):
        return []
    lost = figures.above_nil("savings.not_delivered")
    said = figures.say(
        "Note the progress with savings, and that {savings.not_delivered} of the planned {savings.target} will not be "
        "delivered."
        if lost
        else "Note the progress with the {savings.target} of planned savings."
    )
    return [said] if said else []
