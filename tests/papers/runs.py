"""Read the papers in every form and judge what was read.

In: numbers of papers, formats, seeds of layouts. Out: a verdict for each file.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from papers.judge import Verdict, judge
from papers.layouts import Expected, Page, chosen, lay_out
from papers.made_files import WRITERS
from papers.made_pdf import chromium, converted, printed
from papers.truth import DATA, Paper, read_papers

PRINTED = {"lined": "all", "rows": "rows", "unruled": "none"}
"""The lines that Chromium draws: around every cell, between rows, none."""
FORMATS = (*WRITERS, *PRINTED, "office", "text")
"""The files that Python writes, the PDFs of Chromium and of LibreOffice, and the texts."""


@dataclass(frozen=True)
class Result:
    """How one file did."""

    name: str
    format: str
    verdict: Verdict
    failed: str = ""


def results(
    numbers: Sequence[str], formats: Sequence[str], seeds: Iterable[int], keep: Path | None = None
) -> Iterator[Result]:
    """Make, read and judge each file."""
    papers = read_papers()
    seeds = list(seeds)
    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        browser = stack.enter_context(chromium()) if PRINTED.keys() & set(formats) else None
        pages = [
            (papers[number], lay_out(papers[number], chosen(seed * 100 + int(number))))
            for seed in seeds
            for number in numbers
        ]
        office = converted(page for _, page in pages) if "office" in formats else {}
        for paper, page in pages:
            for format in formats:
                if format == "text":
                    continue
                file = folder / f"{page.name}.{format if format in WRITERS else f'{format}.pdf'}"
                if format in PRINTED:
                    ruled = replace(page, layout=replace(page.layout, borders=PRINTED[format]))
                    file.write_bytes(printed(browser, ruled))
                elif format == "office":
                    file.write_bytes(office[page.name])
                else:
                    file.write_bytes(WRITERS[format](page))
                yield read_and_judge(file, f"{page.name} {paper.name}", format, page.expected, prose=False)
        if "text" in formats:
            for number in numbers:
                paper = papers[number]
                file = DATA / f"{number}-{paper.name}.txt"
                yield read_and_judge(file, f"{number} {paper.name}", "text", expected_of(paper), prose=True)


def read_and_judge(
    file: Path, name: str, format: str, expected: Sequence[Sequence[Expected]], *, prose: bool
) -> Result:
    """Read one file as `trustbook read` does; an error for the user is an empty reading, any other goes on up."""
    from trustbook.core.errors import TrustbookError
    from trustbook.papers.read import read_paper

    try:
        reading = read_paper(file, file.name).as_json()
    except TrustbookError as error:
        nothing = {"tables": [], "refused": []}
        return Result(name, format, judge(nothing, expected), str(error))
    return Result(name, format, judge(reading, expected, prose=prose))


def expected_of(paper: Paper) -> list[list[Expected]]:
    """What the paper itself says, under the names that its figures have there."""
    lines = []
    for table in paper.tables:
        for line in table.lines:
            joined = f"{line.section} / {line.label}" if line.section and line.label else line.section
            labels = tuple(dict.fromkeys(each for each in (line.label, joined) if each or not line.label))
            lines.append(
                [
                    Expected(labels, column.name, cell, line.total)
                    for column, cell in zip(table.columns, line.cells, strict=True)
                    if cell is not None
                ]
            )
    return lines


def page_of(number: str, seed: int) -> Page:
    """The page of a paper in the layout of a seed."""
    return lay_out(read_papers()[number], chosen(seed * 100 + int(number)))
