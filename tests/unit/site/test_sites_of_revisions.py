"""The preview and the public site: which bytes stand where, and what is said of each revision outside it."""

import errno
import hashlib
import json
import os
import re
import subprocess
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from made_revisions import draft, publish_one
from made_revisions import figures_of as figures

from trustbook.config.meeting import Meeting
from trustbook.core.errors import PublishError
from trustbook.revisions import log
from trustbook.revisions.model import Approval, Person
from trustbook.site import copies
from trustbook.site.assembly import build_public, build_site

EARLIER, LATER = "2030-31-P03", "2030-31-P04"
OTHER_STATE = "b" * 64
NOINDEX = '<meta name="robots" content="noindex">'


@pytest.fixture
def publish():
    return publish_one


@pytest.fixture
def drafted():
    return draft


@pytest.fixture
def workspace(synthetic_workspace):
    return synthetic_workspace()


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def page(site, name):
    return BeautifulSoup((site / name).read_text(encoding="utf-8"), "html.parser")


def in_script(site):
    script = (site / "periods.js").read_text(encoding="utf-8")
    found = json.loads(re.search(r"var editions = (\[.*\]);", script)[1])
    return {each["period"]: each for each in found}


def test_where_nothing_is_published_there_is_no_public_site_and_an_old_one_goes(workspace):
    (workspace.build / "public").mkdir(parents=True)
    assert build_public(workspace) is None
    assert not (workspace.build / "public").exists()


def test_the_newest_revision_has_the_address_of_its_period_and_an_earlier_one_its_own(workspace, publish):
    one, two = (publish(workspace, LATER, figures(each)) for each in (100, 200))
    site = build_public(workspace)
    assert files(site / LATER) == files(two.edition)
    assert files(site / f"{LATER}-r1") == files(one.edition)
    assert list(files(site / f"{LATER}-r2")) == ["index.html"]
    leads = page(site, f"{LATER}-r2/index.html")
    assert leads.find("a", string="Go to the report")["href"] == f"../{LATER}/notebooks/summary.html"
    assert not (site / "log.html").exists()


def test_the_public_site_has_no_draft_and_asks_no_search_engine_to_leave_it(workspace, publish, drafted):
    publish(workspace, EARLIER)
    drafted(workspace, LATER)
    site = build_public(workspace)
    assert {each.name for each in site.glob("2*")} == {EARLIER, f"{EARLIER}-r1"}
    own = [*site.glob("*.html"), *site.glob("revisions/*.html"), *site.glob("*/index.html")]
    assert len(own) > 4
    assert [each for each in own if NOINDEX in each.read_text(encoding="utf-8")] == []


def test_the_preview_shows_what_is_published_while_that_is_its_state_and_else_the_draft(workspace, publish, drafted):
    kept, draft = publish(workspace, LATER), drafted(workspace, LATER)
    site = build_site(workspace, {workspace.period(LATER): kept.record.state})
    assert files(site / LATER) == files(kept.edition)
    site = build_site(workspace, {workspace.period(LATER): OTHER_STATE})
    assert files(site / LATER) == files(draft)
    assert files(site / f"{LATER}-r1") == files(kept.edition)
    site = build_site(workspace)
    assert files(site / LATER) == files(draft)


def test_the_preview_shows_a_period_that_was_published_and_not_built_here(workspace, publish, drafted):
    kept = publish(workspace, EARLIER)
    drafted(workspace, LATER)
    assert files(build_site(workspace) / EARLIER) == files(kept.edition)


def test_every_page_of_the_previews_own_asks_search_engines_to_leave_it(workspace, publish, drafted):
    publish(workspace, EARLIER)
    drafted(workspace, LATER)
    site = build_site(workspace)
    own = [*site.glob("*.html"), *site.glob("revisions/*.html")]
    assert (site / "log.html") in own
    assert [each for each in own if NOINDEX not in each.read_text(encoding="utf-8")] == []


def test_no_file_of_a_site_is_another_name_of_what_it_was_made_from(workspace, publish, drafted):
    kept = publish(workspace, EARLIER)
    drafted(workspace, LATER)
    for site in (build_site(workspace), build_public(workspace)):
        assert {path.stat().st_nlink for path in site.rglob("*") if path.is_file()} == {1}
        with (site / EARLIER / "card.png").open("ab") as stream:
            stream.write(b"vandalised")
    assert (kept.edition / "card.png").read_bytes() == b"\x89PNG"


def test_the_manifest_of_a_site_names_every_other_file_and_can_be_checked_by_anybody(workspace, publish, drafted):
    publish(workspace, EARLIER)
    drafted(workspace, LATER, pages=("a \\ b\nc", "front"))
    for site in (build_site(workspace), build_public(workspace)):
        lines = (site / "manifest-sha256.txt").read_text(encoding="utf-8").splitlines()
        assert len(lines) == len(files(site)) - 1
        ran = subprocess.run(["sha256sum", "-c", "--strict", "--quiet", "manifest-sha256.txt"], cwd=site, check=False)
        assert ran.returncode == 0
    names = [line.split("  ")[1] for line in lines]
    assert names == sorted(names)


def test_the_list_of_a_revisions_files_is_what_was_published_of_it(workspace, publish):
    kept = publish(workspace, LATER)
    listed = (build_public(workspace) / "revisions" / f"{LATER}-r1.sha256").read_text(encoding="utf-8")
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files(kept.edition).items()}
    assert dict(reversed(line.split("  ")) for line in listed.splitlines()) == digests


@pytest.mark.parametrize("builds", [build_site, build_public])
def test_what_was_altered_since_it_was_published_enters_no_site(workspace, publish, builds):
    kept = publish(workspace, LATER)
    before = files(builds(workspace))
    altered = kept.edition / "notebooks" / "summary.html"
    times = altered.stat()
    altered.write_bytes(altered.read_bytes().replace(b"Published", b"Publishes"))
    os.utime(altered, ns=(times.st_atime_ns, times.st_mtime_ns))
    with pytest.raises(PublishError, match=r"summary\.html.*not what was published"):
        builds(workspace)
    assert files(workspace.build / ("site" if builds is build_site else "public")) == before


@pytest.mark.parametrize("builds", [build_site, build_public])
@pytest.mark.parametrize("name", ["inputs/params/trust.yaml", "results/metrics.json", "edition/card.png"])
def test_a_file_that_is_missing_of_what_was_published_is_named_and_how_to_put_it_back(workspace, publish, builds, name):
    kept = publish(workspace, LATER)
    builds(workspace)
    (kept.folder / "data" / name).unlink()
    with pytest.raises(PublishError) as refused:
        builds(workspace)
    said = str(refused.value)
    assert said.startswith(f"published/{LATER}/r1/data/{name}: it is missing; expected SHA-256 ")
    assert "as manifest-sha256.txt has it. Put back what was committed." in said


@pytest.mark.parametrize("content", ["[" * 100_000, '{"period": "2030-31-P04", "pages": [], "figures": {}}', "\xff"])
def test_a_card_that_was_altered_is_not_read(workspace, publish, content):
    kept = publish(workspace, LATER)
    (kept.edition / "edition.json").write_text(content, encoding="latin-1")
    with pytest.raises(PublishError, match=rf"{LATER}/r1/data/edition/edition\.json: it is not what was published"):
        build_public(workspace)


def test_figures_that_were_altered_are_not_shown(workspace, publish):
    kept = publish(workspace, LATER, figures(100))
    publish(workspace, LATER, figures(120))
    file = kept.results / "metrics.json"
    file.write_text(file.read_text().replace("100", "110"))
    with pytest.raises(PublishError, match=rf"{LATER}/r1/data/results/metrics\.json: it is not what was published"):
        build_public(workspace)


@pytest.mark.parametrize("content", [None, b"", b"\xff", b"a line\n"])
def test_a_list_that_is_none_is_named_with_its_revision(workspace, publish, content):
    listed = publish(workspace, LATER).folder / "manifest-sha256.txt"
    listed.unlink() if content is None else listed.write_bytes(content)
    with pytest.raises(PublishError, match=rf"published/{LATER}/r1/manifest-sha256\.txt: .*Put back what was"):
        build_public(workspace)


def test_a_file_that_may_not_be_read_is_named(workspace, publish, monkeypatch):
    kept = publish(workspace, LATER)

    def refuse(file, place):
        raise PermissionError(errno.EACCES, "Permission denied", str(file))

    monkeypatch.setattr(copies, "_copy", refuse)
    with pytest.raises(PublishError, match=rf"{kept.shown}.*: it cannot be read \(Permission denied\)"):
        build_public(workspace)


def test_a_full_disk_is_not_taken_for_a_file_that_cannot_be_read(workspace, publish, monkeypatch):
    publish(workspace, LATER)

    def refuse(file, place):
        raise OSError(errno.ENOSPC, "No space left on device", str(place))

    monkeypatch.setattr(copies, "_copy", refuse)
    with pytest.raises(OSError, match="No space"):
        build_public(workspace)


def test_a_link_in_what_was_published_is_not_followed(workspace, publish, tmp_path):
    kept = publish(workspace, LATER)
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (kept.edition / "card.png").unlink()
    (kept.edition / "card.png").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(PublishError, match="a link"):
        build_public(workspace)


def test_the_same_revisions_give_the_same_bytes(workspace, publish):
    publish(workspace, EARLIER)
    publish(workspace, LATER)
    assert files(build_public(workspace)) == files(build_public(workspace))


def test_the_script_knows_the_newest_revision_where_it_is_and_what_is_restated(workspace, publish, drafted):
    publish(workspace, EARLIER, figures(100))
    publish(workspace, LATER, figures(150, 40), published_at="2030-11-01T09:30:00Z")
    publish(workspace, LATER, figures(150, 30), published_at="2030-11-02T09:30:00Z")
    known = in_script(build_public(workspace))
    assert known[LATER]["revision"] == 2
    assert known[LATER]["published"] | {"pages": 0} == {
        "number": 2,
        "on": "2 October 2030",
        "folder": LATER,
        "front": "notebooks/summary",
        "pages": 0,
    }
    assert (known[LATER]["restated"], known[EARLIER]["restated"]) == (0, 1)
    drafted(workspace, LATER)
    known = in_script(build_site(workspace))
    assert (known[LATER]["revision"], known[LATER]["published"]["folder"]) == (0, f"{LATER}-r2")


def rows(table):
    return [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in table.select("tbody tr")]


def test_a_figure_is_restated_by_a_later_report_only_if_that_was_published_after_it(workspace, publish):
    publish(workspace, LATER, figures(150, 40), published_at="2030-11-01T09:30:00Z")
    publish(workspace, EARLIER, figures(100), published_at="2030-11-02T09:30:00Z")
    site = build_public(workspace)
    assert page(site, f"revisions/{EARLIER}.html").find(id="restated") is None
    publish(workspace, LATER, figures(150, 30), published_at="2030-11-03T09:30:00Z")
    site = build_public(workspace)
    restated = page(site, f"revisions/{EARLIER}.html").find(id="restated").find_next("table")
    by = "Period 4, July 2030. Revision 2, published 2 October 2030"
    assert rows(restated) == [["Variance", "£0.100m", "£0.120m", by]]


def test_a_figure_that_the_later_report_gives_the_same_is_not_restated(workspace, publish):
    publish(workspace, EARLIER, figures(100.1))
    publish(workspace, LATER, figures(150.3, 50.2), published_at="2030-11-01T09:30:00Z")
    assert in_script(build_public(workspace))[EARLIER]["restated"] == 0


def test_the_page_of_a_report_says_of_each_revision_why_by_whom_for_what_and_what_changed(workspace, publish):
    publish(workspace, LATER, figures(100))
    approvals = (
        Approval("Section 151 officer", "approval", Person("Bea <i>"), "2030-10-01", "Agreed & seen", False, "a" * 64),
        Approval("Monitoring officer", "consultation", Person("Cy"), "2030-10-01", "", True, "a" * 64),
    )
    meeting = Meeting.model_validate({"body": "Cabinet <b>", "date": "2030-10-15", "item": 7})
    publish(
        workspace,
        LATER,
        figures(120),
        notice="Read with care",
        overridden="Nobody else was there",
        not_answered=("Lead member <i>", "Director"),
        approvals=approvals,
        meeting=meeting,
        acknowledged={"savings.stated_total@S07": "The <paper> says so"},
    )
    soup = page(build_public(workspace), f"revisions/{LATER}.html")
    assert [each.get_text() for each in soup.find_all("h2")] == [
        "Revision 2, published 2 October 2030",
        "Revision 1, published 1 October 2030",
    ]
    said = soup.main.get_text(" ", strip=True)
    for text in (
        *("Reason 2 & more", "Ann <b>Example</b>", "Cabinet <b>, 15 October 2030, item 7", "Read with care"),
        *("Nobody else was there", "Had not answered Lead member <i> and Director", "The <paper> says so"),
        "2 revisions.",
    ):
        assert text in said, text
    changed, asked = soup.find_all("table")
    assert rows(changed) == [["Variance", "£0.100m", "£0.120m", "Up £0.020m"]]
    assert rows(asked) == [
        ["Section 151 officer", "Approved", "Bea <i>", "1 October 2030", "Agreed & seen"],
        ["Monitoring officer", "Consulted", "Cy", "1 October 2030", "No comments received"],
    ]
    assert soup.find(["b", "i"]) is None
    links = [each["href"] for each in soup.select(".tb-links a")]
    assert links == [
        *(f"../{LATER}/notebooks/summary.html", f"{LATER}-r2.html"),
        *(f"../{LATER}-r1/notebooks/summary.html", f"{LATER}-r1.html"),
    ]


def test_where_officers_are_not_named_the_public_pages_name_nobody(synthetic_workspace, publish, drafted):
    workspace = synthetic_workspace()
    settings = workspace.params / "trust.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\nofficers: roles\n", encoding="utf-8")
    workspace = type(workspace)(workspace.root)
    given = Approval("Director", "approval", Person("Bea Example"), "2030-10-01", "", False, "a" * 64)
    publish(workspace, LATER, approvals=(given,))
    said = page(build_public(workspace), f"revisions/{LATER}.html").get_text()
    assert "Director" in said
    assert "Example" not in said
    assert "Bea Example" in page(build_site(workspace), f"revisions/{LATER}.html").get_text()


def test_the_manifest_of_a_revision_is_a_page_with_each_file_its_size_and_its_hash(workspace, publish):
    kept = publish(workspace, LATER)
    soup = page(build_public(workspace), f"revisions/{LATER}-r1.html")
    listed = {row[0]: row[1:] for table in soup.select(".tb-manifest table") for row in rows(table)}
    content = {f"data/{name}": each for name, each in files(kept.folder / "data").items()}
    digests = {name: [f"{len(each):,}", hashlib.sha256(each).hexdigest()] for name, each in content.items()}
    assert listed == digests
    said = soup.main.get_text(" ", strip=True)
    digests = (kept.record.state, kept.tagmanifest_digest)
    for text in (*digests, "trustbook 0.1.0", "c" * 40, "cpython 3.11", "pandas==3.0.1"):
        assert text in said, text
    assert f"trustbook verify --rebuild {LATER}/r1" in said


def test_the_page_of_a_draft_says_that_nothing_of_it_is_published_and_what_a_new_revision_would_change(
    workspace, publish, drafted
):
    drafted(workspace, LATER, figures(100))
    soup = page(build_site(workspace), f"revisions/{LATER}.html")
    assert "is not published yet" in soup.find(class_="tb-answer").get_text()
    publish(workspace, LATER, figures(90))
    soup = page(build_site(workspace), f"revisions/{LATER}.html")
    assert "What stands here is a draft" in soup.find(class_="tb-answer").get_text()
    assert rows(soup.find("table")) == [["Variance", "£0.090m", "£0.100m", "Up £0.010m"]]


def test_the_page_of_a_draft_says_until_when_it_is_in_time_for_its_meeting(workspace, drafted):
    file = workspace.params / f"{LATER}.yaml"
    written = file.read_text(encoding="utf-8") if file.exists() else f"period: {LATER}\n"
    file.write_text(written + '\nmeeting: {body: Cabinet, date: "2030-10-15", item: 7}\n', encoding="utf-8")
    drafted(workspace, LATER)
    said = page(build_site(workspace), f"revisions/{LATER}.html").main.get_text(" ", strip=True)
    assert "Cabinet, 15 October 2030, item 7" in said
    assert "It must be published by 7 October 2030" in said


def test_those_who_are_asked_about_a_draft_are_named_with_what_they_said_of_its_state(synthetic_workspace, drafted):
    workspace = synthetic_workspace()
    settings = workspace.params / "trust.yaml"
    roles = "\napprovals: {roles: [{role: Director of Finance}]}\n"
    settings.write_text(settings.read_text(encoding="utf-8") + roles, encoding="utf-8")
    workspace = type(workspace)(workspace.root)
    drafted(workspace, LATER)
    site = build_site(workspace, {workspace.period(LATER): OTHER_STATE})
    assert rows(page(site, f"revisions/{LATER}.html").find("table")) == [
        ["Director of Finance", "Not yet approved", "", "", ""]
    ]


def test_the_log_is_a_page_of_the_preview_newest_first_and_its_texts_are_text(workspace, drafted):
    drafted(workspace, LATER)
    entries = [
        log.NewEntry(Person(name), "checked", LATER, "a" * 64, {"why_so": "<script>x</script>", "warnings": 3})
        for name in ("Ann <b>", "Bob")
    ]
    log.append(workspace.root, entries, datetime(2030, 10, 1, 9, 30, tzinfo=UTC))
    soup = page(build_site(workspace), "log.html")
    assert rows(soup.find("table")) == [
        ["1 October 2030, 09:30 UTC", name, "Checked", LATER, "Warnings: 3. Why so: <script>x</script>"]
        for name in ("Bob", "Ann <b>")
    ]


def test_a_log_that_was_altered_is_said_to_be_and_does_not_stop_the_preview(workspace, drafted):
    drafted(workspace, LATER)
    workspace.published.mkdir()
    (workspace.published / "log.jsonl").write_text("{}\n", encoding="utf-8")
    assert "The log is not as it was written" in page(build_site(workspace), "log.html").get_text()


def test_a_revision_without_its_card_says_how_to_put_it_back(workspace, publish):
    kept = publish(workspace, LATER)
    (kept.edition / "edition.json").unlink()
    with pytest.raises(PublishError, match="Put back what was committed"):
        build_public(workspace)
