"""Who did it is known from Git without running anything that a repository names."""

import os
import shutil
import subprocess

import pytest

from trustbook.core.errors import PublishError
from trustbook.revisions import identity
from trustbook.revisions.identity import BUILT_FROM, commit_of, commit_of_library, in_short, who, who_wrote
from trustbook.revisions.model import Person

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="no Git here")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An account of its own, whose settings nobody else has written."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / ".config"))
    for name in ("GIT_CONFIG_GLOBAL", "GIT_AUTHOR_NAME", "GIT_DIR", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def repository(tmp_path, home):
    root = tmp_path / "workspace"
    (root / "params").mkdir(parents=True)
    git(root, "init", "--quiet")
    git(root, "config", "user.name", "Ann Example")
    git(root, "config", "user.email", "ann@example.org")
    (root / "params" / "p.yaml").write_text("acknowledged:\n  a: Because\n")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "First")
    return root


def git(root, *asked):
    ran = subprocess.run(["git", "-C", root, *asked], check=True, capture_output=True, text=True)
    return ran.stdout.strip()


def head(root):
    return git(root, "rev-parse", "HEAD")


def test_a_name_that_is_given_comes_first(repository):
    assert who(repository, "Ben Example") == Person("Ben Example", "", "given")
    assert who(repository, " Ben Example <ben@example.org> ") == Person("Ben Example", "ben@example.org", "given")
    assert who(repository, "Ben <the> Example") == Person("Ben <the> Example", "", "given")


@pytest.mark.parametrize("name", ["", "  ", "a\x1b[31mb", "a\u202eb", "x" * 10_001])
def test_a_name_that_nobody_can_have_is_refused(repository, name):
    with pytest.raises(PublishError, match="the name"):
        who(repository, name)


def test_the_name_of_the_repository_is_used(repository):
    assert who(repository) == Person("Ann Example", "ann@example.org", "git")
    assert who(repository / "params") == Person("Ann Example", "ann@example.org", "git")


def test_outside_a_repository_the_name_of_the_account_in_git_is_used(tmp_path, home):
    (home / ".gitconfig").write_text("[user]\n\tname = Cal Example\n")
    assert who(tmp_path) == Person("Cal Example", "", "git")


def test_without_a_name_in_git_the_account_is_named(tmp_path, home, monkeypatch):
    monkeypatch.setenv("LOGNAME", "ann")
    assert who(tmp_path) == Person("ann", "", "account")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert who(tmp_path) == Person("ann", "", "account")


def test_without_any_name_nobody_is_named(tmp_path, home, monkeypatch):
    def nobody():
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr(identity.getpass, "getuser", nobody)
    assert who(tmp_path) == Person("unknown", "", "account")


def test_a_name_in_git_is_shown_as_text_that_can_be_seen(repository):
    git(repository, "config", "user.name", "Ann\x1b[31m\nExample\u202e")
    assert who(repository).name == r"Ann\x1b[31m Example\u202e"
    git(repository, "config", "user.name", "x" * 5000)
    assert len(who(repository).name) == 200


def test_git_that_does_not_answer_is_not_waited_for(repository, monkeypatch, tmp_path):
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("LOGNAME", "ann")
    monkeypatch.setattr(identity, "_SECONDS", 0.2)
    assert who(repository).known_from == "account"
    assert commit_of(repository) == ""


def test_the_commit_is_given_in_full(repository):
    assert commit_of(repository) == head(repository)
    assert commit_of(repository / "params") == head(repository)


@pytest.mark.parametrize("change", ["changed", "new", "deleted", "staged"])
def test_a_commit_whose_files_differ_has_a_plus(repository, change):
    file = repository / "params" / "p.yaml"
    if change == "new":
        (repository / "new.txt").write_text("x")
    elif change == "deleted":
        file.unlink()
    else:
        file.write_text("other\n")
    if change == "staged":
        git(repository, "add", ".")
    assert commit_of(repository) == f"{head(repository)}+"


def test_only_the_folder_itself_counts(repository):
    (repository / "published").mkdir()
    (repository / "published" / "log.jsonl").write_text("x")
    assert commit_of(repository) == f"{head(repository)}+"
    assert commit_of(repository, apart_from=["published"]) == head(repository)
    assert commit_of(repository / "params") == head(repository)


def test_ignored_files_do_not_count_and_an_ignored_folder_is_of_no_commit(repository):
    (repository / ".git" / "info").mkdir(exist_ok=True)
    (repository / ".git" / "info" / "exclude").write_text(".venv/\n")
    (repository / ".venv" / "library").mkdir(parents=True)
    (repository / ".venv" / "library" / "x.py").write_text("x")
    assert commit_of(repository) == head(repository)
    assert commit_of(repository / ".venv" / "library") == ""


def test_without_a_commit_there_is_none(tmp_path, home):
    (tmp_path / "empty").mkdir()
    assert commit_of(tmp_path / "empty") == ""
    git(tmp_path / "empty", "init", "--quiet")
    assert commit_of(tmp_path / "empty") == ""
    assert commit_of(tmp_path / "nowhere") == ""


def test_who_wrote_a_line_is_known_from_its_commit(repository):
    file = repository / "params" / "p.yaml"
    file.write_text(file.read_text() + "  b: Also\n")
    git(repository, "add", ".")
    author = ["-c", "user.name=Dee Example", "-c", "user.email=dee@example.org"]
    git(repository, *author, "commit", "--quiet", "-m", "Second\n\nauthor Mallory")
    assert who_wrote(repository, "params/p.yaml", 2) == Person("Ann Example", "ann@example.org", "git")
    assert who_wrote(repository, "params/p.yaml", 3) == Person("Dee Example", "dee@example.org", "git")


def test_a_line_that_is_not_committed_was_written_by_nobody_known(repository):
    file = repository / "params" / "p.yaml"
    file.write_text("acknowledged:\n  a: Another reason\n")
    assert who_wrote(repository, "params/p.yaml", 1) == Person("Ann Example", "ann@example.org", "git")
    assert who_wrote(repository, "params/p.yaml", 2) is None


@pytest.mark.parametrize(
    ("file", "line"),
    [("params/p.yaml", 0), ("params/p.yaml", 99), ("nowhere", 1), ("../outside", 1), ("--version", 1), ("", 1)],
)
def test_a_line_that_is_not_there_was_written_by_nobody(repository, file, line):
    assert who_wrote(repository, file, line) is None


def test_nothing_that_a_repository_names_is_run(repository, tmp_path):
    mark = tmp_path / "was-run"
    script = repository / "run.sh"
    script.write_text(f'#!/bin/sh\necho "$0 $*" >> {mark}\ncat\n')
    script.chmod(0o755)
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "Script")
    for name, value in {
        "core.fsmonitor": script,
        "core.pager": script,
        "pager.status": script,
        "pager.config": script,
        "pager.blame": script,
        "core.sshCommand": script,
        "core.editor": script,
        "core.gitProxy": script,
        "core.askPass": script,
        "diff.external": script,
        "diff.hostile.textconv": script,
        "diff.hostile.command": script,
        "filter.hostile.clean": script,
        "filter.hostile.smudge": script,
        "filter.hostile.required": "true",
        "filter.other.process": script,
        "filter.with space.and.dots.clean": script,
        "credential.helper": script,
        "gpg.program": script,
        "log.showSignature": "true",
        "alias.status": f"!{script}",
        "alias.config": f"!{script}",
        "alias.blame": f"!{script}",
        "status.submoduleSummary": "true",
        "trace2.eventTarget": tmp_path / "trace",
    }.items():
        git(repository, "config", name, str(value))
    for hook in ("post-index-change", "pre-commit", "post-checkout"):
        shutil.copy(script, repository / ".git" / "hooks" / hook)
    git(repository, "config", "core.hooksPath", str(repository / ".git" / "hooks"))
    (repository / ".gitattributes").write_text(
        "*.yaml filter=hostile diff=hostile\n*.txt filter=other\n*.md filter=with space.and.dots\n"
    )
    for name in ("params/p.yaml", "a.txt", "b.md"):
        (repository / name).write_text("changed\n")
    mark.unlink(missing_ok=True)
    assert who(repository).name == "Ann Example"
    assert commit_of(repository).endswith("+")
    who_wrote(repository, "params/p.yaml", 1)
    assert not mark.exists(), mark.read_text()
    subprocess.run(["git", "-C", repository, "status"], capture_output=True, check=False)
    assert mark.exists(), "a plain git status would have run none of it, so that this proves nothing"


def test_a_filter_that_cannot_be_turned_off_makes_a_commit_doubtful(repository, tmp_path):
    mark = tmp_path / "was-run"
    git(repository, "config", "filter.a=b.clean", f"touch {mark}; cat")
    (repository / ".gitattributes").write_text("*.yaml filter=a=b\n")
    (repository / "params" / "p.yaml").write_text("changed\n")
    assert commit_of(repository) == f"{head(repository)}+"
    assert who_wrote(repository, "params/p.yaml", 1) is None
    assert not mark.exists()


def test_a_filter_without_a_name_is_turned_off_too(repository, tmp_path):
    mark = tmp_path / "was-run"
    git(repository, "config", "filter..clean", f"touch {mark}; cat")
    (repository / ".gitattributes").write_text("*.yaml filter=\n")
    (repository / "params" / "p.yaml").write_text("changed\n")
    assert commit_of(repository) == f"{head(repository)}+"
    who_wrote(repository, "params/p.yaml", 1)
    assert not mark.exists()


def test_variables_of_git_do_not_lead_elsewhere(repository, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "user.name")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "Mallory")
    assert who(repository).name == "Ann Example"
    monkeypatch.delenv("GIT_DIR")
    assert commit_of(repository) == head(repository)


def test_the_commit_of_the_library_is_that_of_its_checkout_or_what_its_wheel_says(repository, monkeypatch):
    package = repository / "params"
    monkeypatch.setattr(identity.trustbook, "__file__", str(package / "__init__.py"))
    assert commit_of_library.__wrapped__() == head(repository)
    (package / "p.yaml").write_text("changed: true\n")
    assert commit_of_library.__wrapped__() == head(repository) + "+"
    (package / BUILT_FROM).write_text("c" * 40 + "+")
    assert commit_of_library.__wrapped__() == "c" * 40 + "+"


def test_a_commit_is_quoted_in_short():
    assert (in_short("c" * 40), in_short("c" * 40 + "+"), in_short("")) == ("c" * 12, "c" * 12 + "+", "")
