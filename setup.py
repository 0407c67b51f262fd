"""Put into the package, as it is built, the template of a new workspace and the commit that it is built from.

All else is in pyproject.toml.
"""

import runpy
import subprocess
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

ROOT = Path(__file__).parent
MAKER = ROOT / "src" / "trustbook" / "starting" / "template.py"
COMMIT = Path("trustbook", "commit.txt")
"""As `trustbook.revisions.identity` reads it. A source distribution has it too, where there is no Git to ask."""


def commit() -> str:
    """Return the commit that is built, with `+` if files were changed; what a source distribution says; or nothing."""
    written = ROOT / "src" / COMMIT
    if written.is_file():
        return written.read_text(encoding="ascii")
    asked = (
        "ls-files --error-unmatch setup.py",
        "rev-parse HEAD",
        "status --porcelain -- src book notebooks expectations _config.yml _toc.yml setup.py",
    )
    try:
        _, head, changed = (
            subprocess.run(["git", *each.split()], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
            for each in asked
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return head + ("+" if changed else "")


def write_commit(place: Path) -> None:
    """Write the commit below a folder of packages, if it is known."""
    if found := commit():
        (place / COMMIT).write_text(found, encoding="ascii")


class WithTemplate(build_py):
    """Build the package with the files that `trustbook init` writes, which have their one source at the root."""

    def run(self) -> None:
        """Copy the modules, then the template. An editable install reads the root itself."""
        super().run()
        if getattr(self, "editable_mode", False):
            return
        maker = runpy.run_path(str(MAKER))
        for name, content in maker["from_repository"](ROOT).items():
            place = Path(self.build_lib, "trustbook", maker["FOLDER"], name)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        write_commit(Path(self.build_lib))


class WithCommit(sdist):
    """Make a source distribution that knows the commit that it is of."""

    def make_release_tree(self, base_dir: str, files: list[str]) -> None:
        """Copy the files, then write the commit."""
        super().make_release_tree(base_dir, files)
        write_commit(Path(base_dir, "src"))


setup(cmdclass={"build_py": WithTemplate, "sdist": WithCommit})
