"""The site: every edition, the newest in front, an archive of all, and the script that leads between them.

In: `_build/editions/`. Out: `_build/site/`, exchanged whole; after a failure the last good site is still there.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from trustbook.errors import PublishError
from trustbook.period import Period
from trustbook.publish.edition import exchange, toc_pages
from trustbook.publish.policy import protect_folder
from trustbook.workspace import Workspace

_FILES = Path(__file__).parent / "site_files"


def build_site(workspace: Workspace) -> Path:
    """Assemble the site of every edition built so far and return its folder. Raises PublishError if there is none."""
    editions = workspace.build / "editions"
    built = [period for period in workspace.periods() if (editions / str(period)).is_dir()]
    if not built:
        raise PublishError("no edition has been built", mend="Type: trustbook report")
    newest_first = sorted(built, reverse=True)
    new = workspace.build / ".site.new"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    for period in newest_first:
        shutil.copytree(editions / str(period), new / str(period))
    pages = toc_pages(workspace)
    templates = Environment(loader=FileSystemLoader(_FILES), autoescape=True, undefined=StrictUndefined)
    known = {"periods": newest_first, "front": pages[0], "trust": workspace.settings.trust.name}
    for name in ("index.html", "archive.html"):
        (new / name).write_text(templates.get_template(name).render(known) + "\n", encoding="utf-8")
    (new / "periods.js").write_text(_switcher(newest_first, pages), encoding="utf-8")
    (new / ".nojekyll").touch()
    protect_folder(new)
    place = workspace.build / "site"
    exchange(new, place)
    return place


def _switcher(periods: list[Period], pages: list[str]) -> str:
    editions = [{"period": str(period), "label": period.label, "front": pages[0], "pages": pages} for period in periods]
    script = (_FILES / "periods.js").read_text(encoding="utf-8")
    return script.replace("/*EDITIONS*/[]", json.dumps(editions, ensure_ascii=False))
