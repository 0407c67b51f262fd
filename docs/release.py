"""Make the files of a release in `_build/release/<version>/`, and say what still needs a person.

In: a clean checkout whose CHANGELOG has the version. Out: wheel and source distribution, the list of their parts
(CycloneDX), the licences of these, an audit of known vulnerabilities or a sentence that there was none, and the SHA-256
of each file. Run it as `make release`: it ends with 1 if something is wrong, and with 3 if only the audit is missing.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "_build" / "release"
TOOLS = BUILD / "tools" / "bin"
"""Where the programs that make a release are: `requirements-release.txt`."""
AUDIT, PARTS, LICENCES, DIGESTS = "audit.txt", "parts.cdx.json", "licences.txt", "SHA256SUMS"
NOT_AUDITED = 3
_UNREACHED = re.compile(r"ConnectionError|ServiceError|HTTPSConnectionPool|Name or service not known|timed out")
_PINNED = re.compile(r"^([A-Za-z0-9._-]+==[^ ;\\]+)( ;[^\\]*)?", re.MULTILINE)


class ReleaseError(Exception):
    """Why there can be no release."""


def version() -> str:
    """Return the version of the library, from its one place. Raises ReleaseError if the changelog lacks it."""
    text = (ROOT / "src" / "trustbook" / "__init__.py").read_text(encoding="utf-8")
    match = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    if match is None:
        raise ReleaseError("src/trustbook/__init__.py does not say the version")
    if f"\n## [{match[1]}]" not in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"):
        raise ReleaseError(f"CHANGELOG.md has no section {match[1]}: cut it, as docs/releasing.md says")
    return match[1]


def require_clean() -> None:
    """Raise ReleaseError if files differ from the commit: what is released must be in the repository."""
    if changed := _said("git", "status", "--porcelain"):
        raise ReleaseError(f"these files are not committed:\n{changed}")


def pins(lock: str) -> str:
    """Return what a lock file pins, one a line, without hashes: constraints for an environment of the wheel alone."""
    return "".join(f"{match[1]}{match[2] or ''}".rstrip() + "\n" for match in _PINNED.finditer(lock))


def digests(folder: Path) -> str:
    """List the SHA-256 of each file of a folder, as `sha256sum --check` reads it."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != DIGESTS)
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


def audit(site_packages: Path, place: Path) -> bool:
    """Ask for known vulnerabilities; write what was found. Return whether every package is known.

    A list that knows none of the packages finds nothing wrong with them either: that is no audit.

    Raises ReleaseError for a known vulnerability.
    """
    command = [str(TOOLS / "pip-audit"), "--path", str(site_packages), "--format", "json", "--progress-spinner", "off"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        found = json.loads(ran.stdout)["dependencies"]
    except (ValueError, KeyError):
        if not _UNREACHED.search(ran.stderr):
            raise ReleaseError(f"the audit could not be made:\n{ran.stdout}{ran.stderr}") from None
        found = []
    others = [each for each in found if each["name"] != "trustbook"]
    wrong = [f"{each['name']} {each['version']}: {one['id']}" for each in others for one in each.get("vulns", ())]
    unknown = [each["name"] for each in others if "skip_reason" in each]
    made = bool(others) and not unknown
    lines = [] if made else ["NOT MADE" + (" for these:" if len(unknown) < len(others) else ": nothing was known.")]
    lines += [f"not known: {name}" for name in unknown]
    counted = f"{len(others) - len(unknown)} packages"
    lines += [f"VULNERABLE: {each}" for each in wrong] or [f"{counted} without known vulnerabilities"]
    place.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if wrong:
        raise ReleaseError("known vulnerabilities: " + "; ".join(wrong))
    return made


def installed(wheel: Path) -> Path:
    """Install a wheel as users do, with the versions of the lock, into a new environment; return its Python."""
    place = BUILD / "environment"
    _run(sys.executable, "-m", "venv", "--clear", str(place))
    constraints = BUILD / "constraints.txt"
    constraints.write_text(pins((ROOT / "requirements.txt").read_text(encoding="utf-8")), encoding="utf-8")
    python = place / "bin" / "python"
    _run(str(python), "-m", "pip", "install", "--quiet", "--constraint", str(constraints), str(wheel))
    _run(str(place / "bin" / "trustbook"), "--version")
    return python


def main() -> int:
    """Make the release."""
    require_clean()
    place = BUILD / version()
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    _run(str(TOOLS / "python"), "-m", "build", "--outdir", str(place), str(ROOT))
    (wheel,), made = place.glob("*.whl"), sorted(place.iterdir())
    _run(str(TOOLS / "twine"), "check", "--strict", *map(str, made))
    python = installed(wheel)
    parts = ("environment", "--output-reproducible", "--of", "JSON", "-o", str(place / PARTS), str(python))
    _run(str(TOOLS / "cyclonedx-py"), *parts)
    listed = ("--python", str(python), "--format", "plain-vertical", "--with-license-file", "--no-license-path")
    (place / LICENCES).write_text(_said(str(TOOLS / "pip-licenses"), *listed), encoding="utf-8")
    packages = _said(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    audited = audit(Path(packages), place / AUDIT)
    (place / DIGESTS).write_text(digests(place), encoding="utf-8")
    print(f"The release is in {place.relative_to(ROOT)}. What a person must do: docs/releasing.md")
    if not audited:
        print(f"No whole audit was made: see {AUDIT}.", file=sys.stderr)
    return 0 if audited else NOT_AUDITED


def _run(*command: str) -> None:
    subprocess.run(command, cwd=ROOT, check=True)


def _said(*command: str) -> str:
    env = os.environ | {"PYTHONIOENCODING": "utf-8"}
    ran = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, encoding="utf-8", env=env)
    return ran.stdout


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ReleaseError as error:
        sys.exit(f"There is no release: {error}")
    except subprocess.CalledProcessError as error:
        sys.exit(f"There is no release: {Path(error.cmd[0]).name} ended with {error.returncode}.\n{error.stderr or ''}")
