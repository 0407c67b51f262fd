from base64 import b64encode
from hashlib import sha256

from trustbook.pages.policy import protect

PAGE = '<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>T</title>{}</head><body></body></html>'


def known(text):
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_an_inline_script_is_allowed_by_its_hash_and_no_other():
    script = "let a = '£';"
    made = protect(PAGE.format(f"<script>{script}</script>"))
    assert f"script-src 'self' {known(script)};" in made
    assert "unsafe" not in made


def test_a_script_in_a_file_and_data_in_a_script_element_need_no_hash():
    made = protect(PAGE.format('<script src="a.js"></script><script type="application/json">{"a": 1}</script>'))
    assert "script-src 'self';" in made


def test_the_policy_stands_before_everything_that_it_governs():
    made = protect(PAGE.format("<style>p { margin: 0 }</style>"))
    assert made.index("Content-Security-Policy") < made.index("<title>") < made.index("<style>")
    assert made.index("<meta charset") < made.index("Content-Security-Policy")
    assert known("p { margin: 0 }") in made


def test_a_page_with_a_policy_keeps_it():
    once = protect(PAGE.format("<script>1</script>"))
    assert protect(once) == once


def test_a_page_without_a_head_gets_one_too():
    assert protect("<p>moved</p>").startswith('<meta http-equiv="Content-Security-Policy"')
