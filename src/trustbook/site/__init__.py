"""What is ours in each page that Jupyter Book writes: its head, figures, terms, accessibility, policy."""

from pathlib import Path

from trustbook.core.markup import Templates

STATIC = Path(__file__).parent / "static"
"""Styles and scripts."""
FRAGMENTS = Templates(Path(__file__).parent / "fragments")
"""Pieces of a page that are put into what Sphinx writes."""
