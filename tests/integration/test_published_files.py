"""What is published can be read by the web server that it is copied to, whoever made it and under whatever umask."""

import os
import shutil
import subprocess
import sys

from workspaces import trustbook

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


def modes(folder):
    found = [folder, *folder.rglob("*")]
    return {oct(path.stat().st_mode & 0o7777) for path in found if path.is_dir()}, {
        oct(path.stat().st_mode & 0o7777) for path in found if path.is_file()
    }


def test_a_site_made_under_a_strict_umask_has_the_modes_of_any_other_made_anew_and_from_the_store(checked, tmp_path):
    folder = shutil.copytree(checked, tmp_path / "workspace")
    command = [sys.executable, "-m", "trustbook", "report", *(["--pdf"] if CHROMIUM else [])]
    for again in range(2):
        ran = subprocess.run(command, cwd=folder, umask=0o077, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        site = folder / "_build" / "site"
        assert modes(site) == ({"0o755"}, {"0o644"})
        assert CHROMIUM is None or len(list(site.rglob("*.pdf"))) == 2 * len(list(site.glob("2*-P*")))
        if not again:
            shutil.rmtree(folder / "_build" / "editions")
            shutil.rmtree(site)
    assert "Building" not in ran.stderr


def test_what_is_not_published_is_as_private_as_the_umask_says(checked, tmp_path):
    folder = shutil.copytree(checked, tmp_path / "workspace", ignore=shutil.ignore_patterns("_build"))
    before = os.umask(0o077)
    try:
        assert trustbook("check", cwd=folder).returncode == 0
    finally:
        os.umask(before)
    assert oct((folder / "_build").stat().st_mode & 0o7777) == "0o700"
