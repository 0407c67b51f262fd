"""Making a release: what refuses one, and that an audit that could not be made is not taken for a good one."""

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def release():
    return importlib.import_module("release")


@pytest.fixture
def auditor(release, tmp_path, monkeypatch):
    """A program in place of pip-audit that says what it is told to."""
    monkeypatch.setattr(release, "TOOLS", tmp_path)

    def says(text, code):
        program = tmp_path / "pip-audit"
        program.write_text(f"#!/bin/sh\necho '{text}' >&2\nexit {code}\n", encoding="utf-8")
        program.chmod(0o755)

    return says


def test_an_audit_that_finds_nothing_is_made(release, auditor, tmp_path):
    auditor("No known vulnerabilities found", 0)
    assert release.audit(tmp_path, tmp_path / "audit.txt")
    assert "No known" in (tmp_path / "audit.txt").read_text(encoding="utf-8")


def test_an_audit_that_reaches_nobody_says_so_and_is_not_made(release, auditor, tmp_path):
    auditor("requests.exceptions.ConnectionError: no such host", 1)
    assert not release.audit(tmp_path, tmp_path / "audit.txt")
    assert (tmp_path / "audit.txt").read_text(encoding="utf-8").startswith("NOT MADE")


def test_an_audit_that_finds_something_ends_the_release(release, auditor, tmp_path):
    auditor("Found 1 known vulnerability in 1 package", 1)
    with pytest.raises(release.ReleaseError, match="1 known vulnerability"):
        release.audit(tmp_path, tmp_path / "audit.txt")


def test_a_version_without_its_part_of_the_changelog_is_refused(release, tmp_path, monkeypatch):
    monkeypatch.setattr(release, "ROOT", tmp_path)
    (tmp_path / "src" / "trustbook").mkdir(parents=True)
    (tmp_path / "src" / "trustbook" / "__init__.py").write_text('__version__ = "9.9.9"\n', encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## [Unreleased]\n", encoding="utf-8")
    with pytest.raises(release.ReleaseError, match=r"has no section 9\.9\.9"):
        release.version()
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## [9.9.9] - 2031-01-02\n", encoding="utf-8")
    assert release.version() == "9.9.9"


def test_every_package_of_the_lock_is_a_constraint_without_hashes(release):
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    found = release.pins(lock).splitlines()
    assert len(found) == len(re.findall(r"^[A-Za-z0-9]\S*==", lock, re.MULTILINE))
    assert not [each for each in found if "hash" in each or "\\" in each]
    assert any(each.startswith("pandas==") for each in found)


def test_files_are_listed_as_sha256sum_checks_them(release, tmp_path):
    (tmp_path / "a.whl").write_bytes(b"")
    (tmp_path / release.DIGESTS).write_text("old", encoding="utf-8")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert release.digests(tmp_path) == f"{empty}  a.whl\n"


def test_the_version_stands_in_one_place():
    from trustbook import __version__

    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'dynamic = ["version"]' in project
    assert not re.search(r'^version = "', project, re.MULTILINE)
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)
