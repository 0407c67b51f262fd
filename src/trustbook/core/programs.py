"""Find a program of this machine.

In: the variable that may name it, and its usual names. Out: its path, if there is one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable


def program_of(variable: str, usual: Iterable[str]) -> str | None:
    """Return the program that an environment variable names, or else the first of its usual names that is there."""
    named = os.environ.get(variable)
    return next((found for each in ([named] if named else usual) if (found := shutil.which(each))), None)
