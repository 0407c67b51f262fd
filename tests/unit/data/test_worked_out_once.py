"""An analysis of a period is worked out once for the same data, and again for data that differ in anything."""

from dataclasses import replace

from trustbook.data.period_data import worked_out_once


def test_an_analysis_asked_twice_of_the_same_data_is_worked_out_once(synthetic_data):
    asked = []

    @worked_out_once
    def analyse(data):
        asked.append(data.period)
        return None

    data = replace(synthetic_data())
    assert [analyse(data), analyse(data)] == [None, None]
    assert len(asked) == 1


def test_data_with_an_assumption_changed_share_no_result(synthetic_data):
    analyse = worked_out_once(lambda data: data.assumption_book)
    data = replace(synthetic_data())
    changed = replace(data, assumption_book=data.assumption_book.model_copy())
    assert analyse(data) is data.assumption_book
    assert analyse(changed) is changed.assumption_book is not data.assumption_book


def test_two_analyses_of_the_same_data_keep_results_of_their_own(synthetic_data):
    first, second = worked_out_once(lambda data: "first"), worked_out_once(lambda data: "second")
    data = replace(synthetic_data())
    assert (first(data), second(data), first(data)) == ("first", "second", "first")
