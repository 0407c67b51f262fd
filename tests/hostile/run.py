"""One round: texts planted in every open field at once, the book built and looked at, and what came of it.

In: the tables, what is known of the gate, what the clean book is like, and the number of the round. Out: a `Round`, as
plain values that are kept. A book that does not build is a harm of the cell that stops it, which is left out then.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from hostile.base import PERIOD, trustbook
from hostile.browse import DEAD, browse, pages
from hostile.downloads import search
from hostile.fields import Tables, find_fields
from hostile.gatekeeping import Gate, blame
from hostile.harms import Clean, Harm, Kind, clean_of, harm, harms_of, shown_of
from hostile.plant import Planted, plan, plant

MOST_CULPRITS = 6
FROM_FOLDER = ("archive.html", f"{PERIOD}/notebooks/summary.html", f"{PERIOD}/search.html")
Say = Callable[[str], None]
_TRACEBACK = "Traceback (most recent call last)"
_NUMBER = re.compile(r"\d{6}")


@dataclass
class Round:
    """What one round planted, what the gate refused of it, what came of the rest, and which texts are shown."""

    number: int
    planted: list[int] = field(default_factory=list)
    refused: dict[str, list[int]] = field(default_factory=dict)
    """A sentence of the gate to the numbers that the refused cell carried."""
    harms: list[dict[str, Any]] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    pages: int = 0


def learn_clean(folder: Path, tables: Tables, browser: Browser, *, pdf: bool) -> Clean:
    """Build the clean book and look at it."""
    tables.write(folder)
    ran = _report(folder, pdf)
    if ran.returncode:
        raise SystemExit(f"the clean book does not build: {ran.stderr}")
    site = folder / "_build" / "site"
    sights = browse(browser, site, pages(site), FROM_FOLDER)
    if dead := [each.page for each in sights if any(DEAD in error for error in each.errors)]:
        raise SystemExit(f"the clean book has {DEAD}: {dead}")
    return clean_of(sights)


def one_round(
    folder: Path, tables: Tables, gate: Gate, clean: Clean, number: int, browser: Browser, say: Say, *, pdf: bool
) -> Round:
    """Plant, build, look."""
    made = Round(number)
    work = _Work(folder, tables, made, say, pdf)
    work.pass_the_gate(plan(find_fields(tables, gate.apart), number, gate.refused))
    work.build()
    planted = {
        each.number_of(variant): variant.planted(each.cell.number) for each in work.left for variant in each.carried
    }
    site = folder / "_build" / "site"
    if site.exists():
        names = pages(site)
        sights = browse(browser, site, names, FROM_FOLDER)
        made.pages, made.planted = len(names), sorted(planted)
        work.harms += [each for sight in sights for each in harms_of(sight, clean)]
        work.harms += search(site)
        whole, changed = shown_of(sights, planted)
        made.whole, made.changed = sorted(whole), sorted(changed)
    made.harms = [asdict(each) for each in dict.fromkeys(work.harms)]
    return made


@dataclass
class _Work:
    """A round under way: what is still planted, and what came of it so far."""

    folder: Path
    tables: Tables
    made: Round
    say: Say
    pdf: bool
    left: list[Planted] = field(default_factory=list)
    harms: list[Harm] = field(default_factory=list)

    def pass_the_gate(self, planned: list[Planted]) -> None:
        """Take out the cells whose texts the gate refuses, and hold its words to being words."""
        self.left = planned
        while blamed := blame(self.folder, self.tables, {each.cell: each.text for each in self.left}):
            for each in self.left:
                if each.cell in blamed:
                    sentence = blamed[each.cell]
                    self.made.refused.setdefault(sentence[:200], []).extend(each.numbers)
                    if unfit(sentence):
                        self.harms.append(harm(Kind.SAID, "trustbook check", f"{unfit(sentence)}: {sentence[-200:]}"))
            self.left = [each for each in self.left if each.cell not in blamed]
            self.say(f"round {self.made.number}: the gate refuses {len(blamed)} cells, {len(self.left)} left")

    def build(self) -> None:
        """Report; where that fails, find the cell that stops it, leave out all that it carried, and try again."""
        for _ in range(MOST_CULPRITS):
            plant(self.tables, self.left).write(self.folder)
            ran = _report(self.folder, self.pdf)
            said = ran.stdout + ran.stderr
            if unfit(said):
                shown = said[max(said.find(_TRACEBACK), 0) :][:2_000]
                self.harms.append(harm(Kind.SAID, "trustbook report", f"{unfit(said)}: {shown}"))
            if ran.returncode == 0:
                return
            self._leave_out(self._stoppers(ran.stderr), ran.stderr.strip())
        shutil.rmtree(self.folder / "_build" / "site", ignore_errors=True)
        self.harms.append(harm(Kind.BUILD, "trustbook report", "it stops for more reasons than are looked for"))

    def _leave_out(self, culprits: list[Planted], said: str) -> None:
        variants = {variant for each in culprits for variant in each.carried}
        for each in culprits:
            self.harms.append(Harm(Kind.BUILD, each.cell.name, said[-600:], tuple(each.numbers)))
            self.say(f"round {self.made.number}: {each.cell.name} stops the report: {said[-160:]!r}")
        without = [each.without(variants) for each in self.left if each not in culprits]
        self.left = [each for each in without if each.carried]

    def _stoppers(self, said: str) -> list[Planted]:
        """The cells that are named in what was said, or one found by halves."""
        named = {int(found) for found in _NUMBER.findall(said)}
        some = [each for each in self.left if named & set(each.numbers)]
        if some and self._stops(some):
            return some
        some = self.left
        while len(some) > 1:
            half, other = some[: len(some) // 2], some[len(some) // 2 :]
            if self._stops(half):
                some = half
            elif self._stops(other):
                some = other
            else:
                break
        return some

    def _stops(self, some: list[Planted]) -> bool:
        plant(self.tables, some).write(self.folder)
        return trustbook("report", PERIOD, cwd=self.folder).returncode != 0


def unfit(said: str) -> str:
    """Say why something that was said is not fit to be said; nothing if it is."""
    if _TRACEBACK in said:
        return "a traceback"
    if any(ord(mark) < 32 and mark not in "\n\t" for mark in said):
        return "control characters"
    return ""


def _report(folder: Path, pdf: bool) -> Any:
    shutil.rmtree(folder / "_build" / "site", ignore_errors=True)
    return trustbook("report", PERIOD, *(["--pdf"] if pdf else []), cwd=folder)
