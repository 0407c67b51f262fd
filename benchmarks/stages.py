"""Where the processor time of a cold run goes, ours or plain, stage by stage over all processes.

In: nothing, or `--plain`; the workspace is one of `speed.py`'s. Out: a table, largest first, with how much of all
processor time the samples saw. Sampling slows what is sampled a little, so shares say more than seconds.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import plain as plain_tools
from measure import Measured, measure
from records import state_of
from runs import Bench, clean
from synthetic import ROOT
from synthetic_book import Book

HERE = Path(__file__).parent
_STARTS = (
    "trustbook/site/jupyter_book.py",
    "trustbook/site/in_a_copy.py",
    "trustbook/site/edition.py",
    "trustbook/build/",
)
"""Calls of ours under which a copy of the server does all that it does."""
_IMPORT = "importlib._bootstrap>:_find_and_load"
Rule = tuple[str, str]
# A process that does one thing is known by it.
_APART: tuple[Rule, ...] = (
    ("trustbook/build/preload.py", "warm server: imports"),
    ("trustbook/build/chart_server.py:_draw", "drawing process: charts drawn"),
    ("trustbook/site/interactive_charts.py:_prepare", "the chart library is bundled, aside"),
)
# In each other kind of process the first rule of which a call is made of this text gives the stage.
_KERNEL: tuple[Rule, ...] = (
    ("charts/chart.py:svg", "kernels: the chart renderer draws"),
    (_IMPORT, "kernels: imports"),
    ("trustbook/components/charts/", "kernels: charts specified (Altair)"),
    ("charts.py:", "kernels: charts specified (Altair)"),
    ("trustbook/data/", "kernels: returns and settings read"),
    ("trustbook/", "kernels: analysis, sentences, tables"),
    ("", "kernels: start, messages"),
)
_BOOK: tuple[Rule, ...] = (
    (_IMPORT, "Jupyter Book: imports"),
    ("trustbook/site/interactive_charts.py", "Jupyter Book: the chart library is bundled"),
    ("trustbook/site/", "Jupyter Book: our extension and renderer"),
    ("sphinx/builders/__init__.py:read", "Jupyter Book: read"),
    ("sphinx/builders/__init__.py:write", "Jupyter Book: write"),
    ("sphinx/builders/html/__init__.py:finish", "Jupyter Book: finish (search, assets)"),
    ("", "Jupyter Book: start and the rest"),
)
_COMMAND: tuple[Rule, ...] = (
    ("trustbook/checks/gx_import.py:<module>", "gate: Great Expectations is imported"),
    ("trustbook/checks/", "gate: checks"),
    ("contender.py:run_great_expectations", "gate: Great Expectations"),
    ("papermill/", "chapters: Papermill's side"),
    ("trustbook/pipeline/outputs.py:write_metrics", "figures: headline figures"),
    ("trustbook/pipeline/outputs.py:tie_out", "figures: tie-out"),
    ("trustbook/site/downloads/contents.py", "figures: data to take away"),
    ("trustbook/pipeline/outputs.py", "figures: imports and the rest"),
    ("trustbook/site/assembly.py", "site"),
    ("trustbook/site/edition.py", "editions: laid out and finished"),
    ("pipeline/stages.py:build", "editions: waited for, in the command"),
    ("pipeline/stages.py:run", "chapters: Papermill's side"),
    ("trustbook/build/plan.py", "what need not be made again"),
    (_IMPORT, "the command: imports"),
    ("", "the command: start and the rest"),
)


def stage_of(started: str, calls: str) -> str:
    """Name the stage of a sample, from how its process was started and the calls of its main thread."""
    for text, name in _APART:
        if text in calls:
            return name
    in_a_copy = calls
    for each in _STARTS:
        in_a_copy = in_a_copy.replace(each, "")
    if "ipykernel" in started or "ipykernel/kernelapp.py:" in calls:
        rules, calls = _KERNEL, in_a_copy
    elif ("jupyter" in started and "book" in started) or "sphinx/" in calls or "jupyter_book/" in calls:
        rules, calls = _BOOK, in_a_copy
    elif "forkserver" in started:
        return "warm server: start and copying"
    else:
        rules = _COMMAND
    return next(name for text, name in rules if text in calls)


def stages(lines: Iterable[str], inside: str = "") -> Counter[str]:
    """Sum up processor seconds by stage; or those `inside` one stage by the innermost of our functions."""
    found: Counter[str] = Counter()
    started: dict[str, str] = {}
    for line in lines:
        process, took, calls = line.rstrip("\n").split("\t", 2)
        if calls.startswith("started: "):
            started[process] = calls
        stage = stage_of(started.get(process, ""), calls)
        if not inside:
            found[stage] += float(took)  # type: ignore[assignment]
        elif inside in stage:
            ours = (call.rpartition("src/trustbook/")[2] for call in calls.split("|") if "src/trustbook/" in call)
            found[f"{stage}: `{next(ours, 'none of ours')}`"] += float(took)  # type: ignore[assignment]
    return found


def sampled(command: list[str], cwd: Path, inside: str = "") -> tuple[Measured, Counter[str]]:
    """Run a command to its end with every Python process of it sampled."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "samples"
        path = os.pathsep.join([str(HERE / "sampling"), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
        ran = measure(["env", f"TRUSTBOOK_STAGES_FILE={file}", f"PYTHONPATH={path}", *command], cwd)
        if ran.code:
            raise SystemExit(ran.text)
        with file.open(encoding="utf-8", errors="replace") as lines:
            return ran, stages(lines, inside)


def table(ran: Measured, found: Counter[str], most: int) -> str:
    """Write the largest stages as Markdown."""
    seen = sum(found.values())
    rows = [f"| {name} | {took:.2f} | {took / seen:.0%} |" for name, took in found.most_common(most)]
    rest = seen - sum(took for _, took in found.most_common(most))
    if rest > 0:
        rows.append(f"| the rest | {rest:.2f} | {rest / seen:.0%} |")
    said = f"{ran.seconds:.1f} s of wall, {ran.cpu:.1f} s of processor, of which samples saw {seen:.1f} s."
    return "\n".join([said, "", "| stage | processor seconds | share |", "|---|--:|--:|", *rows])


def main() -> None:
    """Sample one cold run and print the table."""
    parser = argparse.ArgumentParser(prog="python benchmarks/stages.py", description=__doc__)
    parser.add_argument("--plain", action="store_true", help="the plain tools instead of ours")
    parser.add_argument("--periods", type=int, default=1, help="how many")
    parser.add_argument("--book", choices=[str(each) for each in Book], default=str(Book.SMALL))
    parser.add_argument("--own", action="store_true", help="the project's own newest returns")
    parser.add_argument("--inside", default="", metavar="WORDS", help="our functions inside the stages so called")
    parser.add_argument("--most", type=int, default=10, help="how many stages are shown")
    parser.add_argument("--folder", type=Path, default=ROOT / "_build" / "bench", help="where it works")
    options = parser.parse_args()
    bench = Bench(options.folder, Book(options.book), own=options.own, state=state_of(ROOT))
    place = bench.workspace(options.periods, "stages")
    names = [str(each) for each in place.periods()]
    if options.plain:
        work = place.root.with_name("stages-plain")
        plain_tools.prepare(place.root, work, names)
        command = [sys.executable, str(HERE / "plain.py"), "run", str(place.root), str(work), ",".join(names)]
    else:
        clean(place)
        command = [sys.executable, "-m", "trustbook", "report"]
    print(table(*sampled(command, place.root, options.inside), options.most))


if __name__ == "__main__":
    main()
