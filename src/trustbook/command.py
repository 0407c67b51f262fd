"""Start the command line, handling Ctrl-C before anything else is imported.

In: the arguments of the process. Out: its exit code.
"""

from __future__ import annotations

from collections.abc import Callable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from trustbook.core.interruption import Interruption


def main(run: Callable[[], None] | None = None) -> None:
    """Run the command line, or `run`, and exit cleanly if interrupted."""
    interruption: Interruption | None = None
    try:
        from trustbook.core.interruption import Interruption, ignore_further

        interruption = Interruption()
        interruption.install()
        (run or _command_line())()
        ignore_further()
    except BaseException as error:
        _exit_if_interrupted(error, interruption)
        raise
    if interruption.received:
        interruption.end()


def _command_line() -> Callable[[], None]:
    from trustbook.cli import main

    return main


def _exit_if_interrupted(error: BaseException, interruption: Interruption | None) -> None:
    """Exit if the error is an interruption, or an error that a library raised because of one."""
    from trustbook.core.interruption import Interruption, ignore_further

    interruption = interruption or Interruption()
    stopped = interruption.received or isinstance(error, KeyboardInterrupt)
    if stopped:
        interruption.end()
    ignore_further()
