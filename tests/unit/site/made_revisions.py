"""Made-up revisions of made-up editions, put where they are kept for good."""

import json

from trustbook.core.period import Period
from trustbook.revisions.bag import write_bag
from trustbook.revisions.model import Library, Person, Revision
from trustbook.revisions.store import new_folder, put, revisions_of
from trustbook.site import FRAGMENTS
from trustbook.site.header_and_footer import masthead
from trustbook.site.manifest import Front, write_card
from trustbook.site.metadata import Facts, Publication

PAGES = ("notebooks/summary", "notebooks/savings-rag")
STATE = "a" * 64
PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{said}</title><link rel="stylesheet" href="../../site.css"><link rel="stylesheet" href="../../trustbook.css">
</head><body>{above}<main class="bd-content"><article><h1>{said}</h1><p>A text of the report.</p></article></main>
</body></html>
"""


def figures_of(variance, movement=None):
    """Headline figures in thousands of pounds."""

    def figure(value, label):
        return {"value": value, "unit": "gbp_k", "label": label} | ({"absent": "not held"} if value is None else {})

    return {
        "forecast.variance": figure(variance, "Variance"),
        "forecast.variance_movement": figure(movement, "Movement in variance since the previous return"),
    }


def write_edition(folder, period, figures, publication=None, pages=PAGES):
    """Write an edition as `build_edition` leaves it, without Jupyter Book: pages with a masthead, and a card."""
    revision, on = (publication.revision, publication.on) if publication else (0, "")
    about = Facts(str(period), "Synthetic Trust", revision=revision, published_on=on)
    for page in pages:
        (folder / page).parent.mkdir(parents=True, exist_ok=True)
        values = {"period": period, "revision": revision, "page": page, "site": "../../"}
        above = masthead("Report", pages[0], about, "../", FRAGMENTS.render("periods.html", **values))
        (folder / f"{page}.html").write_text(PAGE.format(above=above, said=f"{period} {page}"), encoding="utf-8")
    (folder / "index.html").write_text("leads on", encoding="utf-8")
    (folder / "card.png").write_bytes(b"\x89PNG")
    write_card(folder, period, pages, json.dumps(figures), Front(f"Over in {period}."), "2030-09-02", publication)


def publish_one(workspace, period, figures=None, **record):
    """Publish a period of a workspace as its next revision; return what is kept."""
    period = Period.parse(str(period))
    figures = figures or figures_of(100)
    before = revisions_of(workspace.root, period)
    number = len(before) + 1
    said = {
        "published_on": f"2030-10-{number:02}",
        "published_at": f"2030-10-{number:02}T09:30:00Z",
        "by": Person("Ann <b>Example</b>"),
        "reason": f"Reason {number} & more",
        "notice": "",
        "state": STATE,
        "library": Library("0.1.0", "c" * 40, "d" * 64, "cpython 3.11", ("pandas==3.0.1",), ""),
        "chromium": "",
        "acknowledged": {},
        "approvals": (),
        "overridden": "",
        "meeting": None,
    } | record
    previous = before[-1].tagmanifest_digest if before else ""
    made = Revision(period=str(period), number=number, previous=previous, **said)
    with new_folder(workspace.root, period) as new:
        write_edition(new / "data" / "edition", period, figures, Publication(number, made.published_on, made.notice))
        for path, text in (
            ("data/inputs/params/trust.yaml", "trust: {}\n"),
            ("data/results/metrics.json", json.dumps(figures)),
            ("revision.json", made.as_json()),
        ):
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            (new / path).write_text(text, encoding="utf-8")
        write_bag(new, {"Bagging-Date": made.published_on})
        return put(workspace.root, new, period, number)


def draft(workspace, period, figures=None, pages=PAGES):
    """Put a draft where `build_edition` puts one."""
    folder = workspace.build / "editions" / str(period)
    write_edition(folder, Period.parse(str(period)), figures or figures_of(100), pages=pages)
    return folder
