"""Every operator, by name."""

from corruption.operators import (  # noqa: F401 (importing registers them)
    beside,
    columns,
    figures,
    files,
    lines,
    pasted,
    spellings,
    texts,
    trust,
    workbooks,
)
from corruption.operators.registry import OPERATORS, Files, Gone, Operator, Scope, Spot

__all__ = ["OPERATORS", "Files", "Gone", "Operator", "Scope", "Spot"]
