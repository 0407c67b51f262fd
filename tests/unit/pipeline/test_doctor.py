"""What the doctor finds: each thing that a report needs, and how to mend what is missing."""

import io
import json
import sys
from collections import namedtuple
from importlib import metadata

import pytest

from trustbook import cli
from trustbook.build import fork_server
from trustbook.core.borrowed import Borrowed
from trustbook.pipeline import doctor
from trustbook.pipeline.console import Terminal, print_diagnoses
from trustbook.pipeline.doctor import Diagnosis, State

GIB = 1024**3


@pytest.mark.parametrize(
    ("version", "state"), [("3.11.7", State.OK), ("3.10.9", State.MISSING), ("3.15.0", State.MISSING)]
)
def test_python_is_held_to_the_range_that_the_library_declares(version, state):
    assert doctor.python_version(version).state is state


def test_the_packages_of_this_environment_are_those_that_are_needed():
    found = doctor.packages(metadata.requires("trustbook"))
    assert found.state is State.OK, found


def test_a_package_that_is_not_there_or_too_old_is_named_with_the_command_that_installs_it():
    found = doctor.packages(["pandas>=999", "no-such-package>=1", "openpyxl-not-here; extra == 'dev'"])
    assert found.state is State.MISSING
    assert "pandas is" in found.found
    assert "no-such-package>=1 is not installed" in found.found
    assert "openpyxl" not in found.found
    assert "pip install 'pandas>=999' 'no-such-package>=1'" in found.mend


def test_a_library_that_is_not_installed_is_said_and_stops_nothing(monkeypatch, tmp_path):
    monkeypatch.setattr(doctor, "metadata_has", lambda package: package != "trustbook")
    monkeypatch.setattr(doctor, "start_kernel", lambda: None)
    monkeypatch.setattr(doctor, "ALL", ())
    found = list(doctor.diagnose(tmp_path))
    assert (found[0].name, found[0].state) == ("packages", State.MISSING)
    assert "pip install" in found[0].mend


def test_a_kernel_that_does_not_start_is_missing_with_the_reason():
    def broken():
        raise OSError("no ports left")

    found = doctor.kernel(broken)
    assert (found.state, "no ports left" in found.found) == (State.MISSING, True)
    assert doctor.kernel(lambda: None).state is State.OK


@pytest.mark.skipif(not fork_server.available(), reason="no process can be copied here")
def test_an_installation_whose_kernels_jupyter_does_not_know_is_not_ready(monkeypatch):
    monkeypatch.setattr(doctor.metadata, "entry_points", lambda **_: ())
    found = doctor.kernel(lambda: None)
    assert found.state is State.MISSING
    assert "--kernel plain" in found.mend


def test_without_libreoffice_all_but_the_pdf_of_a_paper_works(monkeypatch):
    monkeypatch.setenv("TRUSTBOOK_LIBREOFFICE", "no-such-program")
    found = doctor.libreoffice()
    assert found.state is State.WITHOUT
    assert "paper --pdf" in found.found
    assert "apt install libreoffice-writer" in found.mend


def test_without_chromium_all_but_the_pdf_works(monkeypatch):
    monkeypatch.setenv("TRUSTBOOK_CHROMIUM", "no-such-browser")
    found = doctor.chromium()
    assert found.state is State.WITHOUT
    assert "--pdf" in found.found
    assert "apt install chromium" in found.mend


def test_a_browser_that_does_not_start_is_not_believed(monkeypatch, tmp_path):
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("TRUSTBOOK_CHROMIUM", str(program))
    assert doctor.chromium().state is State.WITHOUT


@pytest.mark.parametrize(
    ("terminal", "state"),
    [("utf-8", State.OK), ("ascii", State.WITHOUT), ("cp1252", State.WITHOUT), ("", State.WITHOUT)],
)
def test_a_terminal_that_cannot_show_what_is_printed_is_said(terminal, state):
    assert doctor.encoding(terminal, "UTF-8").state is state


@pytest.mark.parametrize(("free", "state"), [(0.1, State.MISSING), (0.5, State.WITHOUT), (5, State.OK)])
def test_space_on_the_disk(monkeypatch, tmp_path, free, state):
    usage = namedtuple("Usage", "total used free")
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: usage(9 * GIB, 0, int(free * GIB)))
    assert doctor.writing("workspace folder", tmp_path).state is state
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_missing(tmp_path):
    found = doctor.writing("workspace folder", tmp_path / "is not there")
    assert found.state is State.MISSING
    assert found.mend


def test_settings_that_cannot_be_read_are_named_with_file_and_line(synthetic_workspace):
    workspace = synthetic_workspace()
    assert doctor.settings(workspace).state is State.OK
    (workspace.params / "trust.yaml").write_text("trust: [", encoding="utf-8")
    found = doctor.settings(type(workspace)(workspace.root))
    assert found.state is State.MISSING
    assert "trust.yaml" in found.found


def test_a_borrowed_internal_that_has_gone_is_said_with_what_is_done_without_it():
    gone = Borrowed("trustbook.core.errors:NoSuchName", "the plain way is taken")
    there = Borrowed("trustbook.core.errors:TrustbookError", "never")
    assert doctor.borrowed([there]).state is State.OK
    found = doctor.borrowed([there, gone])
    assert found.state is State.WITHOUT
    assert found.found == "trustbook.core.errors:NoSuchName: the plain way is taken"


def printed(*found):
    stream = io.StringIO()
    print_diagnoses(found, Terminal(file=stream))
    return stream.getvalue().splitlines()


def test_the_first_line_is_the_verdict():
    well, less = Diagnosis("Python", State.OK, "3.12"), Diagnosis("Chromium", State.WITHOUT, "none", "Install it.")
    bad = Diagnosis("kernel", State.MISSING, "it did not start", "Reinstall it.")
    assert printed(well)[0] == "Ready."
    assert printed(well, less)[0] == "Ready; without: Chromium."
    assert printed(well, less, bad)[0] == "Not ready: kernel."
    assert "           to fix it: Reinstall it." in printed(bad)


@pytest.mark.parametrize(("state", "code"), [(State.OK, 0), (State.WITHOUT, 0), (State.MISSING, 1)])
def test_the_exit_code_is_one_only_if_something_that_is_needed_is_missing(monkeypatch, capsys, state, code):
    monkeypatch.setattr(doctor, "diagnose", lambda _: iter([Diagnosis("kernel", state, "x", "y")]))
    monkeypatch.setattr(sys, "argv", ["trustbook", "doctor", "--json"])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert (stopped.value.code or 0) == code
    assert json.loads(capsys.readouterr().out) == {
        "well": not code,
        "found": [{"name": "kernel", "state": state.value, "found": "x", "mend": "y"}],
    }
