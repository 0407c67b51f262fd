"""What a body says of its papers: read from params/paper.yaml, with one sentence for what is wrong."""

import re
from pathlib import Path

import pytest

from trustbook.committee.sections import every_kind, kind_of
from trustbook.committee.standing_text import StandingText, require_known
from trustbook.config.paper import PaperSettings, paper_settings
from trustbook.config.words import Words, use_words
from trustbook.config.workspace import Workspace
from trustbook.core.errors import WorkspaceError
from trustbook.core.period import Period

PERIOD = Period.parse("2030-31-P04")


def read(folder, text):
    (folder / "params").mkdir(exist_ok=True)
    (folder / "params" / "paper.yaml").write_text(text, encoding="utf-8")
    return paper_settings(Workspace(folder))


def test_a_workspace_without_the_file_says_nothing(tmp_path):
    assert paper_settings(Workspace(tmp_path)) == PaperSettings()


def test_every_setting_is_read(tmp_path):
    found = read(
        tmp_path,
        "title: '{period} forecast'\nauthors: [Director of Finance]\nlead_members: [Cabinet Member]\n"
        "key_decision: true\ncall_in: false\nexempt: true\nexempt_paragraph: '3'\nleave_out: [crime]\n"
        "recommendations: [Ask for a plan.]\ntitles: {risk: Risks}\n"
        "texts: {reasons: One., legal: [One., Two.]}\nperiods: {2030-31-P04: {legal: For this month.}}\n",
    )
    require_known(found)
    assert (found.key_decision, found.call_in, found.equality_duty, found.exempt) == (True, False, None, True)
    assert found.texts["legal"] == ("One.", "Two.")
    assert found.texts_in(PERIOD)["legal"] == ("For this month.",)
    assert found.texts_in(PERIOD)["reasons"] == ("One.",)
    assert found.texts_in(PERIOD.step(1))["legal"] == ("One.", "Two.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("titel: x\n", "titel"),
        ("key_decision: perhaps\n", "key_decision"),
        ("key_decision: yes\n", "line 1"),
        ("authors: Director of Finance\n", "authors"),
        ("texts: {legal: ''}\n", "texts"),
        ("texts: {legal: []}\n", "texts.legal"),
        ("texts: {legal: 5}\n", "texts.legal"),
        ("texts: [legal]\n", "texts"),
        ("periods: {P4: {legal: x}}\n", "P4"),
        ("exempt_paragraph: '3'\n", "exempt: true"),
        ("exempt: false\nexempt_paragraph: '3'\n", "exempt: true"),
        ("texts: {legal: 'a\x07b'}\n", "U+0007"),
        ("texts: {legal: x\n", "not valid YAML"),
    ],
)
def test_what_is_wrong_is_one_sentence_with_the_file(tmp_path, text, said):
    with pytest.raises(WorkspaceError) as refused:
        read(tmp_path, text)
    message = str(refused.value)
    assert "paper.yaml" in message
    assert said in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"texts": {"risks": ("x",)}}, "there is no section 'risks'; expected one of: purpose,"),
        ({"titles": {"legl": "Legal"}}, "there is no section 'legl'"),
        ({"leave_out": ("Legal",)}, "there is no section 'Legal'"),
        ({"periods": {"2030-31-P04": {"polices": ("x",)}}}, "there is no section 'polices'"),
        ({"texts": {"implications": ("x",)}}, "section 'implications' has no text of its own"),
        ({"texts": {"actions": ("x",)}}, "section 'actions' has no text of its own"),
    ],
)
def test_a_section_that_no_paper_has_is_refused(settings, said):
    with pytest.raises(WorkspaceError) as refused:
        require_known(PaperSettings(**settings))
    assert said in str(refused.value)
    assert "params/paper.yaml" in str(refused.value)


def test_a_text_has_the_period_and_the_words_of_the_body_filled_in_once():
    use_words(Words(body="company", budget="contract price {period}"))
    settings = PaperSettings(texts={"legal": ("{the_body}, {period}, {month}, {year}: {budget} {{ x }} {x} {",)})
    (said,) = StandingText(settings, PERIOD).paragraphs("legal")
    assert said.text == "the company, P4, July 2030, 2030/31: contract price {period} {{ x }} {x} {"


def test_what_nobody_has_said_is_marked_with_who_usually_writes_it():
    texts = StandingText(PaperSettings(), PERIOD)
    (said,) = texts.or_to_write(kind_of("legal"))
    assert said.to_write
    assert said.text == "[To be written: the legal implications. The monitoring officer usually writes this.]"


def test_titles_are_those_of_the_settings_and_sections_can_be_left_out():
    texts = StandingText(PaperSettings(titles={"risk": "Risks"}, leave_out=("crime",)), PERIOD)
    assert texts.title(kind_of("risk")) == "Risks"
    assert texts.title(kind_of("legal")) == "Legal and governance"
    assert not texts.has(kind_of("crime"))


PAGE = (Path(__file__).parents[3] / "docs" / "committee-paper.md").read_text(encoding="utf-8")


def test_the_settings_and_sections_of_the_documentation_are_those_that_there_are(tmp_path):
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    found = read(tmp_path, example)
    require_known(found)
    assert {*PaperSettings.model_fields} == {*found.model_fields_set}
    listed = PAGE[PAGE.index("The keys of sections are") :].partition("A text is added")[0]
    assert re.findall(r"`(\w+)`", listed) == [each.key for each in every_kind()]


def test_the_true_settings_are_good():
    found = paper_settings(Workspace(Path(__file__).parents[3]))
    require_known(found)
    assert found.authors
