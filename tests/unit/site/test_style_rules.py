"""What may match stays; what cannot goes; what is not understood stays."""

import pytest

from trustbook.site.style_rules import rules_of
from trustbook.site.unused_styles import InUse, without_unused

PAGE = '<p class="used other" id="place">x</p>'


def pruned(*sheets, page=PAGE, script="", own=""):
    return "".join(without_unused([rules_of(sheet) for sheet in sheets], InUse([page], [script], [own]))).strip()


@pytest.mark.parametrize(
    "rule",
    [
        "p{color:red}",
        ".used:hover{color:red}",
        "#place .other::after{color:red}",
        "html[data-theme=dark] .used{color:red}",
        ".used:not(.unknown){color:red}",
        ":is(.unknown,.used){color:red}",
        "@media print{.used{color:red}}",
        "@media (forced-colors:active){.used{color:red}}",
        ".used{*zoom:1;color:red}",
    ],
)
def test_a_rule_that_may_match_stays(rule):
    assert pruned(rule) == rule


@pytest.mark.parametrize(
    "rule", [".unknown{color:red}", ".used .unknown{color:red}", "#unknown{color:red}", "@font-face{font-family:x}"]
)
def test_a_rule_that_cannot_match_goes(rule):
    assert pruned(rule, f"@media print{{{rule}}}") == ""


def test_a_class_that_a_script_adds_is_in_use():
    assert pruned(".opened{color:red}", script='element.classList.add("opened")') == ".opened{color:red}"
    assert pruned(".k{color:red}", script="for(var k=0;k<1;k++){}") == ""


def test_a_variable_stays_where_another_sheet_uses_it_and_goes_where_none_does():
    assert pruned("html{--a:red;--b:var(--a);--c:blue}", ".used{color:var(--b)}") == (
        "html{--a:red;--b:var(--a)}\n.used{color:var(--b)}"
    )


def test_an_animation_stays_where_a_rule_that_stays_names_it():
    frames = "@keyframes turn{to{opacity:0}}"
    assert frames in pruned(frames, ".used{animation:turn 1s}")
    assert pruned(frames, ".unknown{animation:turn 1s}") == ""


def test_a_list_with_a_browsers_own_selector_stays_whole():
    rule = ".used::-moz-thumb,.unknown{color:red}"
    assert pruned(rule) == rule


def test_a_store_gives_the_same_rules(tmp_path):
    sheet = "/*! licence */.a,.b{color:red}@media print{.a{color:blue}}@keyframes x{to{top:0}}"
    assert rules_of(sheet, tmp_path) == rules_of(sheet, tmp_path) == rules_of(sheet)
