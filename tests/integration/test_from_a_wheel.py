"""From a built wheel to a served site, for a body that the library has never heard of, with the README's commands.

The README is the one that `trustbook init` writes. All but the library itself is installed already, so nothing is
downloaded: what pip installs is the wheel.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
import yaml
from shared_packages import share_dependencies
from test_readme import clone
from workspaces import tree

CITY = Path(__file__).parents[1] / "bodies" / "city"
PERIODS = ("2025-26-P02", "2025-26-P05", "2025-26-P07")
INSTALL = ("python3 -m venv .venv", ". .venv/bin/activate", "pip install -r requirements.txt")
OF_ANOTHER_BODY = re.compile(
    r"Northampton|\bNCT\b|\bnnc\b|\bwnc\b|44\.16|55\.84|Circle to Success|Innovate|Voluntary Step"
)
MOST_MINUTES = 10


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """A folder with a wheel of the repository as it is now."""
    folder = tmp_path_factory.mktemp("machine")
    source = folder / "source"
    source.mkdir()
    clone(source)
    wheel = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*wheel, "--wheel-dir", str(folder / "wheels"), "."], cwd=source, check=True, timeout=600)
    shutil.rmtree(source)
    return folder


@pytest.fixture(scope="module")
def typed(machine):
    """Type commands in one shell that is at home in an environment: what they print, or a failure."""
    env = {name: os.environ[name] for name in ("HOME", "LANG", "LC_ALL", "TMPDIR") if name in os.environ}
    env |= {"PATH": f"{sys.base_prefix}/bin:/usr/local/bin:/usr/bin:/bin"}
    env |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(machine / "wheels"), "PIP_NO_DEPS": "1"}

    def run(*commands, cwd):
        script = "\n".join(("set -e", *commands))
        ran = subprocess.run(
            ["bash", "-c", script], cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=1500
        )
        assert ran.returncode == 0, (commands, ran.stdout[-3000:], ran.stderr[-3000:])
        return ran.stdout

    return run


def readme_commands(folder):
    text = (folder / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", text, flags=re.MULTILINE | re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def made(machine, typed):
    """The city's workspace with its site, and how many seconds it took from the installed wheel."""
    begun = time.monotonic()
    start = ". first/bin/activate"
    typed("python3 -m venv first", start, "pip install --quiet trustbook", cwd=machine)
    share_dependencies(machine / "first")
    city = yaml.safe_load((CITY / "params" / "trust.yaml").read_text(encoding="utf-8"))
    council = city["funders"][0]
    words = {
        "--name": [city["body"]["name"]],
        "--short-name": [city["body"]["short_name"]],
        "--funder": [f"{council['code']}={council['name']}={council['share']}"],
        "--word": [f"{name}={word}" for name, word in city["words"].items()],
        "--months": [",".join(map(str, city["months_reported"]))],
        "--headings-from": [str(CITY / "data" / PERIODS[0] / "forecast.csv")],
    }
    options = [f"{option} {shlex.quote(value)}" for option, values in words.items() for value in values]
    typed(start, f"trustbook init mybook --yes {' '.join(options)}", cwd=machine)
    folder = machine / "mybook"
    fresh = tree(folder)
    shutil.copy(CITY / "data" / "sources.csv", folder / "data")
    for period in PERIODS:
        _fill_in(folder, period, typed(". ../first/bin/activate", f"trustbook new {period}", cwd=folder))
    given = readme_commands(folder)
    assert [command for command in (*INSTALL, "trustbook check", "trustbook report") if command not in given] == []
    typed(*INSTALL, cwd=folder)
    share_dependencies(folder / ".venv")
    typed(INSTALL[1], "trustbook check", "trustbook report", cwd=folder)
    return folder, fresh, time.monotonic() - begun


def _fill_in(folder, period, said):
    """Put the city's return in place of the one that was started, which had its services and no figures."""
    started = folder / "data" / period
    assert f"trustbook check {period}" in said
    lines = (started / "forecast.csv").read_text(encoding="utf-8")
    assert "Children looked after" in lines
    assert not re.search(r"\d{3,}", lines)
    shutil.rmtree(started)
    shutil.copytree(CITY / "data" / period, started)


pytestmark = pytest.mark.skipif(os.name != "posix", reason="types into bash")


def test_the_library_is_that_of_the_wheel(made, typed):
    folder, _, _ = made
    place = typed(INSTALL[1], "python -c 'import trustbook; print(trustbook.__file__)'", cwd=folder)
    assert place.startswith(str(folder / ".venv"))


def test_it_takes_less_than_ten_minutes(made):
    _, _, seconds = made
    assert seconds < MOST_MINUTES * 60


def test_the_site_has_an_edition_of_each_return_in_the_bodys_own_words(made):
    folder, _, _ = made
    for period in PERIODS:
        edition = folder / "_build" / "site" / period
        front = (edition / "notebooks" / "summary.html").read_text(encoding="utf-8")
        assert "Marlbridge Children's Directorate" in front.replace("&#39;", "'").replace("’", "'")
        assert "the directorate" in (edition / "book" / "how-to-read.html").read_text(encoding="utf-8")


def test_the_figures_are_those_of_the_body(made, typed):
    folder, _, _ = made
    found = json.loads(typed(INSTALL[1], "trustbook metrics 2025-26-P07 --json", cwd=folder))
    assert found["forecast.variance"]["value"] == -600
    assert found["forecast.projected_outturn"]["value"] == 76_700
    assert found["savings.secured"]["value"] == 730


def test_nothing_of_another_body_is_in_the_workspace_or_on_the_site(made):
    folder, fresh, _ = made
    site = tree(folder / "_build" / "site")
    pages = {name: content for name, content in site.items() if Path(name).suffix in (".html", ".json", ".csv", ".xml")}
    assert len(pages) > 30
    for files in (fresh, pages):
        found = {name: OF_ANOTHER_BODY.findall(content.decode("utf-8", "replace")) for name, content in files.items()}
        assert {name: texts for name, texts in found.items() if texts} == {}


def test_making_the_report_changes_no_file_that_is_committed(made):
    folder, fresh, _ = made
    assert {name: (folder / name).read_bytes() for name in fresh if name != "data/sources.csv"} == {
        name: content for name, content in fresh.items() if name != "data/sources.csv"
    }


def test_an_upgrade_to_the_same_version_has_nothing_to_do(made, typed):
    folder, _, _ = made
    assert "Nothing to do" in typed(INSTALL[1], "trustbook upgrade --check", cwd=folder)


def test_the_site_is_served(made):
    folder, _, _ = made
    assert "trustbook serve" in readme_commands(folder)
    served = subprocess.Popen(
        [str(folder / ".venv" / "bin" / "python"), "-u", "-m", "trustbook", "serve", "--port", "0"],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        address = re.search(r"http://localhost:\d+/", served.stdout.readline())[0]
        with urllib.request.urlopen(f"{address}2025-26-P07/notebooks/summary.html") as answer:
            assert "Marlbridge" in answer.read().decode()
    finally:
        served.terminate()
        served.wait(10)
        served.stdout.close()
