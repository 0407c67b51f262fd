"""Fill in the words of the body in the pages that a workspace writes itself, and in its notebooks' Markdown cells.

In: the source of a page of `book/`, or of a notebook. Out: the same with `{{ budget }}`, `{{ The_body }}` and the like
filled in. What a page says only of a body with so many councils has a name too, and its sentences are here. The pages
that are generated, and what cells have put out, have text of returns and papers: they are left as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from trustbook.config.words import Words, named, use_words, words
from trustbook.config.workspace import Workspace
from trustbook.core.characters import excerpt
from trustbook.core.errors import PublishError
from trustbook.core.formatting import capitalised, in_words, uncapitalised
from trustbook.core.incoming import MOST_BYTES, read_text
from trustbook.core.markup import in_markdown

FOLDERS = ("book/", "notebooks/")
GENERATED = ("book/data-quality", "book/tie-out", "book/downloads")
_PLACE = re.compile(r"\{\{ *([A-Za-z_]+) *\}\}")


def setup(app: Any) -> None:
    """Register with Sphinx."""
    app.connect("builder-inited", _take_words)
    app.connect("source-read", _fill_page)


def filled(text: str, file: str) -> str:
    """Fill in a text. Raises PublishError for a name that is no word; in a notebook the line is that of the cell."""

    def one(found: re.Match[str]) -> str:
        word = _said(found[1])
        if word is None:
            line = text.count("\n", 0, found.start()) + 1
            raise PublishError(
                f"'{excerpt(found[0])}' is no word of the body",
                file=file,
                line=line,
                expected="a name such as {{ the_body }}, {{ budget }} or {{ the_councils }}",
            )
        return word

    return _PLACE.sub(one, text)


def _said(name: str) -> str | None:
    """Return what a page has at this name: a sentence of this module, or a word of the body as Markdown text."""
    sentences = _sentences(words())
    if name in sentences:
        return sentences[name]
    if (lower := uncapitalised(name)) in sentences:
        return capitalised(sentences[lower])
    word = named(name)
    return None if word is None else in_markdown(word)


def _sentences(own: Words) -> Mapping[str, str]:
    """Say what depends on how many pay for the body: several councils, one, or nobody else."""
    body, agreement, budget = (in_markdown(each) for each in (own.body, own.agreement, own.budget))
    many = in_words(own.funders)
    payers = own.the_councils if own.funders else f"the {body}"
    several = own.funders > 1
    to_funders = f"tells the {f'{many} councils' if several else 'council'} where it expects the year to end"
    return {
        "payers": payers,
        "a_budget": f"{'an' if budget[:1].lower() in 'aeiou' else 'a'} {budget}",
        "a_council": "a council" if own.funders else "an authority",
        "what_the_body_does_each_month": f"the {body} {to_funders if own.funders else 'says how its year is to end'}",
        "paid_for_the_year": f"agreed to pay the {body}" if own.funders else "agreed to spend",
        "who_run_projects": f"{payers} and the {body} run together" if own.funders else f"the {body} runs",
        "its_councils": f"the {body}'s {own.councils}" if own.funders else f"the area of the {body}",
        "reviewers": f"{own.of_the_councils} review" if own.funders else "a review",
        "how_the_cost_is_divided": f"It is divided between them by the {agreement} split." if several else "",
        "term_of_the_split": (
            f"{capitalised(agreement)} split\n  The share of the {budget} that each council pays." if several else ""
        ),
        "how_parts_are_rounded": (
            "Each council's part of the cost is rounded to a pound. The pound or so that rounding leaves over goes to "
            "the council\nwith the largest share, so that the parts always add up to the whole."
            if several
            else f"{'One council' if own.funders else f'Nobody but the {body}'} pays, so it is not divided."
        ),
        "areas_and_joint_returns": (
            "The county and the two councils' joint\n  return are two areas."
            if own.funders == 2
            else "An area and a joint return that it\n  takes part in are two areas."
        ),
    }


def fill_book(source: Path) -> None:
    """Fill in the pages and notebooks of a laid-out book, before pages are generated in it.

    Raises PublishError naming the file and the line of a name that is no word, or of a byte that is not UTF-8.
    """
    for path in (*sorted((source / "book").glob("*.md")), *sorted((source / "notebooks").glob("*.ipynb"))):
        page = path.relative_to(source).as_posix()
        text = read_text(path, page, MOST_BYTES, kind=PublishError)
        made = _filled_page(text, page)
        if made != text:
            path.write_text(made, encoding="utf-8")


def _take_words(app: Any) -> None:
    """Take the words of the settings beside the book; an edition has none beside it, and was filled in already."""
    root = Path(app.srcdir)
    if (root / "params" / "trust.yaml").exists():
        use_words(Workspace(root).settings.words)


def _fill_page(app: Any, page: str, source: list[str]) -> None:
    """Fill in a page as Sphinx reads it."""
    if page.startswith(FOLDERS) and page not in GENERATED and not app.config.trustbook_period:
        file = Path(app.env.doc2path(page)).relative_to(app.srcdir)
        source[0] = _filled_page(source[0], file.as_posix())


def _filled_page(text: str, file: str) -> str:
    if not _PLACE.search(text):
        return text
    if not file.endswith(".ipynb"):
        return filled(text, file)
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            source = cell["source"]
            cell["source"] = filled(source if isinstance(source, str) else "".join(source), file)
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
