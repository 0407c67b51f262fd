"""Keep a log of each run: what was asked, versions, each line that was said and when, errors with tracebacks.

In: a workspace, and the lines that consoles print. Out: `_build/log/<run id>.log`, the newest twenty. Places outside
the workspace are left out, so that a log can be sent to others. A log that cannot be written never stops a run.
"""

from __future__ import annotations

import platform
import re
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from trustbook import __version__
from trustbook.core.characters import visible

FOLDER = "log"
KEPT = 20
_NAME = "????????-??????-????.log"
_WITHOUT_VALUE = ("--workspace", "--executor")
"""Options whose value names a place outside the workspace."""
_LIBRARIES = re.compile(r"^.*[/\\](?:site-packages|python3[.\d]*)[/\\]")
_asked: list[str] = []
_open: list[RunLog] = []
_last: list[str] = []


def asked(words: Sequence[str]) -> None:
    """Note what was asked on the command line, for the logs of this process."""
    _asked[:] = _without_places(words)
    _last.clear()


def last() -> str | None:
    """Return the place of this process's last log in its workspace, to name in an error message."""
    return _last[-1] if _last else None


def note(text: str, root: Path | None = None) -> None:
    """Write what a console says to the log of that workspace; without one, to the only log that is open."""
    for log in _open:
        if log.root == root or (root is None and len(_open) == 1):
            log.write(text)


class RunLog:
    """The log of one run in one workspace."""

    def __init__(self, root: Path, build: Path) -> None:
        now = datetime.now(UTC)
        self.root = root
        self.run_id = f"{now:%Y%m%d-%H%M%S}-{token_hex(2)}"
        self.path = build / FOLDER / f"{self.run_id}.log"
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            for old in sorted(self.path.parent.glob(_NAME))[: 1 - KEPT]:
                old.unlink(missing_ok=True)
        self.write(f"run {self.run_id}, {now:%Y-%m-%d}, times in UTC")
        self.write(f"asked: {' '.join(['trustbook', *_asked])}")
        self.write(f"trustbook {__version__}, Python {platform.python_version()}, {platform.system()}")

    def write(self, text: str) -> None:
        """Add lines with the time."""
        now = f"{datetime.now(UTC):%H:%M:%S}"
        lines = "".join(f"{now} {visible(line)}\n" for line in self._without_places(text).splitlines())
        with suppress(OSError), self.path.open("a", encoding="utf-8") as stream:
            stream.write(lines)

    def error(self, error: BaseException) -> None:
        """Add an error, and where it came from: modules and lines, without the folders of this machine."""
        self.write(f"{type(error).__name__}: {error}")
        for each in traceback.extract_tb(error.__traceback__):
            self.write(f"  {self._file(each.filename)}, line {each.lineno}, {each.name}")

    def _file(self, name: str) -> str:
        path = Path(name)
        if path.is_relative_to(self.root):
            return path.relative_to(self.root).as_posix()
        inside = path.parts[::-1].index("trustbook") if "trustbook" in path.parts else None
        if inside is not None:
            return "/".join(path.parts[len(path.parts) - 1 - inside :])
        return _LIBRARIES.sub("", name) if _LIBRARIES.match(name) else path.name

    def _without_places(self, text: str) -> str:
        for place, short in ((str(self.root), "."), (str(Path.home()), "~")):
            text = text.replace(place, short) if len(place) > 1 else text
        return text


@contextmanager
def logged(root: Path, build: Path) -> Iterator[RunLog]:
    """Keep the log of a run meanwhile."""
    log = RunLog(root, build)
    _last[:] = [f"{build.name}/{FOLDER}/{log.path.name}"]
    _open.append(log)
    try:
        yield log
    except KeyboardInterrupt:
        log.write("stopped by Ctrl-C")
        raise
    except BaseException as error:
        log.error(error)
        raise
    else:
        log.write("done")
    finally:
        _open.remove(log)


def _without_places(words: Sequence[str]) -> list[str]:
    """Leave out the values of options that name a place outside the workspace."""
    found: list[str] = []
    hidden = False
    for word in words:
        name, has_value, _ = word.partition("=")
        if name in _WITHOUT_VALUE and has_value:
            found.append(f"{name}=…")
        else:
            found.append("…" if hidden or Path(word).is_absolute() else word)
        hidden = word in _WITHOUT_VALUE
    return found
