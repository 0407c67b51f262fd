"""The template of new workspaces is the repository's own workspace, and has nothing of the body that it reports."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from looked_at import some
from trustbook.site.book_words import GENERATED as WRITTEN_BY_REPORTS
from trustbook.starting.template import FOLDER, GENERATED, from_repository, template

ROOT = Path(__file__).parents[3]
SETTINGS = yaml.safe_load((ROOT / "params" / "trust.yaml").read_text(encoding="utf-8"))
OF_THE_BODY = [
    "Northampton",
    r"\bNCT\b",
    r"\bnnc\b",
    r"\bwnc\b",
    r"44\.16",
    r"55\.84",
    "0.4416",
    "Circle to Success",
    "Innovate",
    "E10000021",
    "E06000061",
    *(re.escape(council["name"]) for council in SETTINGS["councils"]),
]
"""What is true of the repository's own body alone."""
FIGURES = [r"150\.9", r"31\.6", r"27\.6", r"7\.67"]
"""Figures of its returns; the library may have such numbers as examples of how numbers are written."""


def facts_in(files, wanted=OF_THE_BODY):
    """Which of the body's own facts stand in files, by the name of the file."""
    pattern = re.compile("|".join(wanted))
    found = {name: pattern.findall(content.decode("utf-8", errors="replace")) for name, content in files.items()}
    return {name: texts for name, texts in found.items() if texts}


def test_nothing_of_the_repositorys_own_body_stands_in_the_template():
    assert facts_in(template(), OF_THE_BODY + FIGURES) == {}


def test_nothing_of_it_stands_in_the_library():
    library = ROOT / "src" / "trustbook"
    texts = (path for path in library.rglob("*") if path.suffix in (".py", ".yaml", ".md", ".html", ".js", ".yml"))
    assert facts_in({path.relative_to(library).as_posix(): path.read_bytes() for path in texts}) == {}


def test_the_facts_are_found_where_they_stand():
    assert facts_in({"page": (ROOT / "params" / "trust.yaml").read_bytes()})["page"]


def test_notebooks_have_the_cells_of_the_repositorys_and_no_outputs():
    for name, content in some(each for each in template().items() if each[0].endswith(".ipynb")):
        made, own = json.loads(content), json.loads((ROOT / name).read_bytes())
        assert [cell["source"] for cell in made["cells"]] == [cell["source"] for cell in own["cells"]]
        assert not any(cell.get("outputs") or cell.get("execution_count") for cell in made["cells"])


def test_pages_that_reports_write_are_titles_only():
    assert {f"{page}.md" for page in WRITTEN_BY_REPORTS} == set(GENERATED)
    for name in GENERATED:
        below = template()[name].decode().partition("\n")[2]
        assert below == "\n`trustbook report` writes this page for each period.\n"


def test_every_other_file_is_as_in_the_repository():
    others = {name: text for name, text in template().items() if name not in GENERATED and not name.endswith(".ipynb")}
    assert {"_config.yml", "_toc.yml", "book/methods.md", "expectations/forecast.json"} <= set(others)
    assert [name for name, text in others.items() if (ROOT / name).read_bytes() != text] == []


def test_a_notebook_that_is_not_listed_is_left_out(tmp_path):
    for part in ("book", "expectations", "notebooks"):
        shutil.copytree(ROOT / part, tmp_path / part)
    shutil.copy(ROOT / "_config.yml", tmp_path)
    toc = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    (tmp_path / "_toc.yml").write_text(toc.replace("      - file: notebooks/years\n", ""), encoding="utf-8")
    assert set(template()) - set(from_repository(tmp_path)) == {"notebooks/years.ipynb"}


def built(source, target, kind):
    """Build a wheel or a source distribution in a folder, as pip does without isolation."""
    target.mkdir()
    code = f"import sys; from setuptools import build_meta; build_meta.build_{kind}(sys.argv[1])"
    ran = subprocess.run(
        [sys.executable, "-c", code, str(target)], cwd=source, capture_output=True, text=True, check=False, timeout=300
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    return next(target.iterdir())


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """What a build needs of the repository."""
    folder = tmp_path_factory.mktemp("build") / "source"
    skipped = shutil.ignore_patterns("__pycache__", "*.egg-info", ".ipynb_checkpoints", FOLDER)
    for part in ("src", "book", "expectations", "notebooks"):
        shutil.copytree(ROOT / part, folder / part, ignore=skipped)
    for name in ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE", "_config.yml", "_toc.yml"):
        shutil.copy(ROOT / name, folder)
    return folder


def packaged(wheel):
    with zipfile.ZipFile(wheel) as archive:
        prefix = f"trustbook/{FOLDER}/"
        return {name.removeprefix(prefix): archive.read(name) for name in archive.namelist() if name.startswith(prefix)}


def test_a_wheel_carries_the_template_built_directly_or_from_a_source_distribution(source, tmp_path):
    assert packaged(built(source, tmp_path / "wheel", "wheel")) == template()
    distribution = built(source, tmp_path / "sdist", "sdist")
    shutil.unpack_archive(distribution, tmp_path / "unpacked", filter="data")
    unpacked = next((tmp_path / "unpacked").iterdir())
    assert packaged(built(unpacked, tmp_path / "second", "wheel")) == template()
