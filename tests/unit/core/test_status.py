import pytest
import yaml

from trustbook.core.errors import WorkspaceError
from trustbook.core.period import Period
from trustbook.core.status import Status

P12 = Period.parse("2030-31-P12")


def test_an_outturn_has_its_own_words():
    assert [each.words for each in Status] == ["forecast", "provisional outturn", "final outturn"]
    assert Status.FINAL.choose("is forecast", "ended") == "ended"


def test_the_last_month_of_a_year_can_be_an_outturn_and_no_other(synthetic_workspace, group_return):
    made = synthetic_workspace({str(P12): group_return, "2030-31-P11": group_return})
    for period, status in ((P12, "provisional_outturn"), (P12.step(-1), "final_outturn")):
        values = {"period": str(period), "status": status}
        (made.params / f"{period}.yaml").write_text(yaml.safe_dump(values), encoding="utf-8")
    assert made.status(P12) is Status.PROVISIONAL
    with pytest.raises(WorkspaceError, match="2030-31-P11 is final outturn, which only P12 can be"):
        made.status(P12.step(-1))
