"""The words that tell kinds of columns and units, and what a workspace adds to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from trustbook.core.errors import WorkspaceError
from trustbook.papers.words import own_words, words_with


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Forecast Variance Month 5", "variance"),
        ("Movement in Variance", "movement"),
        ("Over / (Under) spend £k", "variance"),
        ("Revised Annual Budget", "budget"),
        ("Projected Outturn", "outturn"),
        ("Actual to Month 8", "actual"),
        ("Ward", ""),
    ],
)
def test_a_heading_tells_the_kind_of_its_figures(heading: str, kind: str) -> None:
    assert own_words().kind(heading) == kind


@pytest.mark.parametrize(
    ("heading", "scale", "rest"),
    [
        ("Budget £’000", "k", "Budget"),
        ("2017/2018(£m)", "m", "2017/2018"),
        ("(£ million)", "m", ""),
        ("Cost per Resident £", "pounds", "Cost per Resident"),
        ("Forecast £m or £000", "", "Forecast or"),
    ],
)
def test_a_heading_tells_the_scale_and_the_name_leaves_it_out(heading: str, scale: str, rest: str) -> None:
    assert (own_words().scale(heading), own_words().without_scale(heading)) == (scale, rest)


def test_a_workspace_adds_words(tmp_path: Path) -> None:
    (tmp_path / "council.yaml").write_text("words:\n  columns:\n    budget: [envelope]\n  totals: [altogether]\n")
    words = words_with(tmp_path)
    assert words.kind("Spending Envelope") == "budget"
    assert words.kind("Annual Budget") == "budget"
    assert words.is_total("Altogether")


def test_without_a_folder_the_own_words_are_used(tmp_path: Path) -> None:
    assert words_with(None) == own_words()
    assert words_with(tmp_path / "ingest") == own_words()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("words:\n  colums: {}\n", "colums"),
        ("words:\n  totals: altogether\n", "totals"),
        ("words:\n  columns: [budget]\n", "columns"),
    ],
)
def test_words_that_are_declared_wrongly_name_their_file(tmp_path: Path, text: str, found: str) -> None:
    (tmp_path / "council.yaml").write_text(text)
    with pytest.raises(WorkspaceError, match=found) as error:
        words_with(tmp_path)
    assert "params/ingest/council.yaml" in str(error.value)
