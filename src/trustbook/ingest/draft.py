"""Make drafts of returns from what was read of one paper.

In: a `Paper`, what the workspace knows, and how papers are recognised. Out: a `Draft`. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from trustbook.core.characters import excerpt
from trustbook.core.formatting import counted
from trustbook.ingest import forecast, savings
from trustbook.ingest.lines import Lines, near, row_of
from trustbook.ingest.model import Draft, Known, Why
from trustbook.ingest.names import has_phrase
from trustbook.ingest.paper import Paper
from trustbook.ingest.recognise import Recognised, recognised, words_below
from trustbook.ingest.recognition import Recognition
from trustbook.ingest.reviews import reviews
from trustbook.ingest.scale import wrong_scale
from trustbook.ingest.statements import statements
from trustbook.ingest.unread_lines import unread_lines
from trustbook.ingest.view import Column
from trustbook.papers.model import Refusal

_LEAST_OTHER = 100
_EXPECTED = {
    "forecast_lines": "the budget lines",
    "variance_by_period": "the forecast by period",
    "not_in_forecast": "what the forecast leaves out",
    "savings": "savings",
}
_BUDGETS = ("revised_contract_sum_gbp_k", "contract_sum_gbp_k", "budget_gbp_k")


def draft_of(paper: Paper, known: Known, recognition: Recognition) -> Draft:
    """Map the tables of a paper onto the datasets of its period, and of the periods before that it has columns for."""
    draft, reading = Draft(known.period, known.source), paper.reading
    tables = recognised(reading.tables, known, recognition)
    used: set[Refusal] = set()
    main = _alone(draft, tables, "forecast_lines")
    periods = _alone(draft, tables, "variance_by_period")
    if main is not None and (why := wrong_scale(main, main.columns.of, known, recognition)):
        _refuse(draft, main, why)
        main = None
    if periods is not None:
        of = {str(period): column for period, column in periods.periods.items()}
        if why := wrong_scale(periods, of, known, recognition) or _unlike(main, periods, known, recognition):
            _refuse(draft, periods, why)
            periods = None
    done: list[Lines] = []
    if main is not None:
        done.append(forecast.budget_lines(main, draft, known, recognition, reading.refused))
    if periods is not None:
        own = main is not None
        done.append(forecast.by_period(periods, draft, known, recognition, reading.refused, lines_of_own=own))
    if (apart := _alone(draft, tables, "not_in_forecast")) is not None:
        done.append(forecast.amounts_not_in_forecast(apart, draft, known, recognition, reading.refused))
    if (found := _alone(draft, tables, "savings")) is not None:
        if why := wrong_scale(found, found.columns.of, known, recognition) or _more_than_all(found, main):
            _refuse(draft, found, why)
        else:
            officers = words_below(paper.wordy, found.kind, savings.OFFICER) if found.kind else set()
            done.append(savings.savings_lines(found, draft, known, recognition, reading.refused, officers))
    for name, called in _EXPECTED.items():
        if not any(lines.found.kind is not None and lines.found.kind.name == name for lines in done):
            kind = recognition.kind(name)
            why = "none was found in the paper, or it could not be read"
            draft.leave_out(Why.TO_TYPE, f"the table of {called}", why, dataset=kind.dataset if kind else "")
    listed = reviews(paper.wordy, draft, known, recognition)
    for lines in done:
        used |= lines.used
    for lines in done:
        dataset = lines.found.kind.dataset if lines.found.kind else ""
        for label, place in unread_lines(lines, paper.wordy):
            why = "it has words alone: its figures are missing, or it is a heading"
            draft.leave_out(Why.NOT_MAPPED, f"line '{excerpt(label)}'", why, place=place, dataset=dataset)
    rest = [each for each in reading.refused if each not in used and row_of(each.place) not in listed]
    _list_the_rest(draft, tables, rest, done)
    statements(paper.lines, draft, known, recognition)
    return draft


def _alone(draft: Draft, tables: Sequence[Recognised], name: str) -> Recognised | None:
    """Return the one table of a kind; several are none, since one may restate the other."""
    found = [each for each in tables if each.kind is not None and each.kind.name == name]
    if len(found) > 1:
        titled = [each for each in found if each.kind and has_phrase(each.table.table.title or "", each.kind.title)]
        if len(titled) == 1:
            for each in found:
                if each is not titled[0]:
                    _refuse(draft, each, f"another table is titled as that of {name.replace('_', ' ')}")
            return titled[0]
        for each in found:
            _refuse(draft, each, f"another table may be that of {name.replace('_', ' ')} too")
        return None
    return found[0] if found else None


def _refuse(draft: Draft, found: Recognised, why: str) -> None:
    dataset = found.kind.dataset if found.kind else ""
    draft.leave_out(Why.REFUSED, f"the table '{_title(found)}'", why, place=found.table.table.place, dataset=dataset)


def _title(found: Recognised) -> str:
    return excerpt(found.table.table.title or f"of {counted(len(found.table.rows), 'line')}")


def _unlike(main: Recognised | None, periods: Recognised, known: Known, recognition: Recognition) -> str:
    """Compare the total of the period's own column with the total variance of its lines."""
    column = periods.periods.get(known.period)
    if main is None or column is None or "variance_gbp_k" not in main.columns.of:
        return ""
    one = _largest(main, main.columns.of["variance_gbp_k"])
    other = _largest(periods, column)
    if one and other and max(one, other) > _LEAST_OTHER * min(one, other):
        return "its figures are of another size than the variances of the lines: one of the two units is wrong"
    return ""


def _more_than_all(found: Recognised, main: Recognised | None) -> str:
    """Say so if the savings are more than the whole budget."""
    of = {} if main is None else main.columns.of
    budgets = [of[name] for name in _BUDGETS if name in of]
    target = found.columns.of.get("target_gbp_k")
    if main is None or not budgets or target is None:
        return ""
    most = max(_largest(main, each) for each in budgets)
    more = most and _largest(found, target) > most
    return "its savings are more than the whole budget: its unit may be wrong" if more else ""


def _largest(found: Recognised, column: Column) -> Decimal:
    values = [found.table.money(row, column) for row in range(len(found.table.rows))]
    return max((abs(value) for value in values if value is not None), default=Decimal(0))


def _list_the_rest(
    draft: Draft, tables: Sequence[Recognised], refusals: Sequence[Refusal], done: Sequence[Lines]
) -> None:
    """List the columns that are no field, sentences that were not copied, other tables, and what was not read."""
    mapped = {id(lines.found) for lines in done}
    for each in tables:
        if id(each) in mapped and each.kind is not None:
            _columns(draft, each)
        elif each.kind is None:
            draft.leave_out(Why.NOT_MAPPED, f"the table '{_title(each)}'", each.why, place=each.table.table.place)
    places = [place for lines in done for place in lines.places()]
    for refusal in refusals:
        if any(near(refusal.place, place) for place in places):
            draft.leave_out(Why.REFUSED, "not read", refusal.why, printed=excerpt(refusal.printed), place=refusal.place)
        else:
            draft.elsewhere += 1


def _columns(draft: Draft, found: Recognised) -> None:
    kind = found.kind
    if kind is None:
        return
    if not kind.by_period:
        for column, why in found.columns.unknown.items():
            what = f"column '{excerpt(column.heading)}'"
            draft.leave_out(Why.NOT_MAPPED, what, why, place=found.locator, dataset=kind.dataset)
    for column in found.columns.comments:
        count = sum(column in cells for cells in found.table.cells)
        why = "a note is in the analyst's own words, so the paper's sentences are not copied"
        what = f"{counted(count, 'comment')} of column '{excerpt(column.heading)}'"
        draft.leave_out(Why.TO_TYPE, what, why, place=found.locator, dataset=kind.dataset)
