"""Read the pages of a PDF one after the other: running heads left out, tables found, those that go on put together.

In: the shapes of each page. Out: `PageTable`s in the order of the paper, of which those that go on over several pages
are one chain, and the lines of text that stand in no table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from trustbook.papers.model import Refusal
from trustbook.papers.pdf_guards import doubt_headless, ends_with_total, is_of_its_own
from trustbook.papers.pdf_rows import is_figure, label_goes_on
from trustbook.papers.pdf_rules import grids_of_rules, merged_rules
from trustbook.papers.pdf_shapes import Box, PageShapes, PageTooFullError, Rule
from trustbook.papers.pdf_tables import PageCell, PageTable, inside, table_of_grid
from trustbook.papers.pdf_unruled import unruled_tables
from trustbook.papers.pdf_words import Line, Word, lines_of, words_of

_MARGIN = 0.14
"""Of the height of a page: running heads and page numbers stand in this part of it, at its top and at its bottom."""
_NUMBER = re.compile(r"(?:page|p\.?)?\s*[-–]?\s*\d{1,3}\s*[-–]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_CONTINUED = re.compile(r"\bcont(?:inued|inuation|['’]?d|\.)?\b", re.IGNORECASE)


@dataclass(slots=True)
class PageText:
    """What was taken from one page before its tables are looked for."""

    number: int
    width: float
    height: float
    words: list[Word]
    across: list[Rule]
    down: list[Rule]
    areas: tuple[Box, ...]
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class ReadPage:
    """The tables of one page, and the lines of text that stand in none."""

    number: int
    tables: list[PageTable]
    lines: list[Line]


def text_of_page(shapes: PageShapes) -> PageText:
    """Put the glyphs and the ruled lines of a page together into words and whole lines."""
    words = words_of(shapes.glyphs)
    across, down = merged_rules(shapes.across), merged_rules(shapes.down)
    return PageText(shapes.number, shapes.width, shapes.height, words, across, down, shapes.areas, lines_of(words))


def read_page(page: PageText, running: set[tuple[str, int]], before: PageTable | None = None) -> ReadPage:
    """Find the tables of a page, after leaving out the lines that stand on other pages too.

    `before` is the last table of the page before, which may go on here.
    """
    grids = sorted(grids_of_rules(page.across, page.down), key=lambda grid: _size(grid.box))
    margins = _margin_lines(page)
    edges = [line for line in margins if _signature(line) in running]
    edges += [line for line in margins[:1] + margins[-1:] if _NUMBER.fullmatch(line.text)]
    left_out = {id(word) for line in edges for word in line.words}
    for grid in grids:
        if len(grid.cells) > 3:  # what stands in a ruled table is no running head
            left_out -= {id(word) for word in inside([w for line in edges for w in line.words], grid.box)}
    words = [word for word in _line_words(page) if id(word) not in left_out]
    tables: list[PageTable] = []
    across, down = page.across, page.down
    for grid in grids:
        table = table_of_grid(grid, words, page.number)
        if table is None:
            continue
        tables.append(table)
        used = {id(word) for word in inside(words, grid.box)}
        words = [word for word in words if id(word) not in used]
        across = [rule for rule in across if not _within(rule.at, rule.start, rule.end, grid.box, False)]
        down = [rule for rule in down if not _within(rule.at, rule.start, rule.end, grid.box, True)]
    areas = [area for area in page.areas if not any(_box_in(area, table.box) for table in tables)]
    found, lines = unruled_tables(lines_of(words), across, down, areas, page.number, before)
    tables = sorted([*tables, *found], key=lambda table: (round(table.box.top / 6), table.box.x0))
    for number, table in enumerate(tables, start=1):
        table.number = number
        _add_surroundings(table, tables, lines)
    return ReadPage(page.number, tables, lines)


def read_pages(pages: Sequence[PageText], running: set[tuple[str, int]]) -> tuple[list[ReadPage], list[Refusal]]:
    """Read pages in their order: a table without ruled lines may go on from one to the next."""
    read: list[ReadPage] = []
    refused: list[Refusal] = []
    for page in pages:
        before = read[-1] if read and read[-1].number == page.number - 1 and read[-1].tables else None
        try:
            read.append(read_page(page, running, before.tables[-1] if before else None))
        except PageTooFullError as full:
            refused.append(Refusal("", f"page {page.number}", f"the page has {full}, more than a page of any paper"))
    return read, refused


def running_lines(pages: Sequence[PageText]) -> set[tuple[str, int]]:
    """Find the lines that stand in the same place at the edge of several pages: heads, feet and page numbers."""
    counts = Counter(signature for page in pages for signature in {_signature(line) for line in _margin_lines(page)})
    least = 2 if len(pages) < 8 else max(3, len(pages) // 10)
    return {signature for signature, count in counts.items() if count >= least}


def _size(box: Box) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)


def _line_words(page: PageText) -> list[Word]:
    return [word for line in page.lines for word in line.words]


def _margin_lines(page: PageText) -> list[Line]:
    """Return the lines at the top and the bottom edge that stand apart from the rest of the page."""
    lines = page.lines
    found: list[Line] = []
    for ordered, down in ((lines, True), (lines[::-1], False)):
        edge: list[Line] = []
        for line in ordered[:4]:
            near = line.bottom < _MARGIN * page.height if down else line.top > (1 - _MARGIN) * page.height
            if not near or any(line is each for each in found):
                break
            edge.append(line)
        while edge:
            following = ordered[len(edge)] if len(edge) < len(ordered) else None
            if following is None or abs(following.baseline - edge[-1].baseline) > 1.7 * edge[-1].size:
                break
            edge.pop()
        found += edge if down else edge[::-1]
    return found


def _signature(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round(line.baseline / 4)


def _within(at: float, start: float, end: float, box: Box, down: bool) -> bool:
    x0, x1, top, bottom = (at, at, start, end) if down else (start, end, at, at)
    return box.x0 - 4 <= x0 and x1 <= box.x1 + 4 and box.top - 4 <= top and bottom <= box.bottom + 4


def _box_in(area: Box, box: Box) -> bool:
    return box.x0 - 4 <= area.x0 and area.x1 <= box.x1 + 4 and box.top - 4 <= area.top and area.bottom <= box.bottom + 4


def _add_surroundings(table: PageTable, tables: Sequence[PageTable], lines: Sequence[Line]) -> None:
    """Add the lines just above and just below a table, as far as the next table or a wide gap."""
    box = table.box
    near = [line for line in lines if min(line.x1, box.x1 + 20) > max(line.x0, box.x0 - 20)]
    others = [each.box for each in tables if each is not table and min(each.box.x1, box.x1) > max(each.box.x0, box.x0)]
    edge, limit = box.top, max((b.bottom for b in others if b.bottom <= box.top + 3), default=0.0)
    for line in sorted((x for x in near if x.bottom <= box.top + 3), key=lambda x: -x.baseline)[:6]:
        if edge - line.bottom > 2.6 * line.size or line.top < limit - 3:
            break
        table.above.insert(0, line)
        edge = line.top
    edge, limit = box.bottom, min((b.top for b in others if b.top >= box.bottom - 3), default=float("inf"))
    for line in sorted((x for x in near if x.top >= box.bottom - 3), key=lambda x: x.baseline)[:6]:
        if line.top - edge > 2.6 * line.size or line.bottom > limit + 3:
            break
        table.below.append(line)
        edge = line.bottom


def chains_of(pages: Sequence[ReadPage]) -> list[list[PageTable]]:
    """Put together the tables that go on from the end of one page to the top of the next."""
    chains: list[list[PageTable]] = []
    open_chain: list[PageTable] | None = None
    before: ReadPage | None = None
    for page in pages:
        for i, table in enumerate(page.tables):
            goes_on = (
                i == 0
                and open_chain is not None
                and before is not None
                and before.number == page.number - 1
                and _goes_on(open_chain, table, before, page)
            )
            if goes_on and open_chain is not None:
                last = open_chain[-1]
                if not repeated_rows(open_chain[0], table) and (ends_with_total(last) or is_of_its_own(last)):
                    doubt_headless(table)
                    chains.append([table])
                else:
                    open_chain.append(table)
                before = None
            else:
                chains.append([table])
        if before is not None and before.number == page.number - 1:
            _doubt_last_row(before, page)
        open_chain = chains[-1] if page.tables else None
        before = page
    return chains


def _doubt_last_row(before: ReadPage, page: ReadPage) -> None:
    """Doubt the last row of a page without ruled columns if its label may go on at the top of the next page."""
    table = before.tables[-1] if before.tables else None
    if table is None or table.ruled or not table.open_bottom:
        return
    if any(line.top > table.box.bottom - 3 for line in before.lines):
        return
    row = table.rows[-1]
    j = next((j for j, cell in enumerate(row) if cell.lines and not is_figure(cell.text)), None)
    if j is None:
        return
    last = row[j].lines[-1]
    right = max((line.x1 for cells in table.rows for line in cells[j].lines), default=last.x1)
    alone = [cells[0].lines[0] for each in page.tables for cells in each.rows if _only_label(cells)]
    first = [line for line in [*page.lines[:15], *alone[:3]] if abs(line.x0 - last.x0) < 12 and line.x1 <= right + 3]
    if any(label_goes_on(last, line, right) is not False for line in first):
        for cell in row:
            cell.doubt = cell.doubt or f"its label may go on at the top of page {page.number}"


def _only_label(cells: Sequence[PageCell]) -> bool:
    return bool(cells[0].lines) and not any(cell.lines for cell in cells[1:])


def _goes_on(chain: Sequence[PageTable], table: PageTable, before: ReadPage, page: ReadPage) -> bool:
    """Check whether the first table of a page is the rest of the last one of the page before."""
    first, last = chain[0], chain[-1]
    if last is not before.tables[-1] or not last.edges or len(last.edges) != len(table.edges):
        return False
    apart = [abs(a - b) for a, b in zip(first.edges, table.edges, strict=True)]
    if first.ruled != table.ruled or (first.ruled and max(apart) > 4):
        return False
    if not first.ruled and not _columns_meet(first, table):
        return False
    size = max((line.size for row in last.rows for cell in row for line in cell.lines), default=10.0)
    after = [line for line in before.lines if line.top > last.box.bottom - 3 and line.size > 0.92 * size]
    titles = {line.text for line in first.above}
    ahead = [
        line
        for line in page.lines
        if line.bottom < table.box.top + 3 and line.text not in titles and not _CONTINUED.search(line.text)
    ]
    if after or ahead:
        return False
    repeated = repeated_rows(first, table)
    if repeated:
        return True
    head = table.rows[0]
    texts = [cell for cell in head[1:] if cell.lines and not is_figure(cell.text)]
    figures = [cell for cell in head if cell.lines and is_figure(cell.text)]
    return bool(figures) or not texts


def repeated_rows(first: PageTable, table: PageTable) -> int:
    """Count the rows at the head of a table that repeat the headings of the table it continues."""
    count = 0
    for mine, theirs in zip(table.rows, first.rows, strict=False):
        texts = [cell.text for cell in mine]
        if texts != [cell.text for cell in theirs] or not any(texts):
            break
        if any(is_figure(text) for text in texts[1:]) and count:
            break
        count += 1
    return count


def _columns_meet(first: PageTable, table: PageTable) -> bool:
    """Check whether the columns of two tables without ruled lines stand below each other."""

    def reach(each: PageTable) -> list[tuple[float, float] | None]:
        found: list[tuple[float, float] | None] = []
        for column in range(len(each.rows[0])):
            lines = [line for row in each.rows for line in row[column].lines if row[column].columns == 1]
            found.append((min(x.x0 for x in lines), max(x.x1 for x in lines)) if lines else None)
        return found

    pairs = [(a, b) for a, b in zip(reach(first), reach(table), strict=True) if a and b]
    return bool(pairs) and all(min(a[1], b[1]) > max(a[0], b[0]) for a, b in pairs)
