"""Chromium as a printer: it sees one address, runs without the rights and the secrets of who prints, and is ended.

In: the program and the address of a document (site/loopback.py). Out: the bytes of its PDF. Names and addresses
other than that one are not found. For root it runs as `nobody`. Where it has no sandbox here, one line says so.
"""

from __future__ import annotations

import logging
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from trustbook.core.errors import PublishError
from trustbook.site.loopback import HOST, Address

LONGEST_WAIT = 300
_ACCOUNT = "nobody"
_KEPT = ("PATH", "LANG", "LANGUAGE", "TZ", "SYSTEMROOT")
_KEPT_FAMILIES = ("LC_", "FONTCONFIG_")
_SILENT = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-proxy-server",
    "--no-pings",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-features=HttpsUpgrades,MediaRouter",
    "--disable-sync",
)
_AS_PAPER = ("--no-pdf-header-footer", "--generate-pdf-document-outline", "--export-tagged-pdf")
_NO_SANDBOX = "--no-sandbox"
_HAS_NO_SANDBOX = re.compile(r"No usable sandbox|SUID sandbox|Failed to move to new namespace")
_BEGINS = b"%PDF-"


@dataclass(frozen=True)
class _Way:
    """How Chromium may be run here: as whom (user and group, if not as ourselves), and whether in its sandbox."""

    account: tuple[int, int] | None
    sandboxed: bool

    @property
    def lacking(self) -> str:
        """What is not there, for a person; empty where nothing is missing."""
        missing = [
            *([f"as root, since it cannot be run as {_ACCOUNT}"] if self.account is None and _root() else []),
            *([] if self.sandboxed else ["without its sandbox, which this machine does not give it"]),
        ]
        return f"Chromium prints {', and '.join(missing)}." if missing else ""


def print_pdf(program: str, address: Address, longest: float = LONGEST_WAIT) -> bytes:
    """Print a document. Raises PublishError with what Chromium said if it made no PDF in time."""
    with TemporaryDirectory(prefix="tb-", ignore_cleanup_errors=True) as place:
        folder, said = Path(place), ""
        for way in _ways(program, folder):
            said = _run(program, address, folder, way, longest)
            if content := _made(folder):
                _say(way.lacking)
                return content
            if not _HAS_NO_SANDBOX.search(said):
                break
    raise PublishError(f"Chromium made no PDF: {said.splitlines()[-1] if said else 'it said nothing'}")


def _run(program: str, address: Address, folder: Path, way: _Way, longest: float) -> str:
    """Run Chromium to its end, or the end of its time, and give what it said."""
    command = [program, *_SILENT, *_AS_PAPER, *([] if way.sandboxed else [_NO_SANDBOX])]
    command += [f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={folder / 'made.pdf'}"]
    command += [f"--host-resolver-rules=MAP {HOST}:80 127.0.0.1:{address.port}, MAP * ~NOTFOUND", address.url]
    alone: dict[str, Any] = {"start_new_session": True, "cwd": folder, "env": _environment(folder)}
    if way.account is not None:
        alone |= {"user": way.account[0], "group": way.account[1], "extra_groups": []}
    heard = folder / "said.txt"
    with heard.open("wb") as stream:
        try:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, **alone)
        except OSError as error:
            return f"it does not start ({error.strerror})"
        try:
            process.wait(longest)
        except subprocess.TimeoutExpired:
            return f"it took longer than {longest:g} seconds"
        finally:
            _end(process)
    return heard.read_text(encoding="utf-8", errors="replace").strip()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End Chromium with every process that it started."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _made(folder: Path) -> bytes:
    """The PDF. What stands in its place and is none is not followed: Chromium may have been made to write it."""
    made = folder / "made.pdf"
    if made.is_symlink() or not made.is_file():
        return b""
    content = made.read_bytes()
    return content if content.startswith(_BEGINS) else b""


def _ways(program: str, folder: Path) -> Iterator[_Way]:
    """How to run it, best first. Without its sandbox only where it says that there is none."""
    account = _lesser_account() if _root() else None
    if account is not None and _can_run(account, program, folder):
        yield _Way(account, sandboxed=True)
        yield _Way(account, sandboxed=False)
    elif _root():
        yield _Way(None, sandboxed=False)  # Chromium has no sandbox for root
    else:
        yield _Way(None, sandboxed=True)
        yield _Way(None, sandboxed=False)


def _can_run(account: tuple[int, int], program: str, folder: Path) -> bool:
    """Whether that account can run the program and write into the folder, which is made its own if so."""
    asked = ["/bin/sh", "-c", 'test -x "$0" && test -w "$1"', program, str(folder)]
    whose: dict[str, Any] = {"user": account[0], "group": account[1], "extra_groups": []}
    try:
        os.chown(folder, *account)
        able = subprocess.run(asked, stdin=subprocess.DEVNULL, env=_environment(folder), cwd="/", check=False, **whose)
        if able.returncode == 0:
            return True
        os.chown(folder, 0, 0)
    except OSError:
        pass  # this root may give nothing away: it is one of a container
    return False


def _lesser_account() -> tuple[int, int] | None:
    import pwd

    try:
        found = pwd.getpwnam(_ACCOUNT)
    except KeyError:
        return None
    return found.pw_uid, found.pw_gid


def _root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _environment(folder: Path) -> dict[str, str]:
    """What it needs of ours. Its home is the folder, so that it finds no one's settings and leaves none."""
    kept = {name: value for name, value in os.environ.items() if name in _KEPT or name.startswith(_KEPT_FAMILIES)}
    return kept | {"HOME": str(folder), "TMPDIR": str(folder)}


@cache
def _say(lacking: str) -> None:
    """Say what is not there, once in a process."""
    if lacking:
        logging.getLogger(__name__).warning(lacking)
