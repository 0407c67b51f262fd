"""Parameters are data: plain values that every reader takes for the same, and nothing that runs, repeats or hides."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from trustbook.claims.derived import read_derived
from trustbook.config.settings import PeriodParameters, Settings
from trustbook.config.settings_files import MOST_BYTES, read_yaml
from trustbook.config.workspace import Workspace
from trustbook.core.characters import forbidden_character
from trustbook.core.errors import WorkspaceError
from trustbook.core.plain_yaml import read_values

LATER = "2030-31-P04"


def refusal(text):
    with pytest.raises(WorkspaceError) as caught:
        read_values(text, "params/trust.yaml")
    assert len(str(caught.value).splitlines()) == 1
    assert caught.value.file == "params/trust.yaml"
    return caught.value


@pytest.fixture
def parameters(tmp_path):
    def read(text, model=PeriodParameters):
        file = tmp_path / f"{LATER}.yaml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_yaml(file, model)

    return read


@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "Yes", "NO", "On", "y", "n", "Y", "N", "True", "FALSE"])
@pytest.mark.parametrize("place", ["rate: {}", "rates: [1, {}]", "{}: 1"])
def test_words_that_some_readers_take_for_true_or_false_are_refused(word, place):
    error = refusal(f"first: 1\n{place.format(word)}\n")
    assert f"found {word}," in error.problem
    assert error.line == 2
    assert f'"{word}" in quotes' in error.expected


@pytest.mark.parametrize(
    "figure",
    [
        *(".nan", ".NaN", ".inf", "-.inf", "+.INF", "010", "-017", "08", "0o17", "0x1F", "0b101", "1_000", "1_0.5"),
        *(
            "1:30",
            "12:30:45",
            "1:30.5",
            "1e3",
            "1E-2",
            "2024-01-31",
            "2024-01-31T10:00:00Z",
            "9" * 41,
            "<<",
            "=",
            "Null",
        ),
    ],
)
def test_figures_and_dates_that_readers_take_differently_are_refused(figure):
    error = refusal(f"rates:\n  amber: {figure}\n")
    assert error.problem.startswith(f"rates.amber: found {figure}, which readers of YAML may take for ")
    assert error.line == 2
    assert error.expected


@pytest.mark.parametrize("text", ["yes", "010", "1:30", ".nan", "2024-01-31", "1_000", "null"])
@pytest.mark.parametrize("mark", ["'", '"'])
def test_what_stands_in_quotes_is_text(text, mark):
    assert read_values(f"a: {mark}{text}{mark}\n", "x") == {"a": text}


def test_plain_values_are_what_they_were():
    text = (
        "a: 1\nb: -2.5\nc: true\nd: false\ne: null\nf: ~\ng:\nh: plain text, 1,000\ni: [0, 0.50, +3, .5]\nj: {k: v}\n"
    )
    assert read_values(text, "x") == yaml.safe_load(text)


@pytest.mark.parametrize("name", ["trust", "derived", *(f"2023-24-P{month:02d}" for month in range(7, 12))])
def test_the_parameters_of_the_book_are_read_as_yaml_reads_them(name, request):
    text = (request.config.rootpath / "params" / f"{name}.yaml").read_text(encoding="utf-8")
    assert read_values(text, "x") == yaml.safe_load(text)


@pytest.mark.parametrize("bracket", ["[", "{a: ", "- ", "? "])
def test_brackets_without_end_are_refused_and_not_followed(bracket):
    assert "20 levels" in refusal(bracket * 100_000).problem


def test_a_bomb_of_anchors_is_refused_at_the_first():
    nine = "\n".join(f"b{number}: &b{number} [{', '.join(['*a'] * 9)}]" for number in range(9))
    bomb = f"a: &a [x, x]\n{nine}\n"
    error = refusal(bomb)
    assert "found &a" in error.problem
    assert error.line == 1


@pytest.mark.parametrize(
    "text",
    ["a: !!python/object/apply:os.system [x]", "a: !!python/name:os.system", "!x 1", "a: !!str 1", "- !!set {a}"],
)
def test_a_tag_makes_nothing(text):
    assert "found the tag" in refusal(text).problem


@pytest.mark.parametrize(
    ("text", "key", "line"), [("a: 1\nb: 2\na: 3\n", "a", 3), ("x:\n  - {b: 1, c: 2,\n     b: 3}\n", "b", 3)]
)
def test_a_key_that_stands_twice_is_named_with_both_lines(text, key, line):
    error = refusal(text)
    assert f"'{key}' stands twice, first in line" in error.problem
    assert error.line == line


def test_a_second_document_is_refused():
    error = refusal("a: 1\n---\na: 2\n")
    assert "second document" in error.problem
    assert error.line == 2


@pytest.mark.parametrize("key", ["1", "[a]", "{a: b}", "~", "2.5", "true"])
def test_a_key_that_is_no_text_is_refused(key):
    assert "as a key" in refusal(f"? {key}\n: 1\n").problem


@pytest.mark.parametrize("escape", [r"\x1b[31m", r"\u202e", r"\0", r"\u200b", r"\ufffe", r"\u2028", r"\e"])
def test_a_character_that_nobody_sees_is_refused_though_it_is_written_as_an_escape(escape):
    error = refusal(f'trust:\n  name: "Trust {escape}"\n')
    assert "trust.name: found 'Trust \\" in error.problem
    assert "U+" in error.problem
    assert error.line == 2
    assert forbidden_character(str(error)) is None


@pytest.mark.parametrize("char", ["\x1b", "\u202e", "\x85", "\u2028", "\x00", "\ufeff"])
def test_a_character_that_nobody_sees_is_refused_even_in_a_comment(char):
    error = refusal(f"a: 1\n# x {char}\n")
    assert "U+" in error.problem
    assert error.line == 2
    assert char not in str(error)


def test_a_text_over_several_lines_becomes_one_line():
    assert read_values("a: |\n  one\n  two\nb: >\n  three\n  four\nc: one\n  more\n", "x") == {
        "a": "one two",
        "b": "three four",
        "c": "one more",
    }


def test_a_text_longer_than_any_note_is_refused():
    assert "2,001 characters" in refusal(f"a: '{'x' * 2001}'").problem


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_one_sentence(text):
    said = ""
    try:
        read_values(text, "x")
    except WorkspaceError as error:
        said = str(error)
    assert forbidden_character(said) is None


def test_a_file_larger_than_any_settings_is_refused_before_it_is_read(parameters):
    with pytest.raises(WorkspaceError, match=f"at most {MOST_BYTES:,}"):
        parameters(b"#" * (MOST_BYTES + 1))


def test_yes_is_not_a_number(parameters):
    with pytest.raises(WorkspaceError, match=r"assumptions\.amber_rate: found yes") as caught:
        parameters(f"period: {LATER}\nassumptions: {{amber_rate: yes}}\n")
    assert caught.value.line == 2


@pytest.mark.parametrize("value", ["true", "[true]", "[1, false]"])
def test_true_is_not_a_number(parameters, value):
    with pytest.raises(WorkspaceError, match="where text or a number is expected"):
        parameters(f"period: {LATER}\nassumptions: {{amber_rate: {value}}}\n")


@pytest.mark.parametrize("value", ["nan", "inf", "'-inf'", "'1e999'", "Infinity"])
def test_what_is_no_finite_number_is_none(parameters, value):
    with pytest.raises(WorkspaceError, match=r"assumptions\.amber_rate"):
        parameters(f"period: {LATER}\nassumptions: {{amber_rate: {value}}}\n")


def test_true_is_no_part_of_a_declaration(tmp_path):
    file = tmp_path / "derived.yaml"
    file.write_text("- {name: a, of: sum, parts: [true], unit: gbp_k, label: A}\n", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="where text or a number is expected"):
        read_derived(file)


@pytest.mark.parametrize("field", ["headings", "groups", "councils"])
def test_more_headings_or_councils_than_any_body_has_are_one_sentence(trust_settings, tmp_path, field):
    trust_settings[field] = trust_settings[field] * 1_000
    file = tmp_path / "trust.yaml"
    file.write_text(yaml.dump(trust_settings, Dumper=_Plain, sort_keys=False), encoding="utf-8")
    with pytest.raises(WorkspaceError, match=rf"{field}: .* at most ") as caught:
        read_yaml(file, Settings)
    assert len(str(caught.value)) < 300


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data):
        return True


def test_settings_of_the_book_are_still_read(request):
    assert Workspace(request.config.rootpath).settings.trust.short_name == "NCT"
