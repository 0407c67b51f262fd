"""`trustbook report --draft` makes a book of what the gate refuses, marked on every page and apart from the site."""

import re
import shutil
import zipfile
from pathlib import Path

import pytest
from small_workspaces import NEWEST, outputs, write_chapter
from workspaces import trustbook

from trustbook.config.workspace import Workspace
from trustbook.pipeline.draft import up_to_date_copy

SITE = "_build/draft/_build/site"


@pytest.fixture
def refused(made_here, tmp_path) -> Path:
    """A workspace that was reported, and whose newest return then got a total that its lines do not make."""
    folder = Path(shutil.copytree(made_here, tmp_path / "workspace"))
    path = folder / "data" / NEWEST / "controls.csv"
    text = path.read_text(encoding="utf-8")
    changed = re.sub(
        r"(?m)^(forecast,variance_gbp_k,all,)(-?\d+)", lambda found: f"{found[1]}{int(found[2]) + 50}", text
    )
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    return folder


def test_a_refused_return_makes_a_draft_that_says_so_on_every_page(refused):
    site_before = outputs(refused / "_build")
    assert trustbook("report", NEWEST, cwd=refused).returncode == 1
    ran = trustbook("report", "--draft", NEWEST, cwd=refused)
    assert ran.returncode == 0, ran.stderr
    assert "not for publication" in ran.stdout
    pages = sorted((refused / SITE).rglob("*.html"))
    assert len(pages) > 5
    for page in pages:
        text = page.read_text(encoding="utf-8")
        if 'http-equiv="refresh"' not in text:
            assert "Draft, not for publication." in text, page
            assert re.search(r'<meta (name="robots" content="noindex"|content="noindex" name="robots")', text), page
    said = (refused / SITE / NEWEST / "book" / "data-quality.html").read_text(encoding="utf-8")
    assert "was refused, for" in said
    after = outputs(refused / "_build")
    assert {path: after[path] for path in site_before if not path.startswith("findings")} == {
        path: content for path, content in site_before.items() if not path.startswith("findings")
    }


def test_a_chapter_that_cannot_be_made_says_why_on_its_page(refused):
    write_chapter(refused, "second", "raise ValueError('no such <b>figure</b>')")
    ran = trustbook("report", "--draft", NEWEST, cwd=refused)
    assert ran.returncode == 0, ran.stderr
    assert f"Not made, as their pages say: second of {NEWEST}." in ran.stderr
    page = (refused / SITE / NEWEST / "notebooks" / "second.html").read_text(encoding="utf-8")
    assert "This chapter could not be made of this return." in page
    assert "no such &lt;b&gt;figure&lt;/b&gt;" in page


def test_a_draft_follows_what_is_mended_and_deleted(refused):
    controls, toc = Path("data") / NEWEST / "controls.csv", Path("_toc.yml")
    copied = up_to_date_copy(Workspace(refused))
    assert (copied / controls).exists()
    (refused / controls).unlink()
    (refused / toc).write_text((refused / toc).read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    assert up_to_date_copy(Workspace(refused)) == copied
    assert not (copied / controls).exists()
    assert (copied / toc).read_bytes() == (refused / toc).read_bytes()


def test_no_draft_is_made_of_a_draft(refused):
    (refused / "DRAFT").touch()
    ran = trustbook("report", "--draft", NEWEST, cwd=refused)
    assert ran.returncode == 1
    assert "this is a draft already" in ran.stderr


def test_a_site_is_shared_as_one_file_with_one_folder_in_it_the_same_each_time(refused, tmp_path):
    one, other = tmp_path / "one.zip", tmp_path / "other.zip"
    for place in (one, other):
        ran = trustbook("share", "--to", str(place), cwd=refused)
        assert ran.returncode == 0, ran.stderr
    assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(one) as archive:
        names = archive.namelist()
        assert {name.split("/")[0] for name in names} == {"nct-preview"}
        assert "nct-preview/index.html" in names
        site = refused / "_build" / "site"
        for path in site.rglob("*.html"):
            assert archive.read(f"nct-preview/{path.relative_to(site).as_posix()}") == path.read_bytes()


def test_what_is_not_there_cannot_be_shared(refused):
    ran = trustbook("share", "--draft", cwd=refused)
    assert ran.returncode == 1
    assert "no site has been built" in ran.stderr


def test_a_draft_takes_no_file_from_outside_the_workspace(refused, tmp_path):
    (tmp_path / "secret.csv").write_text("level,heading,variance_gbp_k\nheading,Staffing,1\n", encoding="utf-8")
    forecast = refused / "data" / NEWEST / "forecast.csv"
    forecast.unlink()
    forecast.symlink_to(tmp_path / "secret.csv")
    ran = trustbook("report", "--draft", NEWEST, cwd=refused)
    assert ran.returncode != 0
    assert f"data/{NEWEST}/forecast.csv" in ran.stderr
    assert not (refused / "_build" / "draft" / "data" / NEWEST / "forecast.csv").exists()
