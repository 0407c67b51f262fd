"""What a page asks for follows from its elements, and never from its words."""

from html import escape

import pytest

from trustbook.site.classes import classes_in
from trustbook.site.unused_assets import _NEEDS, without_unused_scripts

SIGNS = [*sorted({sign.strip() for sign in _NEEDS.values()}), "tb-sortable", "tb-chart"]


@pytest.mark.parametrize("sign", SIGNS)
def test_an_element_is_told_by_its_class_and_words_about_it_are_not(sign):
    assert f" {sign}" in classes_in(f'<p>x</p><div id="a" class="{sign} more">x</div>')
    assert f" {sign}" in classes_in(f"<div\n class='{sign}'>x</div>")
    for words in (sign, f' class="{sign}"', f'<p class="{sign}">'):
        for page in (f"<p>{escape(words, quote=False)}</p>", f'<p title="{escape(words)}">x</p>'):
            assert sign not in classes_in(page)


@pytest.mark.parametrize(("name", "sign"), [each for each in _NEEDS.items() if each[0] != "kernelName"])
def test_a_script_that_no_element_needs_is_left_out_whatever_the_page_says(name, sign):
    script = f'<script src="_static/{name}.js"></script>'
    other = f"<script>document.write('<i class=\"{sign.strip()}\">')</script>"
    assert script not in without_unused_scripts(
        f"<p>{sign} class=&quot;{sign}&quot;</p>{other}{script}", searches=False
    )
    kept = without_unused_scripts(f'<p class="{sign.strip()}">x</p>{script}', searches=False)
    assert script in kept
