"""Put the template of a new workspace into the package as it is built; all else is in pyproject.toml."""

import runpy
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
MAKER = ROOT / "src" / "trustbook" / "starting" / "template.py"


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


setup(cmdclass={"build_py": WithTemplate})
