"""What is ours in each page that Jupyter Book writes: its head, figures, terms, accessibility, policy."""

from pathlib import Path

STATIC = Path(__file__).parent / "static"
"""Styles and scripts."""
