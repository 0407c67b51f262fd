"""Making a release: what refuses one, and that an audit that could not be made is not taken for a good one."""

import importlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def release():
    return importlib.import_module("release")


KNOWN = {"name": "pandas", "version": "3.0.1", "vulns": []}
BROKEN = {"name": "pandas", "version": "3.0.1", "vulns": [{"id": "XYZ-1"}]}
UNKNOWN = {"name": "altair", "skip_reason": "Dependency not found and could not be audited"}
OURS = {"name": "trustbook", "skip_reason": "Dependency not found and could not be audited"}


@pytest.fixture
def audited(release, tmp_path, monkeypatch):
    """Make an audit with a program in place of pip-audit: whether it was made, and what was written."""
    monkeypatch.setattr(release, "TOOLS", tmp_path)

    def audit(found, code=0, errors=""):
        said = json.dumps({"dependencies": found}) if found is not None else ""
        program = tmp_path / "pip-audit"
        program.write_text(f"#!/bin/sh\necho '{said}'\necho '{errors}' >&2\nexit {code}\n", encoding="utf-8")
        program.chmod(0o755)
        made = release.audit(tmp_path, tmp_path / "audit.txt")
        return made, (tmp_path / "audit.txt").read_text(encoding="utf-8")

    return audit


def test_an_audit_that_knows_every_package_and_finds_nothing_is_made(audited):
    assert audited([KNOWN, OURS]) == (True, "1 packages without known vulnerabilities\n")


def test_an_audit_by_a_list_that_knows_no_package_is_none(audited):
    made, said = audited([UNKNOWN, OURS])
    assert not made
    assert said.startswith("NOT MADE: nothing was known.\nnot known: altair\n")


def test_an_audit_of_a_part_names_what_nobody_knows(audited):
    made, said = audited([KNOWN, UNKNOWN])
    assert not made
    assert said == "NOT MADE for these:\nnot known: altair\n1 packages without known vulnerabilities\n"


def test_an_audit_that_reaches_nobody_says_so_and_is_not_made(audited):
    made, said = audited(None, 1, "requests.exceptions.ConnectionError: no such host")
    assert not made
    assert said.startswith("NOT MADE")


def test_an_audit_that_finds_something_or_breaks_ends_the_release(release, audited):
    with pytest.raises(release.ReleaseError, match=r"pandas 3\.0\.1: XYZ-1"):
        audited([BROKEN, UNKNOWN], 1)
    with pytest.raises(release.ReleaseError, match="could not be made"):
        audited(None, 2, "no such option")


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
