"""Savings in whatever form they are reported, in one model."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.savings import STATES, Form, forms_of, meaning, model, saving

OWN_WORDS = {"On track": "green", "Slipping": "uncertain", "Stopped": "not_delivered", "Not started": "not_reported"}


def states(**cells):
    """Secured, uncertain, not delivered and unexplained of one line; None is not reported."""
    made = saving(cells, OWN_WORDS)
    return (*(made.states.get(state) for state in STATES), made.unexplained)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        # by rating: green and blue are secured, amber is uncertain, red will not be delivered
        ({"target": 100, "red": 10, "amber": 20, "green": 30, "blue": 40}, (70, 20, 10, 0)),
        ({"target": 100, "red": 10, "amber": 20, "green": 70}, (70, 20, 10, 0)),
        ({"target": 100, "amber": 20, "green": 70}, (70, 20, None, 10)),
        ({"target": 100, "blue": 100}, (100, None, None, 0)),
        ({"target": 100, "red": 60, "amber": 60, "green": 0}, (0, 60, 60, -20)),
        # one status word: the whole target
        ({"target": 100, "status": "green"}, (100, 0, 0, 0)),
        ({"target": 100, "status": "Blue"}, (100, 0, 0, 0)),
        ({"target": 100, "status": " AMBER "}, (0, 100, 0, 0)),
        ({"target": 100, "status": "red"}, (0, 0, 100, 0)),
        ({"target": 100, "status": "on  track"}, (100, 0, 0, 0)),
        ({"target": 100, "status": "Slipping"}, (0, 100, 0, 0)),
        ({"target": 100, "status": "Stopped"}, (0, 0, 100, 0)),
        ({"target": 100, "status": "Not started"}, (None, None, None, 100)),
        ({"target": 100, "status": "not reported"}, (None, None, None, 100)),
        # proposed, achieved and at risk
        ({"proposed": 100, "achieved": 60, "at_risk": 40}, (60, 40, None, 0)),
        ({"target": 100, "achieved": 60, "at_risk": 25}, (60, 25, None, 15)),
        ({"proposed": 100, "achieved": 60}, (60, None, None, 40)),
        ({"proposed": 100, "achieved": 90, "at_risk": 30}, (90, 30, None, -20)),
        # a share: the rest is not explained unless an amount says what it is
        ({"target": 100_000, "delivered_share": 0.57}, (57_000, None, None, 43_000)),
        ({"target": 100, "delivered_share": 1.0}, (100, None, None, 0)),
        ({"target": 100, "delivered_share": 0.6, "red": 40}, (60, None, 40, 0)),
        ({"target": 100, "delivered_share": 0.6, "amber": 10, "at_risk": 5, "red": 5}, (60, 15, 5, 20)),
        # no form, or two: nothing is read into it
        ({"target": 100}, (None, None, None, 100)),
        ({"target": 100, "status": "red", "achieved": 40}, (None, None, None, 100)),
        ({"red": 10}, (None, None, None, None)),
    ],
)
def test_each_form_gives_the_states_worked_out_by_hand(cells, expected):
    assert states(**cells) == expected


@pytest.mark.parametrize(
    ("said", "forms"),
    [
        (set(), ()),
        ({"red"}, (Form.RATINGS,)),
        ({"blue", "green"}, (Form.RATINGS,)),
        ({"status"}, (Form.STATUS,)),
        ({"achieved"}, (Form.ACHIEVED,)),
        ({"at_risk"}, (Form.ACHIEVED,)),
        ({"delivered_share"}, (Form.SHARE,)),
        ({"delivered_share", "red", "at_risk"}, (Form.SHARE,)),
        ({"red", "status"}, (Form.RATINGS, Form.STATUS)),
        ({"green", "at_risk"}, (Form.RATINGS, Form.ACHIEVED)),
        ({"delivered_share", "green"}, (Form.RATINGS, Form.SHARE)),
        ({"delivered_share", "status"}, (Form.STATUS, Form.SHARE)),
    ],
)
def test_a_line_has_the_forms_of_what_it_fills_in(said, forms):
    assert forms_of({"target", *said}) == forms


def test_a_word_that_nothing_explains_has_no_meaning():
    assert meaning("amberish", OWN_WORDS) is None
    assert states(target=100, status="amberish") == (None, None, None, 100)


AMOUNT = st.integers(0, 10**9)
FORMS = st.one_of(
    st.fixed_dictionaries({"target": AMOUNT}, optional={name: AMOUNT for name in ("red", "amber", "green", "blue")}),
    st.fixed_dictionaries({"target": AMOUNT, "status": st.sampled_from(["red", "amber", "green", "blue", *OWN_WORDS])}),
    st.fixed_dictionaries({"proposed": AMOUNT}, optional={name: AMOUNT for name in ("achieved", "at_risk")}),
    st.fixed_dictionaries(
        {"target": AMOUNT, "delivered_share": st.floats(0, 1)},
        optional={name: AMOUNT for name in ("red", "amber", "at_risk")},
    ),
)


@given(FORMS)
def test_the_target_is_what_is_secured_uncertain_not_delivered_and_unexplained(cells):
    made = saving(cells, OWN_WORDS)
    assert made.target == sum(made.states.get(state, 0) for state in STATES) + made.unexplained


@given(st.lists(FORMS, min_size=1, max_size=8))
def test_a_table_of_mixed_forms_has_the_same_model_line_by_line(lines):
    names = ("target", "proposed", "red", "amber", "green", "blue", "achieved", "at_risk")
    rows = pd.DataFrame(
        {f"{name}_gbp": pd.Series([line.get(name) for line in lines], dtype="Int64") for name in names}
        | {
            name: pd.Series([line.get(name) for line in lines], dtype="object")
            for name in ("status", "delivered_share")
        }
    )
    found = model(rows, OWN_WORDS)
    parts = found[[*(f"{state}_gbp" for state in STATES), "unexplained_gbp"]].fillna(0).sum(axis="columns")
    assert list(parts) == list(found["target_gbp"])
    for (_, row), line in zip(found.iterrows(), lines, strict=True):
        made = saving(line, OWN_WORDS)
        for state in STATES:
            assert (None if pd.isna(row[f"{state}_gbp"]) else row[f"{state}_gbp"]) == made.states.get(state)


def test_a_status_word_fills_in_the_ratings_and_a_blank_stays_missing():
    rows = pd.DataFrame({"target_gbp": [100, 100, 100], "status": ["red", "Slipping", None]})
    found = model(rows, OWN_WORDS)
    assert list(found["red_gbp"].fillna(-1)) == [100, -1, -1]
    assert list(found["green_gbp"].fillna(-1)) == [0, -1, -1]
    assert list(found["uncertain_gbp"].fillna(-1)) == [0, 100, -1]
    assert list(found["form"].fillna("")) == ["status", "status", ""]


def test_the_amounts_of_a_line_without_one_form_stay_as_they_are_reported():
    rows = pd.DataFrame({"target_gbp": [100], "red_gbp": [30], "status": ["red"]})
    found = model(rows, {})
    assert list(found["red_gbp"]) == [30]
    assert found["not_delivered_gbp"].isna().all()
    assert list(found["unexplained_gbp"]) == [100]
