"""Where the command begins: it hears Ctrl-C before anything else is imported.

In: the arguments of the process. Out: its exit code.
"""

from __future__ import annotations

from collections.abc import Callable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from trustbook.core.interruption import Interruption


def main(run: Callable[[], None] | None = None) -> None:
    """Run the command line (or what is given instead), and end it in good order when it is interrupted."""
    interruption: Interruption | None = None
    try:
        from trustbook.core.interruption import Interruption, deaf

        interruption = Interruption()
        interruption.hear()
        (run or _command_line())()
        deaf()
    except BaseException as error:
        _ended(error, interruption)
        raise
    if interruption.came:
        interruption.end()


def _command_line() -> Callable[[], None]:
    from trustbook.cli import main

    return main


def _ended(error: BaseException, interruption: Interruption | None) -> None:
    """Exit if the error is an interruption, or what a library has made of one."""
    from trustbook.core.interruption import Interruption, deaf

    interruption = interruption or Interruption()
    stopped = interruption.came or isinstance(error, KeyboardInterrupt)
    if stopped:
        interruption.end()
    deaf()
