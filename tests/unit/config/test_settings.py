from decimal import Decimal
from pathlib import Path

import pytest

from trustbook.config.settings import PeriodParameters, Settings
from trustbook.config.settings_files import read_yaml, validated
from trustbook.core.errors import WorkspaceError


def refused(values):
    with pytest.raises(WorkspaceError) as caught:
        validated(values, Settings, "params/trust.yaml")
    return str(caught.value)


def test_the_settings_say_what_the_file_says(trust_settings):
    found = validated(trust_settings, Settings, "params/trust.yaml")
    assert found.trust.name == "Synthetic Trust"
    assert found.group_of == {"Staffing": "Staff", "Placements": "Care", "Homes": "Care"}
    assert found.groups == ("Staff", "Care")


def test_shares_stay_exact_decimals(trust_settings):
    found = validated(trust_settings, Settings, "params/trust.yaml")
    assert found.shares_in("2030-31") == {"east": Decimal("0.3"), "west": Decimal("0.7")}


def test_a_year_can_have_shares_of_its_own(trust_settings):
    trust_settings["councils"][0]["shares"] = {"2029-30": "0.25"}
    trust_settings["councils"][1]["shares"] = {"2029-30": "0.75"}
    found = validated(trust_settings, Settings, "params/trust.yaml")
    assert found.shares_in("2029-30") == {"east": Decimal("0.25"), "west": Decimal("0.75")}
    assert found.shares_in("2030-31") == {"east": Decimal("0.3"), "west": Decimal("0.7")}
    trust_settings["councils"][0]["shares"] = {"2029": "0.25"}
    assert "'2029' is no financial year" in refused(trust_settings)


def test_the_assumptions_keep_the_order_of_the_file_and_their_meaning(trust_settings):
    entries = validated(trust_settings, Settings, "params/trust.yaml").assumptions.entries()
    assert list(entries) == [name for name, entry in trust_settings["assumptions"].items() if entry]
    assert entries["amber_rate"].label == "Label of amber_rate"
    assert entries["amber_rate"].usual is None


def test_a_heading_that_rolls_up_into_an_unknown_group_is_named(trust_settings):
    trust_settings["headings"][1]["group"] = "Nowhere"
    sentence = refused(trust_settings)
    assert "Placements" in sentence
    assert "Nowhere" in sentence
    assert "params/trust.yaml" in sentence


def test_a_field_that_nobody_knows_is_named(trust_settings):
    trust_settings["trust"]["motto"] = "Onwards"
    assert "trust.motto" in refused(trust_settings)


@pytest.mark.parametrize("field", ["trust", "headings"])
def test_a_part_that_is_missing_is_named_with_a_line_to_add(trust_settings, field):
    del trust_settings[field]
    sentence = refused(trust_settings)
    assert sentence.startswith(f"params/trust.yaml: {field} is missing")
    assert f"Add: {field}: " in sentence


@pytest.mark.parametrize("field", ["headings", "groups"])
def test_a_list_that_is_empty_is_named(trust_settings, field):
    trust_settings[field] = []
    assert field in refused(trust_settings)


def test_an_assumption_that_is_missing_has_its_default(trust_settings):
    del trust_settings["assumptions"]["post_cost_gbp"]
    found = validated(trust_settings, Settings, "params/trust.yaml").assumptions.post_cost_gbp
    assert found.value > 0
    assert found.source.startswith("A default of trustbook")


@pytest.mark.parametrize("share", ["1.2", "-0.1", "half"])
def test_a_share_outside_nought_to_one_is_named_with_what_was_found(trust_settings, share):
    trust_settings["councils"][1]["share"] = share
    sentence = refused(trust_settings)
    assert "councils.1.share" in sentence
    assert share in sentence


@pytest.mark.parametrize("code", ["East", "e-1", "", "e east"])
def test_a_council_code_that_cannot_be_part_of_a_metric_name_is_refused(trust_settings, code):
    trust_settings["councils"][0]["code"] = code
    assert "councils.0.code" in refused(trust_settings)


def test_two_councils_with_one_code_are_refused_in_a_sentence_that_names_both(trust_settings):
    trust_settings["councils"][1]["code"] = "east"
    assert refused(trust_settings) == (
        "params/trust.yaml: councils: 'East Synthetic Council' and 'West Synthetic Council' have the same code 'east'."
    )


@pytest.mark.parametrize("name", ["Staffing", "STAFFING", "Staff'ing", " Staffing!"])
def test_two_headings_whose_figures_would_have_one_name_are_refused(trust_settings, name):
    trust_settings["headings"].append({"name": name, "group": "Care"})
    assert refused(trust_settings) == (
        f"params/trust.yaml: headings: 'Staffing' and '{name}' would both name their figures 'staffing'."
    )


def test_two_groups_whose_figures_would_have_one_name_are_refused(trust_settings):
    trust_settings["groups"].append("care")
    assert "groups: 'Care' and 'care' would both name their figures 'care'" in refused(trust_settings)


def test_a_heading_that_no_figure_can_be_named_after_is_refused(trust_settings):
    trust_settings["headings"].append({"name": "—", "group": "Care"})
    assert "neither a letter nor a digit" in refused(trust_settings)


def test_more_than_one_mistake_is_counted(trust_settings):
    trust_settings["trust"] = {"name": "", "short_name": 1}
    assert "(1 more)" in refused(trust_settings)


def test_settings_cannot_be_changed_once_read(trust_settings):
    found = validated(trust_settings, Settings, "params/trust.yaml")
    with pytest.raises(ValueError, match="frozen"):
        found.trust.name = "Another"


def test_yaml_that_does_not_parse_names_the_file_and_the_line(tmp_path):
    file = tmp_path / "trust.yaml"
    file.write_text("trust:\n  name: Synthetic Trust\n  short_name: [unclosed\ngroups: []\n", encoding="utf-8")
    with pytest.raises(WorkspaceError) as caught:
        read_yaml(file, Settings)
    assert Path(caught.value.file).name == "trust.yaml"
    assert caught.value.line == 4


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(WorkspaceError, match=r"trust\.yaml.*no such file"):
        read_yaml(tmp_path / "trust.yaml", Settings)


def test_a_file_that_is_not_utf_8_is_one_sentence(tmp_path):
    file = tmp_path / "trust.yaml"
    file.write_bytes("trust: {name: Café}".encode("latin-1"))
    with pytest.raises(WorkspaceError, match="UTF-8"):
        read_yaml(file, Settings)


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just text\n"])
def test_a_file_that_holds_something_else_is_one_sentence(tmp_path, text):
    file = tmp_path / "2030-31-P04.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(WorkspaceError):
        read_yaml(file, PeriodParameters)


def test_the_assumptions_of_a_period_may_be_left_out(tmp_path):
    file = tmp_path / "2030-31-P04.yaml"
    file.write_text("period: 2030-31-P04\n", encoding="utf-8")
    assert read_yaml(file, PeriodParameters).assumptions == {}


def test_a_council_cannot_have_the_code_that_stands_for_the_trust(trust_settings):
    trust_settings["councils"][0]["code"] = "trust"
    assert "stands for the trust itself" in refused(trust_settings)


def test_a_rule_that_gives_a_share_to_nobody_known_is_named(trust_settings):
    band = {"shares": {"east": "0.5", "south": "0.5"}}
    trust_settings["sharing_rules"] = [{"name": "Halves", "source": "synthetic", "over": [band]}]
    sentence = refused(trust_settings)
    assert "Halves" in sentence
    assert "south" in sentence


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/hostname", 'https://a.example/"onclick=', " x"]
)
def test_an_address_that_pages_link_to_is_one_of_the_web(trust_settings, address):
    for site in ({"licence": {"name": "L", "title": "Licence", "path": address}}, {"url": address}):
        assert "site." in refused(trust_settings | {"site": site})


@pytest.mark.parametrize(
    "shares", [{"east": "2", "west": "-1"}, {"east": "1e999999", "west": "1"}, {"east": f"0.{'3' * 40}", "west": "1"}]
)
def test_a_share_of_a_band_outside_nought_to_one_or_without_end_is_named(trust_settings, shares):
    rule = {"name": "A rule", "source": "Made up", "over": [{"shares": shares}]}
    assert "sharing_rules.0.over.0.shares" in refused(trust_settings | {"sharing_rules": [rule]})


@pytest.mark.parametrize("blank", ["", " ", "\t"])
def test_a_text_of_nothing_is_named(trust_settings, blank):
    assert "benefits_title: it is empty" in refused(trust_settings | {"benefits_title": blank})
    assert "trust.name: it is empty" in refused(trust_settings | {"trust": {"name": blank, "short_name": "ST"}})


@pytest.mark.parametrize("run", [{"memory_mb": 10**12}, {"chapter_seconds": 1e300}])
def test_a_limit_that_no_machine_has_is_named(trust_settings, run):
    assert f"run.{next(iter(run))}" in refused(trust_settings | {"run": run})


def test_a_publisher_is_optional_and_so_is_each_of_its_addresses(trust_settings):
    assert validated(trust_settings, Settings, "params/trust.yaml").publisher is None
    named = validated(trust_settings | {"publisher": {"name": "A Council"}}, Settings, "params/trust.yaml").publisher
    assert (named.name, named.contact, named.feedback, named.accessibility_statement) == ("A Council", None, None, None)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "someone@example.org", 'https://example.org/"onclick='])
def test_a_publisher_is_reached_at_an_address_of_the_web_or_of_mail(trust_settings, address):
    assert "contact" in refused(trust_settings | {"publisher": {"name": "A Council", "contact": address}})


def test_the_words_for_the_status_of_a_saving_are_optional(trust_settings):
    assert validated(trust_settings, Settings, "params/trust.yaml").saving_statuses == {}
    trust_settings["saving_statuses"] = {"On track": "green", "Stopped": "not_delivered"}
    found = validated(trust_settings, Settings, "params/trust.yaml")
    assert found.saving_statuses == {"On track": "green", "Stopped": "not_delivered"}


@pytest.mark.parametrize(
    ("statuses", "says"),
    [
        ({"On track": "greenish"}, "saving_statuses.On track"),
        ({"On track": "green", "on  TRACK": "amber"}, "'On track' and 'on  TRACK' are the same word"),
        ({"Green": "red"}, "'Green' has a meaning of its own"),
        ({"Not reported": "red"}, "'Not reported' has a meaning of its own"),
        ({" ": "red"}, "saving_statuses: it is empty"),
    ],
)
def test_a_status_word_that_cannot_mean_what_it_is_given_is_named(trust_settings, statuses, says):
    trust_settings["saving_statuses"] = statuses
    assert says in refused(trust_settings)
