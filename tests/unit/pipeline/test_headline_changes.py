"""What changed in the headline figures of a period since it was last built."""

import json

from trustbook.core.period import Period
from trustbook.pipeline.headline_changes import MOST_SHOWN, changes, in_lines, keep

LATER = Period(2030, 4)
EARLIER = Period(2030, 3)


def figure(value, unit="gbp_k", label="Variance", **more):
    return {"value": value, "unit": unit, "label": label, **more}


def worked_out(workspace, **figures):
    file = workspace.build / "metrics" / f"{LATER}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(figures), encoding="utf-8")


def test_of_a_first_build_nothing_is_said(synthetic_workspace):
    workspace = synthetic_workspace()
    assert changes(workspace, LATER) is None
    worked_out(workspace, variance=figure(100))
    assert changes(workspace, LATER) is None


def test_each_changed_figure_is_said_before_and_after(synthetic_workspace):
    workspace = synthetic_workspace()
    worked_out(
        workspace,
        variance=figure(1200),
        share=figure(0.2, "share", "Share"),
        staff=figure(12, "count", "Agency staff"),
        small=figure(0.1, label="Small"),
        same=figure(5, label="Same"),
        late=figure(None, label="Late", absent="not reported"),
        old=figure(3, "count", "Old"),
    )
    keep(workspace, [LATER])
    worked_out(
        workspace,
        variance=figure(1150),
        share=figure(0.215, "share", "Share"),
        staff=figure(15, "count", "Agency staff"),
        small=figure(0.4, label="Small"),
        same=figure(5, label="Same"),
        late=figure(7, label="Late"),
        new=figure(9, "count", "New"),
    )
    lines = in_lines({LATER: changes(workspace, LATER)})
    assert lines == [
        f"{LATER}: 7 headline figures changed since the last build:",
        "  Variance: £1.150m, was £1.200m (down £0.050m)",
        "  Share: 21.5%, was 20.0% (up 1.5 percentage points)",
        "  Agency staff: 15, was 12 (up 3)",
        "  Small: £400, was £100 (up £300)",
        "  Late: £0.007m, was not reported",
        "  New: 9, was no such figure",
        "  Old: no such figure, was 3",
    ]


def test_a_changed_label_is_no_changed_figure(synthetic_workspace):
    workspace = synthetic_workspace()
    worked_out(workspace, variance=figure(1, label="Old words"))
    keep(workspace, [LATER])
    worked_out(workspace, variance=figure(1, label="New words"))
    assert changes(workspace, LATER) == []


def test_periods_without_a_change_share_one_line(synthetic_workspace):
    said = "2030-31-P03 and 2030-31-P04: no headline figure has changed since the last build."
    assert in_lines({EARLIER: [], LATER: []}) == [said]


def test_of_very_many_changes_the_first_are_shown_and_the_command_for_the_rest(synthetic_workspace):
    workspace = synthetic_workspace()
    worked_out(workspace, **{f"f{n}": figure(n) for n in range(40)})
    keep(workspace, [LATER])
    worked_out(workspace, **{f"f{n}": figure(n + 1) for n in range(40)})
    lines = in_lines({LATER: changes(workspace, LATER)})
    assert len(lines) == MOST_SHOWN + 2
    assert lines[-1] == f"  and 25 more: trustbook metrics {LATER}"


def test_what_was_kept_and_is_damaged_counts_as_no_build(synthetic_workspace):
    workspace = synthetic_workspace()
    worked_out(workspace, variance=figure(1))
    keep(workspace, [LATER])
    (workspace.build / "headlines" / f"{LATER}.json").write_text('{"variance": 1}', encoding="utf-8")
    assert changes(workspace, LATER) is None
