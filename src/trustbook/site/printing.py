"""Print with Chromium, which may reach one address only, without the user's privileges and secrets.

In: the program and the address of a document (site/loopback.py). Out: the bytes of its PDF. No other host name or
address can be reached. For root it runs as `nobody`. If it has no sandbox here, a one-line warning says so. Its
processes are ended afterwards.
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
class _Mode:
    """How to run Chromium: the account (user and group, or None for our own), and whether in its sandbox."""

    account: tuple[int, int] | None
    sandboxed: bool

    @property
    def lacking(self) -> str:
        """Return a warning about missing protection; empty if nothing is missing."""
        missing = [
            *([f"as root, since it cannot be run as {_ACCOUNT}"] if self.account is None and _is_root() else []),
            *([] if self.sandboxed else ["without its sandbox, which this machine does not give it"]),
        ]
        return f"Chromium prints {', and '.join(missing)}." if missing else ""


def print_pdf(program: str, address: Address, longest: float = LONGEST_WAIT) -> bytes:
    """Print a document. Raises PublishError with Chromium's output if it makes no PDF in time."""
    with TemporaryDirectory(prefix="tb-", ignore_cleanup_errors=True) as place:
        folder, output = Path(place), ""
        for mode in _modes(program, folder):
            output = _run(program, address, folder, mode, longest)
            if content := _made(folder):
                _say(mode.lacking)
                return content
            if not _HAS_NO_SANDBOX.search(output):
                break
    raise PublishError(f"Chromium made no PDF: {output.splitlines()[-1] if output else 'it said nothing'}")


def _run(program: str, address: Address, folder: Path, mode: _Mode, longest: float) -> str:
    """Run Chromium until it ends or its time is up; return its output."""
    command = [program, *_SILENT, *_AS_PAPER, *([] if mode.sandboxed else [_NO_SANDBOX])]
    command += [f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={folder / 'made.pdf'}"]
    command += [f"--host-resolver-rules=MAP {HOST}:80 127.0.0.1:{address.port}, MAP * ~NOTFOUND", address.url]
    alone: dict[str, Any] = {"start_new_session": True, "cwd": folder, "env": _environment(folder)}
    if mode.account is not None:
        alone |= {"user": mode.account[0], "group": mode.account[1], "extra_groups": []}
    log_file = folder / "said.txt"
    with log_file.open("wb") as stream:
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
    return log_file.read_text(encoding="utf-8", errors="replace").strip()


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill Chromium and every process that it started."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _made(folder: Path) -> bytes:
    """Read the PDF. Links and other files in its place are refused: Chromium may have been made to write them."""
    made = folder / "made.pdf"
    if made.is_symlink() or not made.is_file():
        return b""
    content = made.read_bytes()
    return content if content.startswith(_BEGINS) else b""


def _modes(program: str, folder: Path) -> Iterator[_Mode]:
    """Yield ways to run Chromium, best first: without its sandbox only if it reports that there is none."""
    account = _unprivileged_account() if _is_root() else None
    if account is not None and _can_run(account, program, folder):
        yield _Mode(account, sandboxed=True)
        yield _Mode(account, sandboxed=False)
    elif _is_root():
        yield _Mode(None, sandboxed=False)  # Chromium has no sandbox for root
    else:
        yield _Mode(None, sandboxed=True)
        yield _Mode(None, sandboxed=False)


def _can_run(account: tuple[int, int], program: str, folder: Path) -> bool:
    """Return whether that account can run the program and write into the folder; if so, make it the owner."""
    asked = ["/bin/sh", "-c", 'test -x "$0" && test -w "$1"', program, str(folder)]
    whose: dict[str, Any] = {"user": account[0], "group": account[1], "extra_groups": []}
    try:
        os.chown(folder, *account)
        able = subprocess.run(asked, stdin=subprocess.DEVNULL, env=_environment(folder), cwd="/", check=False, **whose)
        if able.returncode == 0:
            return True
        os.chown(folder, 0, 0)
    except OSError:
        pass  # root in a container may not change owners
    return False


def _unprivileged_account() -> tuple[int, int] | None:
    import pwd

    try:
        found = pwd.getpwnam(_ACCOUNT)
    except KeyError:
        return None
    return found.pw_uid, found.pw_gid


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _environment(folder: Path) -> dict[str, str]:
    """Return Chromium's environment. The folder is its home, so that it reads and leaves no settings."""
    kept = {name: value for name, value in os.environ.items() if name in _KEPT or name.startswith(_KEPT_FAMILIES)}
    return kept | {"HOME": str(folder), "TMPDIR": str(folder)}


@cache
def _say(lacking: str) -> None:
    """Log the warning, once in a process."""
    if lacking:
        logging.getLogger(__name__).warning(lacking)
