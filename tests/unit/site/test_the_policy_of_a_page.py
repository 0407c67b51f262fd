from trustbook.site.policy import POLICY, protect

HEAD = '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8"/>'
PAGE = HEAD + "<title>T</title>{}</head><body>{}</body></html>"


def policies(html):
    return html.count('<meta http-equiv="Content-Security-Policy"')


def test_no_page_may_run_a_script_or_a_style_that_stands_in_it():
    allowed = dict(part.split(" ", 1) for part in POLICY.split("; "))
    assert allowed["script-src"] == allowed["style-src"] == "'self'"
    assert allowed["object-src"] == allowed["frame-src"] == allowed["base-uri"] == "'none'"
    assert "unsafe" not in POLICY
    assert "sha256" not in POLICY


def test_every_page_has_the_same_policy_whatever_stands_in_it():
    made = protect(PAGE.format("<script>alert(1)</script>", "<style>p { margin: 0 }</style>"))
    assert made.startswith(protect(PAGE.format("", "")).split("<title>")[0])


def test_the_policy_stands_before_everything_that_it_governs():
    made = protect(PAGE.format("<style>p { margin: 0 }</style>", ""))
    assert made.index("<meta charset") < made.index("Content-Security-Policy") < made.index("<title>")


def test_a_page_that_has_the_policy_keeps_it_once():
    once = protect(PAGE.format("<script>1</script>", ""))
    assert protect(once) == once
    assert policies(once) == 1


def test_a_text_that_mentions_the_policy_does_not_switch_it_off():
    mention = protect("")
    for page in (PAGE.format(f"<!-- {mention} -->", ""), PAGE.format("", mention), PAGE.format(mention, "")):
        made = protect(page)
        assert policies(made) == 2
        assert protect(made) == made


def test_a_page_without_a_head_gets_one_too():
    assert protect("<p>moved</p>").startswith('<meta http-equiv="Content-Security-Policy"')


def test_a_head_that_stands_in_the_text_of_a_page_is_not_taken_for_its_own():
    assert protect('<p><head><meta charset="utf-8"></p>').startswith('<meta http-equiv="Content-Security-Policy"')
