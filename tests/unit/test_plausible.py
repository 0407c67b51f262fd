import pytest

from trustbook.gate.acknowledge import acknowledge
from trustbook.gate.findings import Finding, Layer, Severity
from trustbook.gate.frames import Frames
from trustbook.gate.plausible import plausible
from trustbook.period import Period
from trustbook.returns.reader import Table
from trustbook.returns.returns import return_tables

HEADER = (
    "level,heading,contract_sum_gbp_k,change_requests_gbp_k,revised_contract_sum_gbp_k,projected_outturn_gbp_k,"
    "variance_gbp_k,movement_gbp_k\n"
)


def forecast(**variances):
    return HEADER + "".join(f"group,{name},,,,,{value},\n" for name, value in variances.items())


@pytest.fixture
def doubts(synthetic_workspace):
    """The rules that doubt the last of several months, each given as its variances by group."""

    def find(*months, adjustments=None):
        returns = {}
        for number, variances in enumerate(months, 1):
            files = {"forecast": forecast(**variances)}
            if adjustments:
                amount = adjustments[number - 1]
                files["adjustments"] = f"item,kind,amount_gbp_k\nIncome,disputed_income,{amount}\n"
            returns[f"2030-31-P{number:02d}"] = files
        workspace = synthetic_workspace(returns)
        frames = []
        for period in workspace.periods():
            tables = [read for read in return_tables(workspace, period) if isinstance(read, Table)]
            frames.append(Frames(period, {table.schema.name: table for table in tables}))
        found = plausible(frames[-1], frames[:-1], workspace.settings)
        assert all(each.severity is Severity.WARNING and each.gap for each in found)
        return {each.rule.removeprefix("plausible."): each.sentence for each in found}

    return find


def test_figures_that_move_a_little_are_not_doubted(doubts):
    assert doubts({"Staff": 100, "Care": 200}, {"Staff": 110, "Care": 205}, {"Staff": 118, "Care": 215}) == {}


def test_the_first_month_of_a_year_is_held_to_nothing(doubts):
    assert doubts({"Staff": 100, "Care": 200}) == {}


def test_last_months_file_again_is_doubted(doubts):
    assert "last month's file again" in doubts({"Staff": 100, "Care": 200}, {"Staff": 100, "Care": 200})["same_again"]


def test_a_group_that_vanished_is_named(doubts):
    assert doubts({"Staff": 100, "Care": 200}, {"Staff": 110})["vanished"].startswith("Care was in the forecast of P1")


def test_millions_in_a_column_of_thousands_are_doubted_with_both_figures(doubts):
    sentence = doubts({"Staff": 1000, "Care": 24005}, {"Staff": 1010, "Care": 24.225})["another_unit"]
    assert "Care is 24.225 and was 24,005 at P1" in sentence


def test_the_other_sign_is_doubted(doubts):
    assert "other sign" in doubts({"Staff": 100, "Care": 275}, {"Staff": 101, "Care": -275})["sign_flip"]


def test_a_figure_that_stays_nil_is_not_doubted(doubts):
    assert doubts({"Staff": 100, "Care": 0}, {"Staff": 101, "Care": 0}) == {}


def test_a_movement_far_beyond_the_usual_one_is_doubted_with_the_usual_one(doubts):
    months = [{"Staff": 100, "Care": care} for care in (200, 210, 220, 330)]
    assert "moved by 110, which is more than 4 times the usual 10" in doubts(*months)["movement"]


def test_two_months_show_no_usual_movement(doubts):
    assert doubts({"Staff": 100, "Care": 200}, {"Staff": 100, "Care": 290}) == {}


def test_an_adjustment_in_another_unit_is_doubted_too(doubts):
    same = {"Staff": 100, "Care": 200}
    assert "another_unit" in doubts(same, {"Staff": 101, "Care": 200}, adjustments=("3616", "3.616"))


def warning(sentence):
    return Finding(Severity.WARNING, Layer.RECONCILIATIONS, "data/x.csv", sentence, "rule")


def test_an_acknowledged_warning_stays_with_its_reason_and_nothing_critical_can_be_acknowledged(synthetic_workspace):
    workspace = synthetic_workspace()
    period = Period.parse("2030-31-P04")
    file = workspace.params / f"{period}.yaml"
    file.write_text(f"period: {period}\nacknowledged: {{S07: the paper counts red}}\n", encoding="utf-8")
    critical = Finding(Severity.CRITICAL, Layer.RULES, "data/x.csv", "S07 is wrong", "rule")
    marked = acknowledge([warning("S07: two totals"), warning("S08: two totals"), critical], workspace, period)
    assert [each.acknowledged for each in marked] == ["the paper counts red", "", ""]


def test_an_acknowledgement_that_matches_nothing_is_itself_a_warning(synthetic_workspace):
    workspace = synthetic_workspace()
    period = Period.parse("2030-31-P04")
    file = workspace.params / f"{period}.yaml"
    file.write_text(f"period: {period}\nacknowledged: {{S99: gone}}\n", encoding="utf-8")
    (found,) = acknowledge([], workspace, period)
    assert (found.severity, found.file) == (Severity.WARNING, f"params/{period}.yaml")
    assert "'S99' matches no warning" in found.sentence
