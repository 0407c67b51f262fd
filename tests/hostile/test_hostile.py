"""Hostile texts in every text field come out as text: one seeded round in Chromium. `make hostile` does all."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import nbformat
import pytest

from hostile.browse import CHROMIUM
from hostile.downloads import search
from hostile.fields import find_fields, read_tables
from hostile.payloads import PAYLOADS, Form, variants
from hostile.plant import plan, rounds, together
from hostile.state import State

HERE = Path(__file__).parent
LONGEST_CELL = 2_000


def test_nothing_planted_in_a_text_field_does_anything_but_be_shown(tmp_path):
    """In a process of its own, as `make hostile` runs: Playwright leaves a loop in those that it was used in.

    It begins with what a run found that the gate refuses (`_build/hostile/gate.json`, kept beside this file); `make
    hostile` finds it out anew.
    """
    if CHROMIUM is None:
        if os.environ.get("TRUSTBOOK_BROWSER") == "required":
            pytest.fail("Chromium is not installed, and these tests are required here")
        pytest.skip("Chromium is not installed")
    out = tmp_path / "hostile"
    command = [sys.executable, str(HERE), "--rounds", "1", "--workers", "1", "--without-pdf", "--out", str(out)]
    command += ["--known", str(HERE / "gate.json")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    all_made = State(out).rounds()
    assert ran.returncode == 0, f"{[each.harms for each in all_made]}{ran.stdout[-2_000:]}{ran.stderr[-2_000:]}"
    (made,) = all_made
    assert made.pages, ran.stdout
    assert made.whole, "no page shows any of it"


def test_there_are_150_payloads_and_each_is_planted_in_three_forms():
    assert len(PAYLOADS) == len({payload.text for payload in PAYLOADS}) == 150
    assert Counter(variant.form for variant in variants()) == dict.fromkeys(Form, 150)
    texts = [variant.planted(123) for variant in variants()]
    assert len(set(texts)) == len(variants())
    assert all(f"hxq123{variant.number:03}" in text for variant, text in zip(variants(), texts, strict=True))


def test_no_payload_has_a_control_character_that_the_gate_would_refuse():
    assert not [
        mark for variant in variants() for mark in variant.planted(100) if ord(mark) < 32 and mark not in "\n\t"
    ]


def test_texts_that_are_put_together_are_every_variant_once_and_fit_into_a_cell():
    assert Counter(variant for texts in together() for variant in texts) == dict.fromkeys(variants(), 1)
    assert max(len(" ".join(variant.planted(100) for variant in texts)) for texts in together()) < LONGEST_CELL


def test_after_all_rounds_every_field_has_carried_every_variant(workspace_tables):
    fields = find_fields(workspace_tables)
    carried = {}
    for number in range(rounds()):
        for each in plan(fields, number, refused=()):
            carried.setdefault(each.cell.number, set()).update(each.carried)
    short = {
        field.name
        for field in fields
        if set().union(*(carried.get(cell.number, set()) for cell in field.cells)) < set(variants())
    }
    assert not short


def test_a_name_that_stands_in_several_files_is_one_cell_of_all_of_them(workspace_tables):
    fields = {field.name: field for field in find_fields(workspace_tables)}
    heading = next(cell for cell in fields["params/trust.yaml headings.*.name"].cells if cell.value == "Legal")
    assert heading in fields["data/2023-24-P11/forecast.csv heading"].cells
    assert {"params/trust.yaml", "data/2023-24-P11/forecast.csv"} <= {spot.file for spot in heading.spots}


@pytest.mark.parametrize(
    ("address", "harms"),
    [("#note-file-tmp-canary-txt-1", []), ("file:///tmp/canary.txt", ["live link"]), (" javascript:1", ["live link"])],
)
def test_a_link_in_a_notebook_is_a_harm_where_it_leads_out_of_its_page(tmp_path, address, harms):
    output = nbformat.v4.new_output("display_data", {"text/html": f'<a href="{address}">1</a>'})
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[output])])
    nbformat.write(notebook, tmp_path / "years.ipynb")
    assert [found.kind for found in search(tmp_path)] == harms


@pytest.fixture(scope="module")
def workspace_tables(tmp_path_factory):
    from hostile.base import copy_base

    return read_tables(copy_base(tmp_path_factory.mktemp("base") / "workspace"))
