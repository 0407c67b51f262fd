"""Errors planted in the returns of two invented bodies are doubted, over gaps of two and three months."""

import csv
import io
import json
import shutil

import pytest
from test_other_bodies import NAMES, laid_out
from workspaces import trustbook

PLACES = {"city": ("2025-26-P05", "2025-26-P07"), "company": ("2025-26-P03", "2025-26-P06")}
SINCE = {"city": "two months earlier", "company": "three months earlier"}


@pytest.fixture(scope="module", params=NAMES)
def true_body(request, tmp_path_factory):
    """The name of a body, its workspace, and what the gate says of its last return as it is."""
    folder = laid_out(request.param, tmp_path_factory.mktemp(request.param) / "workspace")
    return request.param, folder, findings(folder, PLACES[request.param][1])


@pytest.fixture
def body(true_body, tmp_path):
    """The name of a body, a copy of its workspace to plant errors in, and what the gate says without them."""
    name, folder, true = true_body
    shutil.copytree(folder, tmp_path / "workspace", ignore=shutil.ignore_patterns("_build"))
    return name, tmp_path / "workspace", true


def findings(folder, period):
    ran = trustbook("check", period, "--json", cwd=folder)
    (report,) = json.loads(ran.stdout)
    return {(each["code"], each["sentence"]) for each in report["findings"]}


def changed(folder, period, change):
    """Change the rows of a period's forecast, as a list of dictionaries, and write them back."""
    path = folder / "data" / period / "forecast.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    names = list(rows[0])
    change(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")


def lines(rows):
    return [row for row in rows if row["level"] == "heading"]


def exchange_two_lines(rows):
    """Put the amounts of two lines that stand together under each other's name, all of them."""
    one, other = lines(rows)[:2]
    for name in one:
        if name.endswith("_gbp_k"):
            one[name], other[name] = other[name], one[name]


def exchange_two_lines_without_movements(rows):
    exchange_two_lines(rows)
    for row in rows:
        row["movement_gbp_k"] = ""
        if "previous_variance_gbp_k" in row:
            row["previous_variance_gbp_k"] = row["previous_period"] = ""


def mistype_an_outturn(rows):
    lines(rows)[0]["projected_outturn_gbp_k"] = str(int(lines(rows)[0]["projected_outturn_gbp_k"]) + 60)


def print_a_false_movement(rows):
    lines(rows)[0]["movement_gbp_k"] = str(int(lines(rows)[0]["movement_gbp_k"]) + 60)


def flip_the_largest_variance(rows):
    """Turn an overspend into an underspend, and the outturn with it, so that the line agrees with itself."""
    largest = max(lines(rows), key=lambda row: abs(int(row["variance_gbp_k"])))
    budget = "revised_contract_sum_gbp_k" if "revised_contract_sum_gbp_k" in largest else "budget_gbp_k"
    largest["variance_gbp_k"] = str(-int(largest["variance_gbp_k"]))
    largest["projected_outturn_gbp_k"] = str(int(largest[budget]) + int(largest["variance_gbp_k"]))


ERRORS = [
    mistype_an_outturn,
    exchange_two_lines,
    exchange_two_lines_without_movements,
    print_a_false_movement,
    flip_the_largest_variance,
]


@pytest.mark.parametrize("plant", ERRORS, ids=lambda plant: plant.__name__)
def test_an_error_in_the_last_return_is_doubted(body, plant):
    name, folder, true = body
    period = PLACES[name][1]
    changed(folder, period, plant)
    assert findings(folder, period) - true


def test_the_file_of_the_return_before_is_known_again_whatever_the_months_between(body):
    name, folder, true = body
    before, period = PLACES[name]
    for controls in folder.glob(f"data/{period}/controls.csv"):
        controls.write_text((folder / "data" / before / "controls.csv").read_text(encoding="utf-8"), encoding="utf-8")
    shutil.copy(folder / "data" / before / "forecast.csv", folder / "data" / period / "forecast.csv")
    new = findings(folder, period) - true
    assert "plausible.same_again" in {code for code, _ in new}


def test_a_false_movement_is_named_with_the_months_that_it_spans(body):
    name, folder, _ = body
    period = PLACES[name][1]
    changed(folder, period, print_a_false_movement)
    said = " ".join(message for code, message in findings(folder, period) if code == "forecast.movement")
    assert SINCE[name] in said


def test_a_sum_that_is_wrong_is_said_in_the_bodys_own_words(body):
    name, folder, _ = body
    changed(folder, PLACES[name][1], mistype_an_outturn)
    said = " ".join(sentence for _, sentence in findings(folder, PLACES[name][1]))
    assert {"city": ": budget + variance is", "company": ": revised contract price + variance is"}[name] in said
