"""Every operator, by name."""

from corruption.operators import columns, figures, files, lines, spellings, texts, trust  # noqa: F401 (importing registers them)
from corruption.operators.registry import OPERATORS, Files, Gone, Operator, Scope, Spot

__all__ = ["OPERATORS", "Files", "Gone", "Operator", "Scope", "Spot"]
