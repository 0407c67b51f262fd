"""Build an edition, or assemble a site, in a copy of the warm server, which has imported all that this needs.

In: what `build_edition`, `build_site` and `build_public` take. Out: what they return, or the error that they raise. The
command then imports none of it, which would take a second and 100 MB. Where processes cannot be copied, the work is
done in this one.
"""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from trustbook.build import background, fork_server
from trustbook.config.workspace import Workspace
from trustbook.core.period import Period
from trustbook.site import jupyter_book

if TYPE_CHECKING:
    from trustbook.site.metadata import Publication

T = TypeVar("T")


def build_edition(
    workspace: Workspace,
    period: Period,
    chromium: str | None = None,
    *,
    warmly: bool = False,
    publication: Publication | None = None,
    place: Path | None = None,
) -> Path:
    """Build one edition as `edition.build_edition` does; return its folder.

    `warmly`: in a copy of the warm server; the bytes are the same. Raises PublishError.
    """
    if warmly and fork_server.available():
        return _in_a_copy(_edition, workspace, period, chromium, publication, place)
    from trustbook.site.edition import build_edition as build

    return build(workspace, period, chromium, publication=publication, place=place)


def build_site(workspace: Workspace, states: Mapping[Period, str], *, warmly: bool = False) -> Path:
    """Assemble the preview as `assembly.build_site` does; `warmly`: in a copy of the warm server if that is running."""
    if warmly and fork_server.running():
        return _in_a_copy(_site, workspace, dict(states))
    return _site(workspace, states)


def build_public(workspace: Workspace, *, warmly: bool = False) -> Path | None:
    """Assemble what was published as `assembly.build_public` does; `warmly` is as for `build_site`."""
    if warmly and fork_server.running():
        return _in_a_copy(_public, workspace)
    return _public(workspace)


def end_all() -> None:
    """End every edition that this process has being built, because it is no longer needed."""
    background.end_all()
    jupyter_book.end_all()


def _edition(
    workspace: Workspace, period: Period, chromium: str | None, publication: Publication | None, place: Path | None
) -> Path:
    from trustbook.site.edition import build_edition as build

    return build(workspace, period, chromium, here=True, publication=publication, place=place)


def _site(workspace: Workspace, states: Mapping[Period, str]) -> Path:
    from trustbook.site.assembly import build_site as build

    return build(workspace, states)


def _public(workspace: Workspace) -> Path | None:
    from trustbook.site.assembly import build_public as build

    return build(workspace)


def _in_a_copy(make: Callable[..., T], *arguments: Any) -> T:
    """Return what the copy makes, and say here what was logged there."""
    with background.in_background(_make, make, arguments) as steps:
        ((warnings, made),) = steps
    for each in warnings:
        _warn(each)
    return made  # type: ignore[no-any-return]


def _make(make: Callable[..., T], arguments: tuple[Any, ...]) -> Iterator[tuple[list[str], T]]:
    """Make it here. If this process is ended meanwhile, what was started is ended, and what is half made removed."""
    signal.signal(signal.SIGTERM, _leave)
    kept = _Kept()
    logging.getLogger("trustbook").addHandler(kept)
    made = make(*arguments)
    yield kept.said, made


class _Kept(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@cache
def _warn(text: str) -> None:
    """Log a warning, once in a process."""
    logging.getLogger(__name__).warning(text)


def _leave(*_: object) -> NoReturn:
    sys.exit(1)
