"""Add our parts to each page that Jupyter Book writes: head, figures, glossary links, accessibility, policy."""

from pathlib import Path

from trustbook.core.markup import Templates

STATIC = Path(__file__).parent / "static"
"""Styles and scripts."""
FRAGMENTS = Templates(Path(__file__).parent / "fragments")
"""HTML fragments inserted into the pages that Sphinx writes."""
