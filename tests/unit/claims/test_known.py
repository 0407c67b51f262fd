"""A run over several periods reads each return once and works out each period once."""

from collections import Counter

import pytest

from looked_at import some
from trustbook.chapters.metrics import details, metrics
from trustbook.claims import known
from trustbook.claims.known import Known
from trustbook.claims.tie_out import run_tie_out
from trustbook.claims.verdicts import Verdict
from trustbook.data.period_data import open_period


@pytest.fixture
def workspace(synthetic_workspace, monthly_returns):
    return synthetic_workspace(monthly_returns(10, 20, 30))


def test_each_return_is_read_once_and_each_period_worked_out_once(workspace, monkeypatch):
    done = Counter()

    def counted(name):
        before = getattr(known, name)

        def call(*arguments):
            done[name, str(arguments[-1] if name == "read_return" else arguments[0].period)] += 1
            return before(*arguments)

        monkeypatch.setattr(known, name, call)

    for name in ("read_return", "metrics", "details"):
        counted(name)
    run = Known(workspace)
    for period in workspace.periods():
        run.headlines(period)
        for each in workspace.periods():
            run.figures(each)
    assert set(done.values()) == {1}
    assert len(done) == 3 * len(workspace.periods())


def test_what_it_gives_is_what_a_period_opened_alone_gives(workspace):
    run = Known(workspace)
    for period in some((*workspace.periods(), *workspace.periods()[::-1])):
        alone = open_period(str(period), workspace=workspace)
        assert [each.period for each in run.period_data(period).history] == [each.period for each in alone.history]
        assert run.headlines(period) == metrics(alone)
        assert run.figures(period) == metrics(alone) + details(alone)


@pytest.mark.parametrize("when", ["2030-31-P02", "2030-05"])
def test_a_statement_of_a_calendar_month_is_held_to_the_return_of_that_month(
    synthetic_workspace, monthly_returns, when
):
    returns = monthly_returns(10, 20, 30)
    statement = {"source_id": "synthetic", "locator": "page 1", "metric": "forecast.variance", "unit": "gbp_k"}
    returns["2030-31-P03"]["claims"] = [
        statement | {"claim_id": "C1", "period": when, "value": 20, "decimals": 0, "label": "Variance"}
    ]
    workspace = synthetic_workspace(returns)
    (tie,) = run_tie_out(workspace, workspace.periods()[-1])
    assert tie.verdict is Verdict.TIES
