"""`trustbook report`: progress, exit codes, and a site that a refusal leaves as it was."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from workspaces import tree, trustbook


def read(file):
    return file.read_bytes() if file.is_file() else b""


def test_it_says_what_it_is_doing_period_by_period_and_chapter_by_chapter(checked, tmp_path):
    folder = Path(shutil.copytree(checked, tmp_path / "workspace"))
    ran = trustbook("report", cwd=folder)
    assert ran.returncode == 0, ran.stderr
    chapters = {path.stem for path in (folder / "notebooks").glob("*.ipynb")}
    periods = {path.name for path in (folder / "data").glob("20*")}
    assert len(chapters) == len(periods) == 2
    for period in periods:
        for chapter in chapters:
            assert f"{period} {chapter}" in ran.stderr
    assert ran.stdout.rstrip().endswith("_build/site/index.html")


def test_the_command_imports_none_of_what_checks_chapters_and_editions_are_made_with(checked, tmp_path):
    folder = Path(shutil.copytree(checked, tmp_path / "workspace"))
    for path in folder.glob("data/20*"):
        if path.name != "2023-24-P11":
            shutil.rmtree(path)
    program = (
        "import sys\n"
        "from trustbook import cli\n"
        "sys.argv = ['trustbook', 'report']\n"
        "try:\n"
        "    cli.main()\n"
        "finally:\n"
        "    print('imported:', *sorted({'papermill', *HEAVY} & set(sys.modules)))\n"
    ).replace("HEAVY", "'pandas numpy altair great_expectations sphinx docutils lxml pypdf'.split()")
    ran = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "Building 1 edition" in ran.stderr
    assert ran.stdout.splitlines()[-1] == "imported: papermill"
    parsed = [content for content in map(read, folder.glob("_build/cache/files/*/*")) if content.startswith(b"[[")]
    of_the_theme = [content for content in parsed if b"* Bootstrap  v" in content]
    assert len(of_the_theme) == 1, "the theme's sheet was parsed ahead, and again by the edition"


def test_a_return_with_a_critical_finding_stops_with_exit_code_1_and_leaves_the_site_as_it_was(reported, tmp_path):
    folder = tmp_path / "workspace"
    shutil.copytree(reported[0], folder)
    before = tree(folder / "_build" / "site")
    file = folder / "data" / "2023-24-P10" / "forecast.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("24005", "TBC"), encoding="utf-8")
    ran = trustbook("report", cwd=folder)
    assert ran.returncode == 1
    assert "data/2023-24-P10/forecast.csv\n    critical: line 3, column variance_gbp_k: found 'TBC'" in ran.stdout
    assert "Executing" not in ran.stderr
    assert "Traceback" not in ran.stderr
    assert tree(folder / "_build" / "site") == before


def test_a_chapter_that_fails_is_kept_for_reading_and_the_site_stays_as_it_was(reported, tmp_path):
    import nbformat

    folder = tmp_path / "workspace"
    shutil.copytree(reported[0], folder)
    before = tree(folder / "_build" / "site")
    path = folder / "notebooks" / "savings-rag.ipynb"
    notebook = nbformat.read(path, as_version=4)
    next(cell for cell in notebook.cells if cell.id == "answer").source = "raise ValueError('the sky fell')"
    nbformat.write(notebook, path)
    ran = trustbook("report", "2023-24-P09", cwd=folder)
    assert ran.returncode == 1
    assert "notebooks/savings-rag.ipynb: 2023-24-P09: cell" in ran.stderr
    assert "the sky fell" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert (folder / "_build" / "failed" / "2023-24-P09" / "savings-rag.ipynb").exists()
    assert tree(folder / "_build" / "site") == before


def test_a_page_that_breaks_the_book_stops_it_with_the_warning_and_the_site_stays_as_it_was(reported, tmp_path):
    folder = tmp_path / "workspace"
    shutil.copytree(reported[0], folder)
    before = tree(folder / "_build" / "site")
    (folder / "book" / "methods.md").write_text("# Methods\n\n[nowhere](no-such-page.md)\n", encoding="utf-8")
    ran = trustbook("build", "2023-24-P09", cwd=folder)
    assert ran.returncode == 1
    assert "the edition of 2023-24-P09 did not build" in ran.stderr
    assert "no-such-page" in ran.stderr
    assert tree(folder / "_build" / "site") == before


def test_kernels_start_from_the_running_interpreter_whatever_kernelspecs_the_machine_has(workspace, tmp_path):
    spec = tmp_path / "jupyter" / "kernels" / "python3"
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text(
        json.dumps({"argv": ["/bin/false", "{connection_file}"], "display_name": "x", "language": "python"})
    )
    keep = workspace / "notebooks" / "assumptions.ipynb"
    for path in (workspace / "notebooks").glob("*.ipynb"):
        if path != keep:
            path.unlink()
    env = {"JUPYTER_PATH": str(tmp_path / "jupyter"), "JUPYTER_PREFER_ENV_PATH": "0"}
    ran = trustbook("run", "2023-24-P10", cwd=workspace, env=env)
    assert ran.returncode == 0, ran.stderr
    assert (workspace / "_build" / "chapters" / "2023-24-P10" / "assumptions.ipynb").exists()


def test_an_assumption_changed_for_one_period_changes_that_period_alone(workspace):
    file = workspace / "params" / "2023-24-P11.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("assumptions: {}", "assumptions: {amber_rate: 0.25}"), encoding="utf-8"
    )

    def risk_weighted(period: str) -> float | None:
        ran = trustbook("metrics", period, "--json", cwd=workspace)
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout)["savings.risk_weighted"]["value"]

    assert risk_weighted("2023-24-P11") == pytest.approx(5055 + 1170 * 0.25)
    assert risk_weighted("2023-24-P10") is None


def test_the_committed_notebooks_and_the_data_quality_page_are_what_the_newest_period_gives():
    root = Path(__file__).parents[2]
    ran = trustbook("notebooks", "--check", cwd=root)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_serve_answers_on_localhost(site):
    import re
    import urllib.request

    served = subprocess.Popen(
        [sys.executable, "-u", "-m", "trustbook", "serve", "--port", "0"],
        cwd=site.parents[1],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        line = served.stdout.readline()
        address = re.search(r"http://localhost:\d+/", line)[0]
        with urllib.request.urlopen(address) as answer:
            assert "The newest report" in answer.read().decode()
    finally:
        served.terminate()
        served.wait(10)
        served.stdout.close()
