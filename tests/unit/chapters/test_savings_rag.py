import pytest

from trustbook.chapters.savings_rag import analysis as savings
from trustbook.chapters.savings_rag import text
from trustbook.chapters.savings_rag.analysis import RAG

EARLIER, LATER = "2030-31-P03", "2030-31-P04"


@pytest.fixture
def analysed(synthetic_data):
    def analyse(*args, **parts):
        return savings.analyse(synthetic_data(*args, **parts))

    return analyse


def test_a_period_without_savings_has_none(analysed):
    assert analysed(period=EARLIER) is None


def test_the_ratings_add_up_to_the_target_and_their_shares_to_one(analysed):
    found = analysed()
    assert sum(found.totals[name] for name in RAG) == found.target == 340_000
    assert sum(found.share(name) for name in RAG) == pytest.approx(1)


def test_what_can_arrive_is_amber_green_and_mitigations_and_not_the_total_printed(analysed, full_return):
    full_return["savings"][2]["mitigations_gbp_k"] = 30
    full_return["savings"][0]["stated_total_gbp_k"] = 9999
    found = analysed({LATER: full_return})
    assert found.deliverable == (25 + 80 + 60 + 120 + 30) * 1000
    assert found.totals["stated_total"] == (9999 + 200) * 1000


@pytest.mark.parametrize("rate", [0, 0.25, 0.5, 1])
def test_what_is_weighted_for_risk_lies_between_green_and_what_can_arrive(analysed, rate):
    found = analysed(assumptions={"amber_rate": rate})
    green = found.totals["green"] + found.totals["mitigations"]
    assert green <= found.risk_weighted <= found.deliverable
    assert found.risk_weighted == green + rate * found.totals["amber"]


def test_red_counts_for_nothing_in_what_is_weighted_for_risk(analysed, full_return):
    one = analysed()
    full_return["savings"][2] |= {"red_gbp_k": 400, "target_gbp_k": 400}
    other = analysed({LATER: full_return})
    assert one.risk_weighted == other.risk_weighted
    assert other.target > one.target


def test_two_officers_of_one_line_stay_one_name(analysed):
    officers = analysed().officers.set_index("sro")
    assert set(officers.index) == {"Ann Example", "Bob Example", "Ann Example; Bob Example"}
    assert officers.loc["Ann Example", "target_gbp"] == 100_000
    assert officers.loc["Ann Example; Bob Example", "target_gbp"] == 200_000


def test_the_officers_add_up_to_the_whole_and_the_largest_comes_first(analysed):
    found = analysed()
    for name in ("target", *RAG):
        assert found.officers[f"{name}_gbp"].sum() == found.totals[name]
    assert found.officers["lines"].sum() == len(found.lines)
    assert found.officers["target_gbp"].is_monotonic_decreasing


@pytest.mark.parametrize(
    ("split", "colour"),
    [((5, 3, 2), "red"), ((2, 5, 3), "amber"), ((0, 0, 9), "green"), ((4, 4, 2), "red"), ((1, 4, 4), "amber")],
)
def test_a_line_has_the_colour_of_its_largest_part_and_the_worse_of_two_that_are_equal(
    analysed, full_return, split, colour
):
    full_return["savings"][1] |= dict(zip((f"{name}_gbp_k" for name in RAG), split, strict=True))
    full_return["savings"][1]["target_gbp_k"] = sum(split)
    assert analysed({LATER: full_return}).lines["rag"].iloc[1] == colour


@pytest.mark.parametrize("column", ["mitigations", "stated_total"])
def test_a_total_beside_a_missing_cell_is_not_reported(analysed, full_return, column):
    full_return["savings"][1][f"{column}_gbp_k"] = None
    found = analysed({LATER: full_return})
    assert found.totals[column] is None
    assert found.share(column) is None
    assert (found.deliverable is None) == (column == "mitigations")
    assert (found.risk_weighted is None) == (column == "mitigations")


def test_the_total_of_an_officer_beside_a_missing_cell_is_not_reported(analysed, full_return):
    full_return["savings"][2]["mitigations_gbp_k"] = None
    officers = analysed({LATER: full_return}).officers.set_index("sro")
    assert officers["mitigations_gbp"].isna()["Bob Example"]
    assert officers.loc["Ann Example", "mitigations_gbp"] == 0


def test_red_outside_the_forecast_is_that_of_the_lines_marked_so(analysed):
    found = analysed()
    assert found.red_outside_forecast == 15_000
    assert found.totals["red"] == 55_000


def test_the_items_of_the_call_are_those_that_name_a_savings_line(analysed):
    assert analysed().call_items == 15_000


def test_without_items_outside_the_forecast_the_call_has_no_savings(analysed, full_return):
    full_return["adjustments"] = full_return["adjustments"][:3]
    assert analysed({LATER: full_return}).call_items is None


def test_items_outside_the_forecast_that_name_no_line_are_nil_and_not_missing(analysed, full_return):
    full_return["adjustments"][3]["savings_ref"] = None
    assert analysed({LATER: full_return}).call_items == 0


def test_ratings_move_against_the_month_before(analysed, full_return, group_return):
    before = group_return | {"savings": [dict(row) for row in full_return["savings"]]}
    before["savings"][1] |= {"amber_gbp_k": 130, "green_gbp_k": 70}
    movement = analysed({EARLIER: before, LATER: full_return}).movement.set_index("rag")["amount_gbp"]
    assert movement.to_dict() == {"red": 0, "amber": -50_000, "green": 50_000}


def test_without_savings_the_month_before_nothing_moved_that_is_known(analysed):
    assert analysed().movement is None


def test_a_target_of_nil_has_no_shares(analysed, full_return):
    for row in full_return["savings"]:
        row |= dict.fromkeys(("target_gbp_k", "red_gbp_k", "amber_gbp_k", "green_gbp_k", "stated_total_gbp_k"), 0)
    found = analysed({LATER: full_return})
    assert found.target == 0
    assert found.share("red") is None


def test_every_real_total_is_what_the_paper_prints(real_data, real_period):
    data = real_data(real_period)
    found = savings.analyse(data)
    if found is None:
        assert data.current.savings is None
        return
    controls = data.current.dataset("controls")
    printed = controls[(controls["dataset"] == "savings") & (controls["scope"] == "all")]
    assert len(printed) == len(found.totals)
    for row in printed.itertuples():
        assert found.totals[row.column.removesuffix("_gbp_k")] == row.value * 1000


def test_a_line_rated_green_that_its_comment_says_is_still_to_be_earned_is_named(analysed, full_return):
    full_return["savings"][1] |= {"still_to_earn": "yes", "note": "Half is earned"}
    full_return["savings"][2] |= {"still_to_earn": "yes"}
    said = repr(text.deliverable(analysed({LATER: full_return})))
    assert said.count("Green, and partly still to be earned.") == 1
    assert "£120k is rated green, but the paper's comment says that part of it is still to be earned" in said
    assert "Half is earned." in said
    assert "still to be earned" not in repr(text.deliverable(analysed()))


def test_treasury_management_is_green_with_part_still_to_be_earned(real_data):
    said = repr(text.deliverable(savings.analyse(real_data("2023-24-P11"))))
    assert "(S13): all £900k is rated green, but the paper's comment says that part of it is still to be" in said
    assert "£20m" in said


def test_savings_rated_amber_that_a_programme_reports_as_delivered_are_named(real_data, analysed):
    said = repr(text.deliverable(savings.analyse(real_data("2023-24-P11"))))
    assert "£1.1m of Valuing care, additional (V01) and Supporting families to stay together" in said
    assert "valuing care (V02) is rated amber" in said
    assert "gives all but £78k of £3.8m as delivered, by our subtraction" in said
    assert "delivered in another report" not in repr(text.deliverable(analysed()))


def test_who_is_responsible_for_what_will_not_be_delivered_is_in_the_first_screen(synthetic_data, trust_settings):
    def opening(**given):
        data = synthetic_data(trust=trust_settings | given)
        return repr(text.answer(savings.analyse(data), data.period))

    names = opening()
    assert "Who is responsible for the savings rated red:" in names
    assert names.index("Bob Example: Proposal A3 (A3), £40k.") < names.index("Ann Example: Proposal A1 (A1), £15k.")
    roles = opening(officers="roles", officer_roles={"Ann Example": "Director of Care"})
    assert "Director of Care: Proposal A1 (A1), £15k." in roles
    assert "Role not given: Proposal A3 (A3), £40k." in roles
    assert "Example" not in roles
    assert "responsible" not in opening(officers="none")


def test_the_lines_that_lose_most_come_first_whatever_the_order_of_the_return(analysed, full_return):
    def lines(*losses):
        return [
            {
                "ref": f"S{place}",
                "proposal": f"Proposal {place}",
                "target_gbp_k": 100,
                "red_gbp_k": loss,
                "amber_gbp_k": 0,
                "green_gbp_k": 100 - loss,
            }
            for place, loss in enumerate(losses)
        ]

    for losses in ((20, 0, 90, 50), (90, 50, 20, 0)):
        found = analysed({LATER: full_return | {"savings": lines(*losses)}}).lost
        assert list(found["not_delivered_gbp"]) == [90_000, 50_000, 20_000]


@pytest.mark.parametrize(
    ("greens", "shown"), [((60, 60), False), ((50, 60), True), ((50, 70), False), ((60, 70), False)]
)
def test_what_is_not_explained_is_at_the_head_only_where_lines_fall_short_and_none_goes_over(
    analysed, full_return, greens, shown
):
    names = ("ref", "proposal", "target_gbp_k", "red_gbp_k", "amber_gbp_k", "green_gbp_k")
    lines = [
        dict(zip(names, (f"S{place}", f"Proposal {place}", 100, 30, 10, green), strict=True))
        for place, green in enumerate(greens)
    ]
    found = analysed({LATER: full_return | {"savings": lines}})
    assert ("savings.unexplained" in savings.headlines(found)) is shown
    assert "savings.unexplained" not in savings.headlines(None)


def line(target, red=0, amber=0, green=0, **more):
    amounts = {"target": target, "red": red, "amber": amber, "green": green}
    return {"ref": "S1", "proposal": "One", **{f"{name}_gbp_k": value for name, value in amounts.items()}, **more}


@pytest.mark.parametrize(
    ("green", "short", "over"),
    [(90, 0, 0), ("89.999", 1, 0), ("90.001", 0, 1)],
)
def test_a_pound_that_is_not_explained_or_too_much_is_counted(analysed, full_return, green, short, over):
    found = analysed({LATER: full_return | {"savings": [line(100, 10, 0, green)]}})
    assert (len(found.short), len(found.over)) == (short, over)
    assert (found.not_explained, found.beyond_target) == (short, over)
    assert found.unexplained == short - over


@pytest.mark.parametrize(("red", "lost"), [(0, 0), ("0.001", 1)])
def test_a_line_that_loses_a_pound_is_among_those_that_lose(analysed, full_return, red, lost):
    assert len(analysed({LATER: full_return | {"savings": [line(100, red, 0, 100)]}}).lost) == lost


@pytest.mark.parametrize(("green", "mark", "named"), [(0, "yes", 0), ("0.001", "yes", 1), (5, "", 0)])
def test_money_rated_green_is_still_to_be_earned_from_the_first_pound(analysed, full_return, green, mark, named):
    lines = [line(100, 0, 100, green, still_to_earn=mark)]
    assert len(analysed({LATER: full_return | {"savings": lines}}).green_to_earn) == named


@pytest.mark.parametrize(("target", "parts", "charted"), [(1, {"green": 1}, True), (1, {}, True), (0, {}, False)])
def test_savings_are_drawn_from_a_target_of_a_pound(analysed, full_return, target, parts, charted):
    assert analysed({LATER: full_return | {"savings": [line(target, **parts)]}}).charted is charted


def test_blue_has_a_part_only_where_a_line_is_rated_so(analysed, full_return):
    def names(*lines):
        return [each.name for each in analysed({LATER: full_return | {"savings": list(lines)}}).parts]

    assert names(line(100, 10, 20, 70)) == ["red", "amber", "green"]
    assert names(line(100, 10, 20, 30, blue_gbp_k=40)) == ["red", "amber", "green", "blue"]
    assert "blue" in names(line(100, 10, 20, 70, blue_gbp_k=0))
    only = {"ref": "S2", "proposal": "Two", "target_gbp_k": 50, "status": "green"}
    assert "blue" not in names({**only})


def test_the_rate_of_amber_is_rounded_to_the_pound(analysed, full_return):
    made = {LATER: full_return | {"savings": [line(100, 0, "33.333", "66.667")]}}
    assert analysed(made, assumptions={"amber_rate": 0.5}).risk_weighted == 66_667 + 16_666


def test_parts_are_counted_with_the_lines_that_do_not_report_them(analysed, full_return):
    lines = [line(100, 10, None, 70), line(50, 0, 50, 0, ref="S2")]
    found = analysed({LATER: full_return | {"savings": lines}})
    assert {each.name: (each.known, each.unreported, each.amount) for each in found.parts} == {
        "red": (10_000, 0, 10_000),
        "amber": (50_000, 1, None),
        "green": (70_000, 0, 70_000),
    }


def test_a_line_without_a_target_is_neither_short_of_it_nor_above_it(analysed, full_return):
    lines = [line(100, 10, 0, 50), line("", 10, 0, 50, ref="S2"), line(100, 10, 0, 150, ref="S3")]
    found = analysed({LATER: full_return | {"savings": lines}})
    assert (list(found.short["ref"]), list(found.over["ref"])) == (["S1"], ["S3"])
