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
        from trustbook.core.interruption import Interruption, ignore_further

        interruption = Interruption()
        interruption.install()
        (run or _command_line())()
        ignore_further()
    except BaseException as error:
        _ended(error, interruption)
        raise
    if interruption.received:
        interruption.end()


def _command_line() -> Callable[[], None]:
    from trustbook.cli import main

    return main


def _ended(error: BaseException, interruption: Interruption | None) -> None:
    """Exit if the error is an interruption, or what a library has made of one."""
    from trustbook.core.interruption import Interruption, ignore_further

    interruption = interruption or Interruption()
    stopped = interruption.received or isinstance(error, KeyboardInterrupt)
    if stopped:
        interruption.end()
    ignore_further()
