"""Complete words of the command line in the shell.

In: what has been typed of a word. Out: the words that it may become.
"""

from __future__ import annotations

from typing import Any


def complete_periods(ctx: Any, incomplete: str) -> list[str]:
    """List the periods of the workspace that begin like this, newest first; none if there is no workspace."""
    from pathlib import Path

    from trustbook.config.workspace import Workspace
    from trustbook.core.errors import TrustbookError

    named = ctx.params.get("workspace")
    try:
        periods = Workspace.find(Path(named) if isinstance(named, str | Path) else None).periods()
    except (TrustbookError, OSError):
        return []
    words = [*(str(period) for period in reversed(periods)), "newest"]
    return [word for word in words if word.startswith(incomplete)]


def complete_codes(ctx: Any, incomplete: str) -> list[str]:
    """List the codes of findings and errors that begin like this."""
    from trustbook.checks.explained.lookup import every_code

    return [each.code for each in every_code() if each.code.startswith(incomplete) and "<" not in each.code]
