"""The README's commands: each is run here, or is shown to be run elsewhere."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from shared_packages import share_dependencies
from small_workspaces import small_workspace
from workspaces import tree

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent

PAPERMILL = ".venv/bin/papermill notebooks/forecast-trend.ipynb out.ipynb"
NBVAL = "--nbval --nbval-current-env --nbval-sanitize-with tests/nbval.cfg"
QUICK = (
    ".venv/bin/trustbook metrics 2023-24-P11",
    ".venv/bin/trustbook metrics 2023-24-P11 --json",
    ".venv/bin/trustbook diff 2023-24-P10 2023-24-P11",
    ".venv/bin/trustbook diff 2023-24-P10 2023-24-P11 --json",
    ".venv/bin/trustbook check 2023-24-P11",
    ".venv/bin/trustbook check",
    ".venv/bin/trustbook tieout 2023-24-P11",
    ".venv/bin/trustbook status",
    ".venv/bin/trustbook doctor",
    ".venv/bin/trustbook explain forecast.movement",
    ".venv/bin/trustbook outlook 2023-24-P11",
)
PUBLISHING = (
    '.venv/bin/trustbook approve 2023-24-P12 --role "Section 151 officer, North"',
    '.venv/bin/trustbook approve 2023-24-P12 --role "Lead member, North" --no-comments',
    '.venv/bin/trustbook publish 2023-24-P12 --reason "For the committee on 5 June"',
    ".venv/bin/trustbook log 2023-24-P12",
    ".venv/bin/trustbook verify",
    ".venv/bin/trustbook verify /srv/trustbook/current",
    ".venv/bin/trustbook verify --rebuild 2023-24-P12/r1",
)
"""In this order, in a small workspace, of its newest period."""
ASKED = """
approvals:
  roles:
    - {role: "Section 151 officer, North"}
    - {role: "Lead member, North", kind: consultation}
"""
ELSEWHERE = {
    "make report": ".ci/run",
    "make test": ".ci/run",
    "make lint": ".ci/run",
    "make notebooks": "test_each_make_target_is_one_command_that_the_readme_gives",
    "make serve": "test_each_make_target_is_one_command_that_the_readme_gives",
    "make bench": "tests/integration/test_benchmark_of_speed.py",
    "make picture": "tests/browser/test_site.py",
    "make lock": "test_the_locked_requirements_name_packages_and_hashes_and_nothing_else",
    "make clean": "test_cleaning_deletes_what_was_installed_and_built_and_nothing_else",
    ".venv/bin/trustbook report": "tests/integration/conftest.py",
    ".venv/bin/trustbook report --why": "tests/integration/test_only_what_changed.py",
    ".venv/bin/trustbook report --fresh": "tests/integration/test_only_what_changed.py",
    ".venv/bin/trustbook report --workspace 'trusts/*'": "tests/unit/pipeline/test_workspaces.py",
    ".venv/bin/trustbook report --workspace 'trusts/*' --executor tls://scheduler:8786": (
        "tests/integration/test_cluster.py"
    ),
    ".venv/bin/trustbook build --pdf": "tests/integration/test_downloads_of_a_site.py",
    ".venv/bin/trustbook annexes 2023-24-P11": "tests/integration/test_downloads_of_a_site.py",
    ".venv/bin/trustbook compare import FILE --source dfe-csww --published 2023=2024-02-29": (
        "tests/unit/data/test_published_import.py"
    ),
    ".venv/bin/trustbook new 2023-24-P12": "tests/unit/starting/test_new_period.py",
    ".venv/bin/trustbook read pack.pdf": "tests/papers/test_read_papers.py",
    ".venv/bin/trustbook ingest pack.pdf --period 2023-24-P12 --source jctc-2024-06-forecast": (
        "tests/integration/test_ingest_by_command.py"
    ),
    ".venv/bin/trustbook check 2023-24-P12": "tests/integration/test_ingest_by_command.py",
    ".venv/bin/trustbook ingest --accept 2023-24-P12": "tests/integration/test_ingest_by_command.py",
    ".venv/bin/trustbook report --draft": "tests/integration/test_draft_editions.py",
    ".venv/bin/trustbook share --draft": "tests/integration/test_draft_editions.py",
    ".venv/bin/trustbook paper 2023-24-P12": "tests/integration/test_committee_paper.py",
    ".venv/bin/trustbook calibrate ours.csv --test theirs.csv": "tests/unit/outlook/test_ranges.py",
    "pip install trustbook": "tests/integration/test_from_a_wheel.py",
    "trustbook init mybook": "tests/integration/test_from_a_wheel.py",
    "trustbook upgrade --check": "tests/unit/starting/test_upgrade.py",
    "trustbook upgrade": "tests/unit/starting/test_upgrade.py",
    "trustbook upgrade --chapter placements": "tests/unit/starting/test_upgrade.py",
    "trustbook init-chapter youth_justice": "tests/unit/starting/test_starter_chapter.py",
    **dict.fromkeys(PUBLISHING, "test_the_steps_of_publishing_make_a_public_site_that_can_be_verified"),
    ".venv/bin/trustbook serve": "tests/integration/test_report.py",
    ".venv/bin/trustbook notebooks": "tests/integration/test_report.py",
    ".venv/bin/trustbook run 2023-24-P11": "test_the_stages_can_be_taken_one_by_one",
    ".venv/bin/trustbook build 2023-24-P11": "test_the_stages_can_be_taken_one_by_one",
    f"{PAPERMILL} -f params/2023-24-P11.yaml": "tests/integration/test_plain_tools.py",
    f"{PAPERMILL} -p period 2023-24-P09": "tests/integration/test_plain_tools.py",
    ".venv/bin/jupyter-book build .": "tests/integration/test_plain_tools.py",
    f".venv/bin/python -m pytest {NBVAL} notebooks": "Makefile",
}


def blocks(language: str) -> list[str]:
    found = re.findall(rf"^ *```{language}\n(.*?)^ *```", README, flags=re.MULTILINE | re.DOTALL)
    return [line.strip() for block in found for line in block.splitlines() if line.strip()]


def test_every_command_of_the_readme_is_run_by_a_test():
    assert set(blocks("sh")) == set(QUICK) | set(ELSEWHERE)
    for place in set(ELSEWHERE.values()):
        assert place in globals() or (ROOT / place).exists(), place


@pytest.mark.parametrize("command", QUICK)
def test_a_quick_command_does_what_the_readme_says(workspace, command):
    words = command.replace(".venv/bin/", f"{BIN}{os.sep}").split()
    ran = subprocess.run(words, cwd=workspace, capture_output=True, text=True, check=False, timeout=300)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip()


def test_the_stages_can_be_taken_one_by_one(tmp_path):
    workspace = small_workspace(tmp_path / "workspace")
    for stage in ("check", "run", "build"):
        command = next(line for line in blocks("sh") if line == f".venv/bin/trustbook {stage} 2023-24-P11")
        words = command.replace(".venv/bin/", f"{BIN}{os.sep}").split()
        ran = subprocess.run(words, cwd=workspace, capture_output=True, text=True, check=False, timeout=600)
        assert ran.returncode == 0, ran.stderr
    assert (workspace / "_build" / "site" / "2023-24-P11" / "notebooks" / "first.html").exists()


def test_the_steps_of_publishing_make_a_public_site_that_can_be_verified(made_here, tmp_path):
    folder, served = tmp_path / "workspace", tmp_path / "current"
    shutil.copytree(made_here, folder)
    settings = folder / "params" / "trust.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + ASKED, encoding="utf-8")
    said = {}
    for line in PUBLISHING:
        command = line.replace(".venv/bin/", f"{BIN}{os.sep}").replace("P12", "P11")
        words = shlex.split(command.replace("/srv/trustbook/current", str(served)))
        ran = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, timeout=600)
        assert ran.returncode == 0, (words, ran.stdout, ran.stderr)
        said[line] = ran.stdout
        if "publish " in line:
            shutil.copytree(folder / "_build" / "public", served)
    approved, consulted, published, logged, *verified = said.values()
    assert "Still missing: Lead member, North" in approved
    assert "Still missing" not in consulted
    assert "Published: 2023-24-P11/r1" in published
    assert [word for word in ("approved", "consulted", "published") if word not in logged] == []
    assert ["as it was published" in each for each in verified] == [True] * 3


def test_building_before_running_is_one_sentence_that_says_what_to_type(workspace):
    ran = subprocess.run(
        [str(BIN / "trustbook"), "build", "2023-24-P11"], cwd=workspace, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert "Type: trustbook report 2023-24-P11" in ran.stderr


def test_each_make_target_is_one_command_that_the_readme_gives():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipes = dict(re.findall(r"^(report|serve|notebooks): \$\(READY\).*\n\t(.+)$", makefile, flags=re.MULTILINE))
    assert {name: lineage.replace("$(BIN)", ".venv/bin") for name, lineage in recipes.items()} == {
        name: f".venv/bin/trustbook {name}" for name in ("report", "serve", "notebooks")
    }


def test_the_locked_requirements_name_packages_and_hashes_and_nothing_else():
    allowed = re.compile(r"([A-Za-z0-9._-]+==\S+( ; .+?)?|    --hash=sha256:[0-9a-f]{64})( \\)?")
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not allowed.fullmatch(line)] == []
    names = {line.split("==")[0].lower() for line in lines if "==" in line}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["dev"]]
    needed += project["build-system"]["requires"]
    wanted = {re.match(r"[A-Za-z0-9._-]+", each)[0].lower() for each in needed}
    assert wanted <= names


def follow(folder: Path, *commands: list[str]) -> None:
    env = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
    for command in commands:
        ran = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=1500)
        assert ran.returncode == 0, (command, ran.stdout[-3000:], ran.stderr[-3000:])


def clone(folder: Path) -> Path:
    """The tracked files as they are now, and nothing that was installed or built."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


def test_cleaning_deletes_what_was_installed_and_built_and_nothing_else(tmp_path):
    """That the two commands work on a fresh machine is what CI begins with: `.ci/run`."""
    folder = clone(tmp_path / "clone")
    before = tree(folder)
    for made in ("_build/site/index.html", ".venv/bin/python"):
        (folder / made).parent.mkdir(parents=True)
        (folder / made).write_text("made", encoding="utf-8")
    subprocess.run(["make", "clean"], cwd=folder, check=True, capture_output=True)
    assert tree(folder) == before


def test_the_steps_without_make_make_an_edition(tmp_path):
    """The packages are those of this environment, which pip then finds installed: CI installs them once, by make."""
    folder = clone(tmp_path / "clone")
    steps = [line.replace(".venv\\Scripts\\", ".venv/bin/") for line in blocks("bat")]
    assert [step.split()[-1] for step in steps] == [".venv", "requirements.txt", ".", "report", "serve"]
    words = [[f"{sys.base_prefix}/bin/python3" if word == "py" else word for word in step.split()] for step in steps]
    follow(folder, words[0])
    share_dependencies(folder / ".venv")
    follow(folder, words[1], words[2], [*words[3], "2023-24-P11"])
    assert (folder / "_build" / "site" / "2023-24-P11" / "notebooks" / "summary.html").exists()
