"""How long a run takes, from what earlier runs took."""

import pytest

from trustbook.pipeline.durations import KEPT, Durations, duration, in_words, timed


def test_nothing_is_estimated_that_was_never_timed(tmp_path):
    durations = Durations(tmp_path)
    assert durations.estimate({"gate": 1}) is None
    durations.add("gate", 1, 4)
    assert durations.estimate({"gate": 1, "chapter": 5}) is None
    assert durations.estimate({"gate": 1, "chapter": 0}) == 4


def test_what_was_timed_is_known_to_the_next_run(tmp_path):
    Durations(tmp_path).add("chapter", 10, 20)
    assert Durations(tmp_path).estimate({"chapter": 10}) == 20


def test_a_stage_that_made_nothing_is_not_kept(tmp_path):
    durations = Durations(tmp_path)
    durations.add("chapter", 0, 0.1)
    assert durations.estimate({"chapter": 1}) is None


@pytest.mark.parametrize(("count", "seconds"), [(1, 10), (5, 10), (10, 10), (20, 20), (100, 100)])
def test_from_one_size_of_run_more_takes_in_proportion_and_fewer_at_most_as_long(tmp_path, count, seconds):
    durations = Durations(tmp_path)
    durations.add("chapter", 10, 10)
    assert durations.estimate({"chapter": count}) == pytest.approx(seconds)


def test_from_two_sizes_the_start_and_the_time_of_each_are_told_apart(tmp_path):
    durations = Durations(tmp_path)
    durations.add("chapter", 10, 3 + 10 * 0.5)
    durations.add("chapter", 50, 3 + 50 * 0.5)
    assert durations.estimate({"chapter": 30}) == pytest.approx(3 + 30 * 0.5)
    assert durations.estimate({"chapter": 1}) == pytest.approx(3.5)


def test_one_slow_run_among_equals_is_not_believed_and_old_runs_are_forgotten(tmp_path):
    durations = Durations(tmp_path)
    for seconds in (5, 5, 500):
        durations.add("gate", 1, seconds)
    assert durations.estimate({"gate": 1}) == 5
    for _ in range(KEPT):
        durations.add("gate", 1, 9)
    assert durations.estimate({"gate": 1}) == 9


def test_a_stage_that_failed_is_not_kept(tmp_path):
    with pytest.raises(ValueError, match="half-way"), timed(tmp_path, "chapter", 3):
        raise ValueError("half-way")
    assert Durations(tmp_path).estimate({"chapter": 3}) is None
    with timed(tmp_path, "chapter", 3):
        pass
    assert Durations(tmp_path).estimate({"chapter": 3}) is not None


def test_times_that_cannot_be_kept_stop_nothing(tmp_path):
    (tmp_path / "log").write_text("a file", encoding="utf-8")
    with timed(tmp_path, "chapter", 3):
        pass
    assert Durations(tmp_path).estimate({"chapter": 3}) is None


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"seal": "x", "body": {"gate": [[1, 1]]}}'])
def test_a_file_of_another_form_is_as_none(tmp_path, content):
    file = tmp_path / "log" / "durations.json"
    file.parent.mkdir()
    file.write_bytes(content)
    assert Durations(tmp_path).estimate({"gate": 1}) is None


def test_the_sentence_says_what_is_made_and_about_how_long():
    counts = {"gate": 1, "chapter": 17, "edition": 1}
    assert in_words(counts, 38) == "To make: 1 return to check, 17 chapters and 1 edition; about 40 seconds."
    assert in_words({"edition": 2}, None) == "To make: 2 editions; how long it takes is not known yet."
    assert in_words({"gate": 0}, 0) == ""


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "5 seconds"), (12, "10 seconds"), (88, "90 seconds"), (200, "3 minutes")]
)
def test_an_estimate_is_written_no_finer_than_it_is(seconds, words):
    assert duration(seconds) == words
