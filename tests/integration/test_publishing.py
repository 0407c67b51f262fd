"""Publishing by command: what is refused, what is kept for good, and what is said of it."""

import json
import os
import shutil
import subprocess
from unittest.mock import patch

import pytest
import yaml
from workspaces import tree

from publishing.tampering import wrong
from publishing.workspace import (
    APPROVER,
    AT,
    BEFORE,
    CONSULTED,
    NEWEST,
    QUIET,
    approve,
    command,
    copied,
    edition_at_hand,
    faults,
    outcome,
    publish_again,
)
from trustbook.build.limits import Kernel
from trustbook.config.workspace import Workspace
from trustbook.core.errors import GateError, PublishError
from trustbook.core.period import Period
from trustbook.pipeline import stages
from trustbook.pipeline.approve import Answer
from trustbook.pipeline.approve import approve as record_answer
from trustbook.pipeline.publication_under_way import UnderWay, note
from trustbook.pipeline.publish import Asking, publish
from trustbook.pipeline.verify import verify
from trustbook.revisions import log, store

REVISED = Period.parse(BEFORE)


@pytest.fixture
def ready(ready_to_publish, tmp_path):
    return copied(ready_to_publish, tmp_path / "workspace")


def ask(folder, period=BEFORE, at=AT, **asked):
    asking = Asking(**{"reason": "A late invoice", "by": "Ann Example"} | asked)
    with edition_at_hand(folder), patch.dict(os.environ, {"SOURCE_DATE_EPOCH": at}):
        return publish(Workspace(folder), Period.parse(period), asking, QUIET, QUIET, 1)


def answer(folder, role, period=BEFORE, **said):
    with patch.dict(os.environ, {"SOURCE_DATE_EPOCH": AT}):
        given = Answer(role, **{"by": "Ann Example"} | said)
        return record_answer(Workspace(folder), Period.parse(period), given, QUIET, QUIET)


def entries(folder, *actions):
    return [each for each in log.read(folder) if each.action in actions or not actions]


def assemble(folder):
    """Do what every report does at its end."""
    workspace = Workspace(folder)
    with patch("trustbook.site.assembly.chart", return_value=None), stages.at_work(workspace, QUIET) as memory:
        stages.site(workspace, QUIET, memory, kernel=Kernel.PLAIN)


def test_nothing_is_public_before_something_is_published(ready_to_publish, reported_only):
    assert not (reported_only / "_build" / "public").exists()
    assert "noindex" in (reported_only / "_build" / "site" / BEFORE / "notebooks" / "first.html").read_text()
    public = ready_to_publish / "_build" / "public"
    assert "noindex" not in (public / BEFORE / "notebooks" / "first.html").read_text()
    assert not (public / "log.html").exists()
    assert (ready_to_publish / "_build" / "site" / "log.html").exists()


def test_what_is_published_is_whole_and_says_who_why_and_with_what(ready_to_publish):
    (first,) = store.revisions_of(ready_to_publish, REVISED)
    assert store.faults([first]) == []
    record = first.record
    assert (record.number, record.published_on, record.published_at) == (1, "2024-05-01", "2024-05-01T09:30:00Z")
    assert (record.reason, record.notice, record.overridden, record.previous) == ("For Cabinet", "", "", "")
    assert [(each.role, each.by.name, each.no_comments) for each in record.approvals] == [
        (APPROVER, "Ann Example", False),
        (CONSULTED, "Bo Example", True),
    ]
    assert record.library.digest
    assert any(each.startswith("pandas==") for each in record.library.packages)
    assert json.loads((first.results / store.METRICS).read_text()) == first.metrics()
    kept = {path.removeprefix("data/inputs/") for path in tree(first.folder, "data/inputs")}
    assert {"_config.yml", "_toc.yml", f"data/{BEFORE}/forecast.csv", f"params/{BEFORE}.yaml"} <= kept
    assert not [path for path in kept if NEWEST in path], "what came later is no part of it"


def test_the_log_says_what_was_approved_checked_overridden_and_published(ready_to_publish):
    said = [(each.action, each.period) for each in entries(ready_to_publish)]
    assert said == [
        *(("approved", BEFORE), ("consulted", BEFORE), ("checked", BEFORE), ("published", BEFORE)),
        *(("checked", NEWEST), ("overridden", NEWEST), ("published", NEWEST)),
    ]
    (overridden,) = entries(ready_to_publish, "overridden")
    assert overridden.details["reason"] == "Nobody was there"
    assert overridden.details["not_approved"] == f"{APPROVER}; {CONSULTED}"
    assert {each.details["time_from"] for each in entries(ready_to_publish)} == {"SOURCE_DATE_EPOCH"}


def test_without_the_answers_that_are_asked_nothing_is_published(ready):
    before = outcome(ready)
    with pytest.raises(PublishError) as refused:
        ask(ready)
    assert f"the approval of {APPROVER} (given, and no longer valid" in str(refused.value)
    assert f"the consultation of {CONSULTED}" in str(refused.value)
    assert f"trustbook approve {BEFORE} --role '{APPROVER}'" in str(refused.value)
    assert outcome(ready) == before


def test_what_is_approved_as_it_is_now_is_published_and_the_override_has_no_effect(ready):
    answer(ready, APPROVER.upper(), comment="Agreed")
    answer(ready, CONSULTED, no_comments=True)
    kept = ask(ready, override="To be safe")
    assert kept.name == f"{BEFORE}/r2"
    assert kept.record.overridden == ""
    assert len(kept.record.approvals) == 2
    assert kept.record.not_answered == ()
    assert len(entries(ready, "overridden")) == 1, "that of the other report"


@pytest.mark.parametrize(
    ("role", "said", "words"),
    [
        ("Mayor", {}, f"'Mayor'; expected one of: {APPROVER} or {CONSULTED}"),
        (APPROVER, {"no_comments": True}, "no comments are no approval"),
        (CONSULTED, {"no_comments": True, "comment": "Fine"}, "there is a comment and --no-comments"),
        (APPROVER, {"on": "2024-05-02"}, "still to come"),
        (APPROVER, {"on": "2019-05-01"}, "before Period 10, January 2024 had begun"),
        (APPROVER, {"on": "1 May"}, "expected a day such as 2024-05-01"),
        (APPROVER, {"comment": "Agreed\u202e"}, "U\\+202E"),
        (APPROVER, {"by": "  "}, "the name is empty"),
    ],
)
def test_an_answer_that_is_none_is_refused_in_a_sentence(ready_to_publish, role, said, words):
    """Nothing is written, so the workspace of all tests will do."""
    with pytest.raises(PublishError, match=words):
        answer(ready_to_publish, role, **said)
    assert len(entries(ready_to_publish, "approved", "consulted")) == 2


def test_the_same_state_is_published_once(ready):
    publish_again(ready)
    before = outcome(ready)
    kept = publish_again(ready, reason="Once more")
    assert (kept.name, kept.record.reason) == (f"{BEFORE}/r2", "A late invoice")
    assert outcome(ready) == before


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"reason": " "}, "the reason \\(--reason\\) is empty"),
        ({"on": "2024-04-30"}, "before its last revision; expected 1 May 2024 or later"),
        ({"on": "tomorrow"}, "expected a day such as 2024-05-01"),
        ({"at": "noon"}, "SOURCE_DATE_EPOCH is 'noon'"),
    ],
)
def test_a_publication_that_makes_no_sense_is_refused(ready_to_publish, asked, words):
    with pytest.raises(Exception, match=words):
        ask(ready_to_publish, override="By telephone", **asked)
    assert faults(ready_to_publish) == []
    assert len(store.revisions_of(ready_to_publish, REVISED)) == 1


def test_correcting_an_earlier_report_leaves_every_published_byte(ready):
    """Its own first revision, the newest report, and the pages of both in the public site."""
    kept = tree(ready, f"published/{BEFORE}", f"published/{NEWEST}")
    public = ready / "_build" / "public"
    served = tree(public / BEFORE), tree(public / NEWEST)
    ask(ready, override="By telephone", notice="One figure is corrected")
    ask(ready, NEWEST, override="By telephone")
    now = tree(ready, "published")
    assert {path: now[path] for path in kept} == kept
    assert (tree(public / f"{BEFORE}-r1"), tree(public / f"{NEWEST}-r1")) == served
    first, second = store.revisions_of(ready, REVISED)
    assert second.record.previous == first.tagmanifest_digest
    assert second.record.notice == "One figure is corrected"
    assert second.record.not_answered == (APPROVER, CONSULTED)
    assert first.metrics() != second.metrics()
    assert wrong(ready) == []


def test_a_revision_without_its_entries_gets_them_from_the_next_command(ready):
    """As when a run is stopped between the two, or in the middle of them. The log is then what it would have been."""
    kept = publish_again(ready)
    whole, file = outcome(ready), ready / "published" / "log.jsonl"
    for cut in (1, 3, 30, 1200):
        file.write_bytes(whole["published/log.jsonl"][:-cut])
        found = wrong(ready)
        note(ready, UnderWay(kept.name, kept.tagmanifest_digest))
        assemble(ready)
        is_whole = cut == 1  # then the line gets its end with the next one
        assert is_whole or any(f"{BEFORE}/r2" in each for each in found)
        assert is_whole or outcome(ready) == whole


@pytest.mark.parametrize("digest", [None, "0" * 64])
def test_a_revision_that_no_run_was_about_to_put_there_is_never_taken_for_published(ready, digest):
    kept = publish_again(ready)
    file = ready / "published" / "log.jsonl"
    file.write_bytes(b"".join(line + b"\n" for line in file.read_bytes().splitlines()[:-1]))
    if digest:
        note(ready, UnderWay(kept.name, digest))
    for command_of_any_kind in (assemble, publish_again):
        with pytest.raises(PublishError, match=f"{BEFORE}/r2: the log does not say that it was published") as refused:
            command_of_any_kind(ready)
    assert len(entries(ready, "published")) == 2
    assert "move this folder out of published/, and publish again" in str(refused.value)
    kept.folder.rename(ready.parent / "r2")
    assert publish_again(ready).name == kept.name
    assert wrong(ready) == []


def test_the_sites_are_assembled_by_the_next_command_if_a_run_was_stopped_before(ready):
    publish_again(ready)
    whole = outcome(ready)
    shutil.rmtree(ready / "_build" / "public")
    (ready / "_build" / "site" / "index.html").unlink()
    assemble(ready)
    assert outcome(ready) == whole


def test_a_warning_that_is_accepted_is_in_the_log_once_with_who_wrote_the_line(ready):
    """By Git where the line is committed, else with a word that nobody knows."""
    (reference,) = [each["code"] + "@" + each["key"] for each in _warnings(ready, NEWEST)][:1]
    file = ready / "params" / f"{NEWEST}.yaml"
    file.write_text(f"{file.read_text()}acknowledged:\n  {reference}: It is so in the paper\n", encoding="utf-8")
    _git(ready, "init", "--quiet")
    _git(ready, "add", "params")
    _git(ready, "-c", "user.name=Cy Example", "-c", "user.email=cy@example.org", "commit", "--quiet", "-m", "accept it")
    kept = ask(ready, NEWEST, override="By telephone")
    (entry,) = entries(ready, "acknowledged")
    assert (entry.by.name, entry.by.email) == ("Cy Example", "cy@example.org")
    assert entry.details["warning"] == reference
    assert entry.details["reason"] == kept.record.acknowledged[reference] == "It is so in the paper"
    (ready / "book" / "glossary.md").write_text("# Glossary\n\nNothing.\n", encoding="utf-8")
    assert ask(ready, NEWEST, override="By telephone").number == 3
    assert len(entries(ready, "acknowledged")) == 1


def test_git_keeps_every_byte_of_what_is_published_whatever_it_ignores_and_changes_elsewhere(ready):
    (ready / ".gitignore").write_text("*.html\n*.csv\ndata/\n_build/\n", encoding="utf-8")
    (ready / ".gitattributes").write_text("* text eol=crlf\n", encoding="utf-8")
    _git(ready, "init", "--quiet")
    _git(ready, "config", "core.autocrlf", "true")
    _git(ready, "add", "published")
    _git(ready, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "publish")
    there = tree(ready, "published")
    shutil.rmtree(ready / "published")
    _git(ready, "checkout", "--quiet", "--", "published")
    assert tree(ready, "published") == there


def test_a_return_that_is_refused_is_not_published(ready):
    file = ready / "data" / BEFORE / "controls.csv"
    file.write_text(file.read_text().replace(",31001,", ",41001,"), encoding="utf-8")
    with pytest.raises(GateError, match="the gate stops here"):
        ask(ready, override="By telephone")
    with pytest.raises(GateError, match="the gate stops here"):
        answer(ready, APPROVER)
    assert len(entries(ready)) == 7


def test_the_copy_from_which_drafts_are_made_publishes_nothing(ready):
    (ready / "DRAFT").write_text("a copy")
    with pytest.raises(PublishError, match="nothing in it is for publication"):
        ask(ready)
    with pytest.raises(PublishError, match="nothing in it is for publication"):
        answer(ready, APPROVER)


def test_the_commands_say_what_they_did_and_end_with_a_code(ready):
    """The whole way once: published late for its meeting by the true builder, verified, tampered with."""
    late = str(int(AT) + 7 * 86_400)
    approve(ready, NEWEST)
    asked = ("publish", NEWEST, "--reason", "For Cabinet", "--notice", "A figure of January is corrected")
    ran = command(*asked, cwd=ready, at=late)
    assert "Published: 2023-24-P11/r2, of 8 May 2024." in ran.stdout
    assert "Warning: " in ran.stderr
    assert "there are 3 clear days before the meeting" in ran.stderr
    page = (ready / "_build" / "public" / NEWEST / "notebooks" / "first.html").read_text()
    assert "Revision 2, published 8 May 2024" in page
    assert "A figure of January is corrected" in page
    assert "noindex" not in page
    good = command("verify", cwd=ready)
    assert "all as it was published" in good.stdout
    said = json.loads(command("log", NEWEST, "--json", cwd=ready).stdout)
    assert [each["action"] for each in said][-2:] == ["checked", "published"]
    assert "For Cabinet" in command("log", cwd=ready).stdout
    page = ready / "_build" / "public" / NEWEST / "notebooks" / "first.html"
    times, content = page.stat(), page.read_bytes()
    page.write_bytes(content.replace(b"8 May", b"9 May"))
    os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))
    bad = command("verify", "--json", cwd=ready, good=False)
    assert bad.returncode == 1
    (found,) = json.loads(bad.stdout)["wrong"]
    assert found["file"] == f"_build/public/{NEWEST}/notebooks/first.html"
    assert found["found"] != found["expected"]
    copy = shutil.copytree(ready / "_build" / "public", ready.parent / "copy")
    bad = command("verify", str(copy), cwd=ready.parent, good=False)
    assert (bad.returncode, bad.stdout.count("first.html")) == (1, 1)


def test_verify_needs_something_to_verify(reported_only, tmp_path):
    with pytest.raises(PublishError, match="nothing was published here"):
        verify(Workspace(reported_only))
    with pytest.raises(PublishError, match="no site is named"):
        verify(None)
    with pytest.raises(PublishError, match="there is no such folder"):
        verify(None, tmp_path / "none")


def test_a_workspace_that_asks_nobody_publishes_without_an_answer(ready):
    file = ready / "params" / "trust.yaml"
    settings = yaml.safe_load(file.read_text())
    assert len(settings["approvals"]["roles"]) == 2
    file.write_text(file.read_text().partition("approvals:")[0], encoding="utf-8")
    assert ask(ready).record.approvals == ()


def _warnings(folder, period):
    found = json.loads((folder / "_build" / "findings" / f"{period}.json").read_text())["findings"]
    return [each for each in found if each["severity"] == "warning" and each["key"]]


def _git(folder, *asked):
    quiet = ("-c", "core.hooksPath=/dev/null", "-c", "commit.gpgsign=false", "-c", "core.safecrlf=false")
    subprocess.run(["git", "-C", str(folder), *quiet, *asked], check=True, capture_output=True)
