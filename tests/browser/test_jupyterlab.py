"""A chapter in JupyterLab, where analysts work: a period is picked in the parameters cell, and all cells are run."""

import importlib.util
import os
import re
import socket
import subprocess
import sys
import time

import nbformat
import pytest
from workspaces import copy_workspace

from trustbook.chapters.forecast_trend import analysis, charts
from trustbook.config.workspace import Workspace
from trustbook.data.period_data import open_period

PERIOD = "2023-24-P09"
NOTEBOOK = "forecast-trend"
OPTIONS = (
    "--no-browser",
    "--allow-root",
    "--ip=127.0.0.1",
    "--ServerApp.token=",
    "--ServerApp.password=",
    "--LabApp.extension_manager=readonly",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.news_url=",
)
DONE = """() => {
  const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputArea-prompt")].map(each => each.textContent);
  return prompts.length > 10 && prompts.every(each => /\\[\\d+\\]/.test(each));
}"""
CONTRASTS = """() => {
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => {
    const [r, g, b] = numbers(colour).slice(0, 3).map(each => each / 255)
      .map(each => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = element => {
    for (let each = element; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if ((numbers(colour)[3] ?? 1) === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const found = [];
  for (const each of document.querySelectorAll(".jp-RenderedHTML *")) {
    if (![...each.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())) continue;
    if (each.matches("style, .tb-hidden")) continue;
    const [one, other] = [light(getComputedStyle(each).color), light(behind(each))].sort((a, b) => b - a);
    found.push([each.textContent.trim().slice(0, 40), (one + 0.05) / (other + 0.05)]);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """A workspace whose notebook has not been run: outputs that it was saved with would pass for those of a run."""
    folder = copy_workspace(tmp_path_factory.mktemp("jupyterlab") / "workspace")
    path = folder / "notebooks" / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.update(outputs=[], execution_count=None)
    nbformat.write(notebook, path)
    return folder


@pytest.fixture(scope="module")
def lab(workspace, chromium):
    """JupyterLab over a workspace, with settings of its own."""
    if importlib.util.find_spec("jupyterlab") is None:
        if os.environ.get("TRUSTBOOK_BROWSER") == "required":
            pytest.fail("JupyterLab is not installed, and these tests are required here")
        pytest.skip("JupyterLab is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = workspace.parent / "own"
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
    env = os.environ | {name: str(own / name) for name in (*names, "IPYTHONDIR", "JUPYTER_RUNTIME_DIR")}
    command = [sys.executable, "-m", "jupyterlab", *OPTIONS, f"--port={port}", f"--ServerApp.root_dir={workspace}"]
    log = workspace.parent / "jupyterlab.log"
    with log.open("w") as said, subprocess.Popen(command, env=env, stdout=said, stderr=said) as running:
        try:
            _wait_for(port, running, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            running.terminate()


def _wait_for(port, running, log):
    until = time.monotonic() + 60
    while time.monotonic() < until and running.poll() is None:
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start: {log.read_text()}")


def _pick(page, menu, *entries):
    page.locator(".lm-MenuBar-item", has_text=menu).first.click()
    for entry in entries:
        named = re.compile(f"^{entry}")
        wanted = page.locator(".lm-Menu-item", has_text=named).first
        wanted.hover()
        page.locator(".lm-Menu-item.lm-mod-active", has_text=named).wait_for()
        wanted.click()


@pytest.fixture(scope="module")
def opened(browser, lab):
    """The notebook with its period picked and all of its cells run."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.requested = []
    page.on("request", lambda request: page.requested.append(request.url))
    page.goto(f"{lab}/lab/tree/notebooks/{NOTEBOOK}.ipynb")
    parameters = page.locator(".jp-Notebook .jp-CodeCell").first.locator(".cm-content")
    parameters.click(timeout=60_000)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(f'period = "{PERIOD}"\nassumptions = {{}}')
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for(timeout=60_000)
    page.locator("[data-command='notebook:restart-run-all']").click()
    page.locator(".jp-Dialog", has_text="Restart Kernel").locator(".jp-mod-accept").click()
    page.wait_for_function(DONE, timeout=120_000)
    page.locator(".vega-embed").last.wait_for(timeout=60_000)
    yield page
    page.close()


@pytest.fixture(scope="module")
def data(workspace):
    return open_period(PERIOD, workspace=Workspace(workspace))


@pytest.fixture(scope="module")
def chart(data):
    return charts.layers(analysis.analyse(data), data)


def _cell(page, source):
    return page.locator(".jp-Notebook .jp-CodeCell", has=page.locator(".cm-content", has_text=source)).first


def test_a_line_says_which_period_is_shown_how_firm_it_is_and_which_there_are(opened, data, workspace):
    said = _cell(opened, "chosen_period(data)").locator(".jp-OutputArea-output").text_content()
    assert f"{data.period.label}: forecast, not the newest return, which is Period 11, February 2024." in said
    assert all(str(period) in said for period in Workspace(workspace).periods())


def test_the_headings_of_the_page_are_there(opened):
    headings = opened.locator(".jp-RenderedMarkdown :is(h1, h2)").all_text_contents()
    assert "Forecast trend" in headings[0]
    assert any("Month by month" in each for each in headings)


def test_a_chart_stands_between_its_title_and_its_source_words_and_table(opened, chart):
    outputs = _cell(opened, "charts.layers").locator(".jp-OutputArea-output")
    above, drawn, below = outputs.nth(0), outputs.nth(1), outputs.nth(2)
    assert chart.title in above.text_content()
    assert chart.subtitle in above.text_content()
    assert drawn.locator(".vega-embed :is(svg, canvas)").first.is_visible()
    assert chart.source in below.text_content()
    below.get_by_text("The chart in words").click()
    assert chart.description in below.text_content()
    below.get_by_text("View as table").click()
    assert chart.table.rows[0][-1] in below.locator("td").all_text_contents()


def test_every_chart_answers_to_a_pointer_and_none_offers_a_website_for_the_data(opened, chart):
    assert opened.locator(".vega-embed").count() == opened.get_by_text("The chart in words").count() > 2
    _cell(opened, "charts.layers").locator(".vega-embed summary").first.click()
    menu = _cell(opened, "charts.layers").locator(".vega-actions").first.text_content()
    assert "Save as SVG" in menu
    assert "Editor" not in menu
    _cell(opened, "charts.layers").locator(".vega-embed summary").first.click()


def test_text_columns_stand_left_and_numbers_right(opened):
    table = _cell(opened, "text.layers").locator("table")

    def side(selector):
        return table.locator(selector).first.evaluate("each => getComputedStyle(each).textAlign")

    assert [side("thead th"), side("tbody th"), side("caption")] == ["left"] * 3
    assert [side("thead th.tb-number"), side("td.tb-number")] == ["right"] * 2


def test_what_only_screen_readers_are_told_is_not_seen(opened):
    box = opened.locator(".tb-figures .tb-hidden").first.bounding_box()
    assert (box["width"], box["height"]) <= (1, 1)


@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Light"])
def test_everything_can_be_read_in_light_and_dark(opened, theme):
    _pick(opened, "Settings", "Theme", theme)
    opened.wait_for_function(f"document.body.dataset.jpThemeName === '{theme}'")
    opened.wait_for_timeout(500)
    contrasts = opened.evaluate(CONTRASTS)
    assert len(contrasts) > 100
    assert [each for each in contrasts if each[1] < 4.5] == []


def test_nothing_is_asked_of_another_machine(opened, lab):
    other = [each for each in opened.requested if not each.startswith((lab, "data:", "blob:"))]
    assert other == []
