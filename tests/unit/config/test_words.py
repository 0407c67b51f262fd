"""A body has its own words, and every setting that can have a default has one."""

from dataclasses import replace

import pytest
import yaml

from trustbook.config.settings import Settings
from trustbook.config.settings_files import read_yaml
from trustbook.config.words import Words, in_own_words, named, spelt, use_words, words
from trustbook.core.errors import WorkspaceError
from trustbook.data.schema import Field

LEAST = {"body": {"name": "Anytown City Council", "short_name": "Anytown"}, "headings": ["Adults", "Children"]}


def made(**more):
    return Settings.model_validate(LEAST | more)


def test_a_body_and_its_headings_are_all_that_is_needed():
    found = made()
    assert found.trust.name == "Anytown City Council"
    assert found.group_of == {"Adults": "Adults", "Children": "Children"}
    assert found.groups == ("Adults", "Children")
    assert found.councils == ()
    assert found.assumptions.values().amber_rate == 0.5


def test_the_words_are_a_trusts_unless_the_body_has_its_own():
    assert made(funders=_councils(2)).words == Words()
    own = made(funders=_councils(1), words={"body": "directorate", "budget": "budget", "heading": "service"}).words
    assert (own.the_body, own.original, own.lines, own.agreement) == (
        "the directorate",
        "original budget",
        "services",
        "budget",
    )


@pytest.mark.parametrize(
    ("funders", "cost", "verb"), [(2, "cost to the councils", "have"), (1, "cost to the council", "has")]
)
def test_one_council_is_singular(funders, cost, verb):
    found = made(funders=_councils(funders)).words
    assert found.cost == cost
    assert found.agree("have", "has") == verb


def test_nobody_is_called_a_council_where_nobody_pays():
    assert "council" not in made().words.cost


def test_an_assumption_that_is_chosen_without_a_source_says_so():
    chosen = made(assumptions={"amber_rate": 0.4, "post_cost_gbp": {"value": 1, "source": "Payroll"}}).assumptions
    assert chosen.values().amber_rate == 0.4
    assert chosen.amber_rate.source == "Chosen in the settings of this book, which give no source."
    assert chosen.post_cost_gbp.source == "Payroll"
    assert chosen.conversions == made().assumptions.conversions


def test_all_that_is_missing_is_said_at_once_with_the_lines_to_add(tmp_path):
    (tmp_path / "trust.yaml").write_text(yaml.safe_dump({"groups": ["Care"]}), encoding="utf-8")
    with pytest.raises(WorkspaceError) as raised:
        read_yaml(tmp_path / "trust.yaml", Settings)
    assert "trust and headings are missing" in str(raised.value)
    assert "headings: [{name: Placements}" in raised.value.mend


def test_a_setting_under_two_names_is_refused(tmp_path):
    both = LEAST | {"trust": dict(LEAST["body"])}
    (tmp_path / "trust.yaml").write_text(yaml.safe_dump(both), encoding="utf-8")
    with pytest.raises(WorkspaceError, match="'trust' and 'body', which are the same"):
        read_yaml(tmp_path / "trust.yaml", Settings)


def test_the_words_in_use_are_those_of_the_settings_that_were_read_last(synthetic_workspace):
    try:
        use_words(Words(body="directorate"))
        assert words().the_body == "the directorate"
        assert synthetic_workspace().settings.words == words() == Words()
    finally:
        use_words(Words())


def _councils(count):
    share = {1: "1", 2: "0.5"}[count]
    return [
        {"code": f"c{each}", "name": f"Council {each}", "short_name": str(each), "share": share}
        for each in range(count)
    ]


def test_a_text_written_before_the_words_are_known_is_filled_when_it_is_read():
    try:
        use_words(Words(body="company", budget="budget", line="service", funders=1))
        assert (
            in_own_words("{Budget}, {revised}, {The_body}'s {line}") == "Budget, revised budget, The company's service"
        )
        assert in_own_words("{agree} {nothing} {0} {") == "{agree} {nothing} {0} {"
        assert named("_body") is None
        assert Words(body="company").bodies == "companies"
        assert spelt("contract_sum") == "budget"
        field = Field("budget_gbp_k", about="Of {the_body}", label="{Line}")
        assert (field.about, field.title) == ("Of the company", "Service")
    finally:
        use_words(Words())
    assert replace(field, about="{budgets}").about == "contract sums"
