"""Write the reference: commands, datasets, suites, headline figures, settings and codes, from the code itself.

In: the library, `expectations/`, and the newest return. Out: pages in `docs/reference/`, a Jupyter Book of its own;
with `--build` also the book, in `_build/reference/`. A test holds the pages to what this writes.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import finding_codes
from reference_commands import commands
from reference_data import datasets, figures, suites
from reference_settings import settings

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "reference"
BUILT = ROOT / "_build" / "reference"


def pages() -> dict[str, str]:
    """Return every page that is made, by its file name."""
    return {
        "commands.md": commands(),
        "datasets.md": datasets(),
        "suites.md": suites(),
        "figures.md": figures(),
        "settings.md": settings(),
        "finding-codes.md": finding_codes.page(),
    }


def main() -> int:
    """Write the pages; with `--build` also the book. Return 0 if it was built, or none was asked for."""
    for name, written in pages().items():
        (FOLDER / name).write_text(written, encoding="utf-8")
    if "--build" not in sys.argv[1:]:
        return 0
    from trustbook.site.jupyter_book import build_book

    log = BUILT.parent / "logs" / "reference.log"
    shutil.rmtree(BUILT, ignore_errors=True)
    shutil.copytree(FOLDER, BUILT)
    if not build_book(BUILT, log):
        print(log.read_text(encoding="utf-8"), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
