"""Write one page with every sentence template, and an example of each for three bodies and months: `make sentences`.

The page is for reading at one sitting: what the product says, in the order of the rooms that say it. With
`--site FOLDER` it counts words and sentences of each page of a built site instead.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from itertools import groupby
from pathlib import Path

from jinja2 import Environment

sys.path.insert(0, str(Path(__file__).parent))
from english import FOR_PROGRAMS, LONGEST, RETIRED, of_ours, prose, sentences, visible_words, words
from examples import EXAMPLES, ROOT, texts
from templates import Template, of_the_library

PAGE = Path("_build") / "sentences.html"
FORM = Environment(autoescape=True).from_string("""<!doctype html>
<html lang="en-GB"><meta charset="utf-8"><title>Every sentence</title>
<style>body{font:16px/1.5 system-ui;max-width:52rem;margin:2rem auto;padding:0 1rem}h2{margin-top:2.5rem}
dt{margin-top:1rem;font-weight:600}dd{margin:.2rem 0 0 1rem;color:#333}small{color:#666}</style>
<h1>Every sentence</h1>
<p>{{ count }} templates, of which {{ shown }} are shown by {{ names|join("; ") }}. “…” is what is filled in.</p>
{% for place, made in modules %}<h2>{{ place }}</h2><dl>
{% for each, examples in made %}<dt>{{ each.words }} <small>{{ each.line }}</small></dt>
{% for name, text in examples.items() %}<dd><small>{{ name }}:</small> {{ text }}</dd>{% endfor %}
{% endfor %}</dl>
{% endfor %}</html>
""")


def main() -> None:
    """Write the page and say where, or count the words of a site."""
    parser = argparse.ArgumentParser(prog="sentences", description=__doc__)
    parser.add_argument("--site", type=Path, help="count the words of the pages below this folder")
    site = parser.parse_args().site
    if site is not None:
        count(site)
    else:
        write()


def count(site: Path) -> None:
    """Print one line for each page of a site made from this repository's returns."""
    for page in sorted(site.rglob("*.html")):
        html = page.read_text(encoding="utf-8")
        if 'http-equiv="refresh"' in html:
            continue
        said = [each for text in prose(html) for each in sentences(of_ours(text, ROOT / "data"))]
        lengths = [len(words(each)) for each in said]
        mean = sum(lengths) / max(1, len(lengths))
        print(
            f"{page.relative_to(site)}: {visible_words(html)} words, {len(said)} sentences, "
            f"{mean:.1f} words each, {sum(each > LONGEST for each in lengths)} too long, "
            f"{sum(bool(RETIRED.search(each)) for each in said)} with a retired word, "
            f"{sum(bool(FOR_PROGRAMS.search(each)) for each in said)} with a name for programs"
        )


def write() -> None:
    """Write the page, and say where."""
    said = defaultdict(list)
    for name, text in texts():
        said[name].append(text)
    found = [(each, _examples(each, said)) for each in of_the_library()]
    modules = [(place, list(made)) for place, made in groupby(found, key=lambda each: each[0].place)]
    PAGE.parent.mkdir(exist_ok=True)
    shown = sum(1 for _, examples in found if examples)
    PAGE.write_text(FORM.render(count=len(found), shown=shown, names=EXAMPLES, modules=modules), encoding="utf-8")
    print(f"{PAGE}: {len(found)} templates, {shown} with an example")


def _examples(template: Template, said: dict[str, list[str]]) -> dict[str, str]:
    """Find the first text of each body that has the template's words in it."""
    return {
        name: text
        for name, texts_of_one in said.items()
        if (text := next((each for each in texts_of_one if template.is_in(each)), None))
    }


if __name__ == "__main__":
    main()
