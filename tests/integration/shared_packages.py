"""Let an environment use the packages that are installed here, so that a test of installing downloads nothing."""

import sysconfig
from pathlib import Path


def share_dependencies(environment: Path) -> None:
    """Let an environment find the packages of this one, after its own. What is installed as editable is not found."""
    library = next((environment / "lib").glob("python*/site-packages"))
    (library / "shared.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
