"""The chapter on savings, and its readers, for each form in which a body can report them."""

import re

import pytest
from shown import shown

from trustbook.chapters.call_on_councils import analysis as call
from trustbook.chapters.call_on_councils import text as call_text
from trustbook.chapters.call_on_councils.uncertain_items import ItemKind, open_items
from trustbook.chapters.savings_rag import analysis, charts, tables, text
from trustbook.chapters.what_changed import analysis as what_changed
from trustbook.components.charts.chart import Chart
from trustbook.savings import STATES

EARLIER, LATER = "2030-31-P03", "2030-31-P04"
BRAG = (
    "ref,proposal,target_gbp_k,red_gbp_k,amber_gbp_k,green_gbp_k,blue_gbp_k\n"
    "A1,One,100,10,20,30,40\nA2,Two,200,0,80,120,0\nA3,Three,50,0,40,0,0\n"
)
STATUS = "ref,proposal,target_gbp_k,status\nA1,One,100,Red\nA2,Two,200,On track\nA3,Three,40,amber\n"
ACHIEVED = (
    "ref,proposal,sro,proposed_gbp_k,achieved_gbp_k,at_risk_gbp_k\n"
    "A1,One,Ann,100,60,40\nA2,Two,,200,150,20\nA3,Three,Bob,40,50,0\n"
)
SHARE = "ref,proposal,target_gbp_k,delivered_share\nA1,One,100,0.57\nA2,Two,200,1\nA3,Three,40,0\n"
MIXED = (
    "ref,proposal,target_gbp_k,red_gbp_k,green_gbp_k,status,achieved_gbp_k,at_risk_gbp_k,delivered_share\n"
    "A1,One,100,60,40,,,,\nA2,Two,200,,,Stuck,,,\nA3,Three,40,,,,30,10,\nA4,Four,50,,,,,,0.5\n"
)
FORMS = {"brag": BRAG, "status": STATUS, "achieved": ACHIEVED, "share": SHARE, "mixed": MIXED}


@pytest.fixture
def opened(synthetic_data, full_return, group_return, trust_settings):
    """The made-up return with these savings."""

    def open_with(savings, before=None):
        trust_settings["saving_statuses"] = {"On track": "green", "Stuck": "not_delivered"}
        earlier = group_return | ({"savings": before} if before else {})
        returns = {EARLIER: earlier, LATER: full_return | {"savings": savings}}
        return synthetic_data(returns, trust=trust_settings)

    return open_with


def figures(data):
    return {each.name.removeprefix("savings."): each.value for each in analysis.metrics(data)}


@pytest.mark.parametrize("form", FORMS)
def test_what_is_known_of_each_state_and_what_is_unexplained_make_the_target(opened, form):
    found = analysis.analyse(opened(FORMS[form]))
    assert sum(found.known(state) for state in STATES) + found.unexplained == found.target
    assert found.not_explained - found.beyond_target == found.unexplained
    shown_rows = tables.totals(found, "Savings").values
    assert sum(row[1] for row in shown_rows[:-1]) == pytest.approx(shown_rows[-1][1])


@pytest.mark.parametrize(
    ("form", "secured", "uncertain", "not_delivered", "unexplained"),
    [
        ("brag", 190, 140, 10, 10),
        ("status", 200, 40, 100, 0),
        ("achieved", 260, 60, None, 20),
        ("share", 257, None, None, 83),
        ("mixed", 95, None, None, 25),
    ],
)
def test_the_figures_are_those_worked_out_by_hand_and_none_where_a_line_says_nothing(
    opened, form, secured, uncertain, not_delivered, unexplained
):
    found = figures(opened(FORMS[form]))
    assert [found[state] for state in STATES] == [secured, uncertain, not_delivered]
    assert found["unexplained"] == unexplained


def test_ratings_are_figures_for_amounts_and_for_status_words(opened):
    found = figures(opened(BRAG))
    assert [found[name] for name in ("red", "amber", "green", "blue")] == [10, 140, 150, 40]
    assert found["deliverable"] == 330
    found = figures(opened(STATUS))
    assert [found[name] for name in ("target", "red", "amber", "green")] == [340, 100, 40, 200]
    assert (found["deliverable"], found["risk_weighted"]) == (240, 220)
    found = figures(opened(ACHIEVED))
    assert [found[name] for name in ("target", "red", "amber", "green", "blue")] == [340, None, None, None, None]
    assert (found["deliverable"], found["risk_weighted"]) == (320, None)


def test_the_true_return_has_the_same_figures_in_the_model(real_data):
    found = figures(real_data("2023-24-P11"))
    assert [found[state] for state in STATES] == [5055, 1170, 1447]
    assert (found["unexplained"], found["blue"]) == (0, None)


@pytest.mark.parametrize(
    ("form", "opening"),
    [
        ("brag", "£10k of the £350k of planned savings will not be delivered."),
        ("status", "£100k of the £340k of planned savings will not be delivered."),
        ("achieved", "Of £340k of planned savings, £260k is achieved and £60k is at risk."),
        ("share", "Of £340k of planned savings, £257k (76%) is delivered."),
        (
            "mixed",
            "Of £390k of planned savings, £95k is secured, at least £10k is uncertain and at least £260k "
            "will not be delivered.",
        ),
    ],
)
def test_the_page_opens_in_the_words_of_the_return(opened, form, opening):
    data = opened(FORMS[form])
    assert opening in str(text.answer(analysis.analyse(data), data.period))


def test_what_is_not_explained_is_said_in_words_in_the_table_and_in_the_chart(opened):
    data = opened(ACHIEVED)
    found = analysis.analyse(data)
    said = str(text.answer(found, data.period))
    assert "£30k of the target is not explained: the return does not say whether it will be delivered (A2)." in said
    assert "On 1 line the parts come to £10k more than the target (A3)." in said
    rows = dict(row[:2] for row in tables.totals(found, "Savings").rows)
    assert (rows["Not explained"], rows["Beyond the target"], rows["Target"]) == ("0.030", "−0.010", "0.340")
    assert "£30k not explained" in charts.totals(found, data).description
    shown_lines = charts.proposals(found, data).table
    gap = shown_lines.headings.index("Not explained, £k")
    assert {row[0]: row[gap] for row in shown_lines.rows}["A2"] == "30"
    assert {row[0]: row[gap] for row in shown_lines.rows}["A3"] == "−10"


@pytest.mark.parametrize("form", ["achieved", "share"])
def test_a_page_of_savings_without_ratings_does_not_speak_of_them(opened, form):
    data = opened(FORMS[form])
    own = [each for _, each in shown(LATER, data.root, ["savings-rag"])]
    charts_shown = [each for each in own if isinstance(each, Chart)]
    assert charts_shown
    own = [*map(repr, own), *(f"{each.title} {each.description}" for each in charts_shown)]
    words = " ".join(own).lower().split()
    assert not {"red", "amber", "green", "rating", "rated"} & {word.strip(".,:;()") for word in words}
    assert {"achieved": "achieved", "share": "delivered"}[form] in words


def test_a_missing_part_is_said_not_to_be_reported_and_its_total_is_the_least(opened):
    data = opened("ref,proposal,target_gbp_k,red_gbp_k,green_gbp_k\nA1,One,100,30,70\nA2,Two,100,,60\n")
    found = analysis.analyse(data)
    assert (found.totals["red"], found.states["not_delivered"], found.states["secured"]) == (None, None, 130_000)
    said = str(text.answer(found, data.period))
    assert "At least £30k of the £200k of planned savings will not be delivered." in said
    assert "The return does not report how much is rated red for 1 of 2 lines" in said
    assert "Red: will not be delivered (reported for 1 of 2 lines)" in str(charts.totals(found, data).table)


def test_a_rating_that_no_line_reports_is_left_out_and_never_nil(opened):
    data = opened("ref,proposal,target_gbp_k,amber_gbp_k,green_gbp_k\nA1,One,100,30,70\n")
    found = analysis.analyse(data)
    assert [part.name for part in found.parts] == ["amber", "green"]
    assert figures(data)["red"] is None
    said = str(text.answer(found, data.period))
    assert "£30k is rated amber and £70k is rated green" in said
    assert "The return does not report how much will not be delivered." in said
    assert "£100k can still be delivered: amber and green." in repr(text.deliverable(found)).replace("*", "")


def test_a_blank_part_of_a_state_spoils_its_total_only_where_the_line_does_not_make_its_target(opened):
    header = "ref,proposal,target_gbp_k,green_gbp_k,blue_gbp_k\nA1,One,100,30,70\n"
    assert figures(opened(header + "A2,Two,100,100,\n"))["secured"] == 200
    assert figures(opened(header + "A2,Two,100,80,\n"))["secured"] is None


def test_savings_that_say_nothing_are_all_unexplained(opened):
    data = opened("ref,proposal,target_gbp_k,status\nA1,One,100,not reported\n")
    found = analysis.analyse(data)
    assert "The return does not say how much of the £100k of planned savings will be delivered" in str(
        text.answer(found, data.period)
    )
    assert found.not_explained == 100_000
    assert found.deliverable is None


def test_officers_are_left_out_if_none_is_named_and_those_without_one_stand_together(opened):
    data = opened(STATUS)
    assert "does not name who is responsible" in str(tables.officers(analysis.analyse(data), data.period))
    found = analysis.analyse(data)
    listed = tables.proposals(found, data.period)
    assert listed is None or "Responsible officer" not in listed.headings
    officers = analysis.analyse(opened(ACHIEVED)).officers
    assert list(officers["sro"]) == ["Not reported", "Ann", "Bob"]
    assert officers["target_gbp"].sum() == 340_000


def test_a_move_is_told_in_the_words_of_both_months_or_by_state_if_they_differ(opened):
    moved = analysis.analyse(opened(STATUS, BRAG)).movement.set_index("rag")["amount_gbp"]
    assert moved.to_dict() == {"red": 90_000, "amber": -100_000, "green": 50_000, "blue": -40_000}
    moved = analysis.analyse(opened(ACHIEVED, BRAG)).movement.set_index("rag")["amount_gbp"].dropna()
    assert moved.to_dict() == {"secured": 70_000, "uncertain": -80_000}


def test_what_changed_compares_states_where_the_forms_differ_and_repeats_no_rating(opened):
    data = opened(ACHIEVED, BRAG)
    found = what_changed.compare(data.at_previous(), data)
    assert found.get("savings.secured").change == 70_000
    data = opened(full_rag(90), full_rag(80))
    found = what_changed.compare(data.at_previous(), data)
    assert found.get("savings.green").change == 10_000
    assert all(found.get(f"savings.{name}") is None for name in (*STATES, "blue", "unexplained"))


def full_rag(green):
    return f"ref,proposal,target_gbp_k,red_gbp_k,amber_gbp_k,green_gbp_k\nA1,One,100,0,{100 - green},{green}\n"


def test_savings_at_risk_can_change_the_cost_to_the_councils_as_amber_ones_can(opened):
    def kinds(savings):
        return {
            each.name: (each.kind, each.high_gbp)
            for each in open_items(opened(savings))
            if each.kind in (ItemKind.AMBER, ItemKind.UNCERTAIN)
        }

    assert kinds(ACHIEVED) == {"One": (ItemKind.UNCERTAIN, 40_000), "Two": (ItemKind.UNCERTAIN, 20_000)}
    assert kinds(STATUS) == {"Three": (ItemKind.AMBER, 40_000)}


def test_the_call_names_what_will_not_be_delivered_only_where_the_return_says_it(opened):
    found = call.analyse(opened(STATUS))
    assert (found.red, found.rated) == (100_000, True)
    assert "is rated red" in str(call_text.red(found))
    assert call.analyse(opened(ACHIEVED)).red is None
    assert call.analyse(opened("ref,proposal,target_gbp_k,status\nA1,One,100,Stuck\n")).rated is False


def test_a_line_left_out_of_the_forecast_that_does_not_say_what_is_lost_is_named(opened):
    said = str(
        text.call(
            analysis.analyse(
                opened(
                    ACHIEVED.replace(",at_risk_gbp_k", ",at_risk_gbp_k,in_forecast")
                    .replace("60,40", "60,40,no")
                    .replace("150,20", "150,20,")
                    .replace("50,0", "50,0,")
                )
            )
        )
    )
    assert "leaves A1 out of the forecast, and does not report how much of it will not be delivered" in said


@pytest.mark.parametrize("form", FORMS)
def test_every_page_can_be_made_of_every_form(opened, form):
    pages = [each for _, each in shown(LATER, opened(FORMS[form]).root)]
    assert pages
    assert not [each for each in pages if not isinstance(each, Chart) and re.search(r"<NA>|\bnan\b", repr(each))]
