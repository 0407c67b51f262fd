import shutil

import pytest

from trustbook.config.book_files import read_config
from trustbook.config.workspace import Workspace
from trustbook.core.errors import PeriodError, WorkspaceError
from trustbook.core.period import Period

EARLIER, LATER = "2030-31-P03", "2030-31-P04"
PERIOD = Period.parse(LATER)


def test_a_workspace_is_found_by_walking_up(synthetic_workspace):
    made = synthetic_workspace()
    for below in (made.root, made.notebooks, made.data / LATER):
        assert Workspace.find(below).root == made.root


def test_a_workspace_is_found_from_the_current_folder(synthetic_workspace, monkeypatch):
    made = synthetic_workspace()
    monkeypatch.chdir(made.data / LATER)
    assert Workspace.find().root == made.root


@pytest.mark.parametrize("mark", ["_config.yml", "_toc.yml", "data", "params", "notebooks"])
def test_a_folder_that_lacks_one_of_the_marks_is_no_workspace(synthetic_workspace, mark):
    made = synthetic_workspace()
    place = made.root / mark
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    with pytest.raises(WorkspaceError) as caught:
        Workspace.find(made.root)
    assert str(made.root) in str(caught.value)
    assert "--workspace" in caught.value.mend


def test_periods_are_the_folders_of_data_oldest_first(synthetic_workspace, group_return):
    names = ["2031-32-P01", "2030-31-P12", "2030-31-P02"]
    made = synthetic_workspace({name: group_return for name in names})
    assert [str(period) for period in made.periods()] == ["2030-31-P02", "2030-31-P12", "2031-32-P01"]
    assert str(made.newest()) == "2031-32-P01"


def test_reference_data_and_hidden_folders_are_no_periods(synthetic_workspace):
    made = synthetic_workspace()
    (made.data / ".cache").mkdir()
    assert [str(period) for period in made.periods()] == [EARLIER, LATER]


def test_a_stray_folder_in_data_is_named(synthetic_workspace):
    made = synthetic_workspace()
    (made.data / "2030-31-P4").mkdir()
    with pytest.raises(PeriodError) as caught:
        made.periods()
    assert caught.value.file == "data/2030-31-P4"
    assert "2023-24-P07" in caught.value.expected


def test_a_workspace_without_a_return_has_no_newest_period(synthetic_workspace):
    with pytest.raises(WorkspaceError, match="no period has a return"):
        synthetic_workspace({}).newest()


def test_newest_is_the_newest_and_a_period_is_itself(synthetic_workspace):
    made = synthetic_workspace()
    assert made.period() == PERIOD
    assert made.period("newest") == PERIOD
    assert made.period(EARLIER) == PERIOD.step(-1)


def test_a_period_without_a_return_is_refused_with_those_that_have_one(synthetic_workspace):
    with pytest.raises(WorkspaceError) as caught:
        synthetic_workspace().period("2030-31-P05")
    assert EARLIER in caught.value.expected
    assert LATER in caught.value.expected


def test_text_that_is_no_period_is_refused(synthetic_workspace):
    with pytest.raises(PeriodError):
        synthetic_workspace().period("next month")


def test_paths_are_shown_as_from_the_root(synthetic_workspace, tmp_path_factory):
    made = synthetic_workspace()
    assert made.shown(made.data / LATER / "forecast.csv") == f"data/{LATER}/forecast.csv"
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert made.shown(elsewhere) == str(elsewhere)


def test_without_a_file_for_the_period_the_usual_assumptions_hold(synthetic_workspace):
    book = synthetic_workspace().assumption_book(PERIOD)
    assert book.amber_rate.value == 0.5
    assert book.amber_rate.usual is None


def test_the_file_of_a_period_goes_over_the_trust_and_what_is_passed_over_both(synthetic_workspace):
    changed = {"period": LATER, "assumptions": {"amber_rate": 0.4, "post_cost_gbp": 50000}}
    made = synthetic_workspace(params={LATER: changed})
    book = made.assumption_book(PERIOD, {"amber_rate": 0.3})
    assert book.amber_rate.value == 0.3
    assert book.post_cost_gbp.value == 50000
    assert book.outlook_coverage.value == 0.8


def test_a_changed_assumption_remembers_the_usual_value(synthetic_workspace):
    made = synthetic_workspace(params={LATER: {"period": LATER, "assumptions": {"amber_rate": 0.4}}})
    assert made.assumption_book(PERIOD, {"amber_rate": 0.3}).amber_rate.usual == 0.5


def test_an_assumption_set_to_its_usual_value_is_not_changed(synthetic_workspace):
    made = synthetic_workspace(params={LATER: {"period": LATER, "assumptions": {"amber_rate": 0.5}}})
    assert made.assumption_book(PERIOD).amber_rate.usual is None


def test_the_assumptions_of_one_period_do_not_reach_another(synthetic_workspace):
    made = synthetic_workspace(params={LATER: {"period": LATER, "assumptions": {"amber_rate": 0.4}}})
    made.assumption_book(PERIOD)
    assert made.assumption_book(PERIOD.step(-1)).amber_rate.value == 0.5
    assert made.settings.assumptions.amber_rate.value == 0.5


@pytest.mark.parametrize("where", ["file", "passed"])
def test_a_name_that_is_no_assumption_is_refused_with_those_there_are(synthetic_workspace, where):
    unknown = {"amber_rat": 0.4}
    made = synthetic_workspace(params={LATER: {"period": LATER, "assumptions": unknown if where == "file" else {}}})
    with pytest.raises(WorkspaceError) as caught:
        made.assumption_book(PERIOD, unknown if where == "passed" else None)
    assert "amber_rat'" in str(caught.value)
    assert "amber_rate" in caught.value.expected


@pytest.mark.parametrize(
    "change",
    [
        {"amber_rate": 1.5},
        {"amber_rate": -0.1},
        {"post_cost_gbp": 0},
        {"outlook_coverage": 1},
        {"conversions": [0, 5]},
        {"conversions": [2.5]},
        {"agency_premium_low": 0.5},
    ],
    ids=str,
)
def test_a_value_out_of_range_names_the_file_and_the_assumption(synthetic_workspace, change):
    made = synthetic_workspace(params={LATER: {"period": LATER, "assumptions": change}})
    with pytest.raises(WorkspaceError) as caught:
        made.assumption_book(PERIOD)
    assert caught.value.file == f"params/{LATER}.yaml"
    assert next(iter(change)) in str(caught.value)


def test_a_value_out_of_range_in_the_trusts_file_is_blamed_on_that_file(synthetic_workspace, trust_settings):
    trust_settings["assumptions"]["amber_rate"]["value"] = 1.5
    with pytest.raises(WorkspaceError) as caught:
        synthetic_workspace(trust=trust_settings).assumption_book(PERIOD)
    assert "trust.yaml" in caught.value.file
    assert "amber_rate" in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_a_file_that_says_another_period_is_refused(synthetic_workspace):
    made = synthetic_workspace(params={LATER: {"period": EARLIER}})
    with pytest.raises(WorkspaceError) as caught:
        made.assumption_book(PERIOD)
    assert EARLIER in caught.value.problem
    assert LATER in caught.value.expected


def test_a_field_that_nobody_knows_in_the_file_of_a_period_is_named(synthetic_workspace):
    made = synthetic_workspace(params={LATER: {"period": LATER, "author": "me"}})
    with pytest.raises(WorkspaceError, match="author"):
        made.assumption_book(PERIOD)


@pytest.mark.parametrize("passed", [[5, 20], (5, 20)], ids=["list", "tuple"])
def test_a_passed_series_of_values_is_held_like_one_from_a_file(synthetic_workspace, tmp_path, passed):
    made = synthetic_workspace(root=tmp_path / "one")
    changed = {"period": LATER, "assumptions": {"conversions": [5, 20]}}
    from_file = synthetic_workspace(params={LATER: changed}, root=tmp_path / "other")
    assert made.assumption_book(PERIOD, {"conversions": passed}) == from_file.assumption_book(PERIOD)


def test_a_passed_number_that_is_written_as_text_is_held_as_a_number(synthetic_workspace):
    book = synthetic_workspace().assumption_book(PERIOD, {"amber_rate": "0.25"})
    assert book.amber_rate.value == 0.25


def test_a_passed_series_that_is_the_usual_one_is_not_a_change(synthetic_workspace):
    book = synthetic_workspace().assumption_book(PERIOD, {"conversions": [5, 10, 500]})
    assert book.conversions.usual is None


def test_the_values_are_those_of_the_book(synthetic_workspace):
    values = synthetic_workspace().assumption_book(PERIOD, {"amber_rate": 0.25}).values()
    assert values.amber_rate == 0.25
    assert values.conversions == (5, 10, 500)


def _entry(value, **more):
    return {"value": value, "unit": "share", "label": "Label", "source": "Made up", "effect": "Tests"} | more


def test_a_chapter_may_ask_for_an_assumption_of_its_own(synthetic_workspace, synthetic_data, trust_settings):
    trust_settings["assumptions"]["homes_filled"] = _entry(0.85, at_least=0, at_most=1)
    data = synthetic_data(trust=trust_settings, params={LATER: {"period": LATER, "assumptions": {"homes_filled": 0.8}}})
    assert data.assumed("homes_filled") == 0.8
    assert data.assumption_book.entries()["homes_filled"].usual == 0.85
    assert data.assumed("nobody_made_this") is None


@pytest.mark.parametrize(("value", "words"), [(1.2, "above 1"), (-0.1, "below 0")])
def test_an_assumption_outside_its_own_range_is_refused(synthetic_workspace, trust_settings, value, words):
    trust_settings["assumptions"]["homes_filled"] = _entry(value, at_least=0, at_most=1)
    with pytest.raises(WorkspaceError, match=words):
        _ = synthetic_workspace(trust=trust_settings).settings


def test_the_chapters_are_the_notebooks_of_the_contents_in_its_order(synthetic_workspace):
    made = synthetic_workspace()
    (made.root / "_toc.yml").write_text(
        "root: notebooks/summary\nparts:\n- chapters:\n  - file: notebooks/b\n"
        "  - file: book/x\n  - file: notebooks/a\n",
        encoding="utf-8",
    )
    assert made.chapters == ("summary", "b", "a")


def test_a_page_may_be_listed_with_its_suffix_and_counts_once(synthetic_workspace):
    made = synthetic_workspace()
    (made.root / "_toc.yml").write_text(
        "root: notebooks/summary.ipynb\nchapters:\n- file: book/x.md\n- file: notebooks/summary\n", encoding="utf-8"
    )
    assert made.pages() == ["notebooks/summary", "book/x"]
    assert made.chapters == ("summary",)


def test_a_notebook_that_the_contents_do_not_list_is_a_draft(synthetic_workspace):
    made = synthetic_workspace()
    (made.root / "_toc.yml").write_text("root: notebooks/summary\n", encoding="utf-8")
    assert made.drafts() == []
    for name in ("summary", "idea", "another"):
        (made.notebooks / f"{name}.ipynb").write_text("{}", encoding="utf-8")
    assert made.drafts() == ["another", "idea"]


def test_contents_that_are_none_are_refused(synthetic_workspace):
    made = synthetic_workspace()
    (made.root / "_toc.yml").write_text("- a list\n", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="not a table of contents"):
        made.pages()


def test_contents_that_are_not_in_utf_8_are_refused_with_the_line(synthetic_workspace):
    made = synthetic_workspace()
    (made.root / "_toc.yml").write_bytes("root: notebooks/summary\n# caf\xe9\n".encode("latin-1"))
    with pytest.raises(WorkspaceError) as refused:
        made.pages()
    assert str(refused.value) == (
        "_toc.yml, line 2: it is not in UTF-8 (byte 30 is 0xE9); expected UTF-8 text. Save it as UTF-8."
    )


def test_settings_that_are_not_in_utf_8_are_refused_with_the_line(synthetic_workspace):
    made = synthetic_workspace()
    settings = made.params / "trust.yaml"
    settings.write_bytes(settings.read_bytes() + b"# \xff\n")
    with pytest.raises(WorkspaceError, match=r"trust\.yaml, line \d+: it is not in UTF-8"):
        _ = Workspace(made.root).settings


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"caf\xe9: 1\n", "line 1: it is not in UTF-8"),
        (b"- a list\n", "it has no settings"),
        (b"", "it has no settings"),
        (b"a: 1\nb: [\n", "line 3: it has no settings"),
        (b"a: " + b"[" * 5000, "it has no settings"),
        (b"sphinx: 3\n", "sphinx: is no mapping"),
        (b"sphinx: {config: [1]}\n", "sphinx: is no mapping"),
    ],
)
def test_a_config_of_the_book_that_is_none_is_refused_in_a_sentence(tmp_path, content, words):
    (tmp_path / "_config.yml").write_bytes(content)
    with pytest.raises(WorkspaceError, match=rf"_config\.yml.*{words}"):
        read_config(tmp_path)


@pytest.mark.parametrize("text", ["title: A", "title: A\nsphinx:", "title: A\r\nsphinx:\r\n  config:\r\n"])
def test_a_config_of_the_book_has_a_place_for_settings_of_sphinx(tmp_path, text):
    (tmp_path / "_config.yml").write_text(text, encoding="utf-8", newline="")
    assert read_config(tmp_path) == {"title": "A", "sphinx": {"config": {}}}


def test_a_config_of_the_book_that_is_not_there_is_said(tmp_path):
    with pytest.raises(WorkspaceError, match=r"_config\.yml: it cannot be read: there is no such file"):
        read_config(tmp_path)
