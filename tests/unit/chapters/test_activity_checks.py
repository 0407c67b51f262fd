"""What the gate says of activity.csv, line by line, with invented figures."""

import csv
import io

import pytest
from schemas import SCHEMAS

from trustbook.chapters.placements.checks import between_returns, reconciliations
from trustbook.checks.findings import Severity
from trustbook.checks.reconciliation_table import Frames
from trustbook.core.errors import ReturnError
from trustbook.core.period import Period
from trustbook.data.reader import read_table

NOW, BEFORE = Period(2030, 4), Period(2030, 3)
NAMES = "care_type,provider,month,heading,at_start,entries,exits,nights,weekly_price_gbp,places"


def frames(tmp_path, *lines, period=NOW, headings=("Placements",)):
    tables = {}
    texts = {
        "forecast": "level,heading,variance_gbp_k\n" + "".join(f"heading,{name},0\n" for name in headings),
        "activity": "\n".join([NAMES, *lines, ""]),
    }
    for name, text in texts.items():
        file = tmp_path / f"{period}-{name}.csv"
        file.write_text(text, encoding="utf-8")
        tables[name] = read_table(file, SCHEMAS[name], f"data/{period}/{name}.csv")
    return Frames(period, tables)


@pytest.fixture
def doubts(tmp_path):
    """Everything that does not hold of a return and those before it, in order."""

    def check(*lines, before=()):
        now = frames(tmp_path, *lines)
        earlier = [frames(tmp_path, *before, period=BEFORE)] if before else []
        found = [*reconciliations(now), *between_returns(now, earlier)]
        return [each for each in found if each.left != each.right]

    return check


@pytest.fixture
def said(doubts):
    """The same by their rules."""

    def check(*lines, before=()):
        return {each.rule.removeprefix("activity."): each for each in doubts(*lines, before=before)}

    return check


GOOD = "Fostering,own,2030-07,Placements,50,2,1,1560,500,60"


def test_a_right_line_is_right(said):
    assert said(GOOD) == {}
    assert said("Fostering,own,2030-31-P04,,50,2,1,1560,500.50,") == {}


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (GOOD.replace("2030-07", "2030-08"), "month_after_period"),
        (GOOD.replace("Placements", "Placement"), "heading"),
        (GOOD.replace("50,2,1,", "50,2,53,"), "exits"),
        (GOOD.replace("1560", "1613"), "nights_too_many"),
        (GOOD.replace("1560,500", "1560,"), "price_missing"),
        (GOOD.replace("1560,500", "1560,0"), "price_missing"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(said, line, rule):
    (found,) = said(line).values()
    assert found.rule == f"activity.{rule}"
    assert (found.severity, found.line) == (Severity.CRITICAL, 2)
    assert found.expected
    assert found.mend


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (GOOD.replace("1560", "1518"), "nights_too_few"),
        (GOOD.replace(",60", ",50"), "nights_above_places"),
        (GOOD.replace("2030-07", "2029-07"), "month_of_another_year"),
    ],
)
def test_what_can_hardly_be_is_doubted(said, line, rule):
    found = said(line)[rule]
    assert found.severity is Severity.WARNING


def test_months_of_an_earlier_year_are_named_with_the_month_that_the_year_begins_with(said):
    found = said(GOOD.replace("2030-07", "2029-07"))["month_of_another_year"]
    assert "(2029-07)" in found.sentence
    assert found.expected == "months from 2030-04, unless earlier ones are meant"


@pytest.mark.parametrize(("left", "doubted"), [(1, True), (0, False)])
def test_a_line_vanished_that_ended_with_one_placement(said, left, doubted):
    june = f"Fostering,agency,2030-06,Placements,20,0,{20 - left},600,900,"
    assert ("line_vanished" in said(GOOD, before=[june])) is doubted


def test_the_bounds_themselves_are_possible(said):
    assert said(GOOD.replace("1560", "1519")) == {}
    assert said(GOOD.replace("1560", "1612").replace(",60", "")) == {}


def test_a_month_that_does_not_follow_from_the_one_before_names_both_lines_and_no_count(said):
    june = "Fostering,own,2030-06,Placements,47,3,1,1450,500,60"
    found = said(june, GOOD)["stock"]
    assert (found.line, found.severity) == (3, Severity.WARNING)
    assert found.sentence == "2030-07 does not start with the placements with which 2030-06 ended (line 2)"
    assert "line 3 with line 2" in found.mend
    assert said(june.replace("47,3,1", "48,3,1"), GOOD) == {}


def test_between_returns_it_is_a_doubt_and_a_month_stated_again_replaces_the_old_one(said):
    june = "Fostering,own,2030-06,Placements,47,3,1,1450,500,60"
    found = said(GOOD, before=[june])
    assert set(found) == {"stock_between_returns"}
    assert "P3's return" in found["stock_between_returns"].sentence
    assert said(june.replace("47,3,1", "48,3,1"), GOOD, before=[june]) == {}


def test_lines_that_begin_or_vanish_without_a_word_are_doubted(said):
    june = "Fostering,agency,2030-06,Placements,20,0,0,600,900,"
    assert set(said(june, GOOD)) == {"line_began", "line_vanished"}
    assert set(said(GOOD, before=[june])) == {"line_began", "line_vanished"}
    ended = june.replace("20,0,0,600", "20,0,20,300")
    assert set(said(ended, GOOD.replace("50,2,1,1560", "0,2,1,45"))) == set()


JUNE_OF_AGENCIES = "Fostering,agency,2030-06,Placements,20,0,0,600,900,"


@pytest.mark.parametrize(
    ("lines", "before"), [((JUNE_OF_AGENCIES, GOOD), ()), ((GOOD,), (JUNE_OF_AGENCIES,))], ids=["within", "between"]
)
def test_a_line_that_begins_and_one_that_vanished_are_each_doubted_once_with_the_two_months(doubts, lines, before):
    began, vanished = doubts(*lines, before=before)
    assert began.sentence == ("2030-07 starts with placements, and 2030-06 has no line of this care and provider")
    where = "P3's return" if before else "line 2"
    assert vanished.sentence == (
        f"2030-06 ended with placements of Fostering, agency ({where}), and 2030-07 has no such line"
    )


def test_what_an_earlier_return_began_or_ended_is_not_doubted_a_second_time(doubts):
    may = JUNE_OF_AGENCIES.replace("2030-06", "2030-05")
    june = "Fostering,own,2030-06,Placements,48,3,1,1450,500,60"
    assert doubts(GOOD, before=[may, june]) == []


def test_a_stock_and_a_price_that_do_not_follow_are_doubted_once_and_by_the_return_that_has_them(doubts):
    may = "Fostering,own,2030-05,Placements,40,3,1,1240,200,60"
    june = "Fostering,own,2030-06,Placements,48,3,1,1450,500,60"
    july = GOOD
    assert [each.rule for each in doubts(may, june)] == ["activity.stock", "activity.price"]
    assert doubts(july, before=[may, june]) == []
    assert [each.rule for each in doubts(june, july, before=[may])] == [
        "activity.stock_between_returns",
        "activity.price",
    ]


def test_the_months_of_an_earlier_return_are_compared_only_with_the_month_next_to_them(doubts):
    """May is in the return before, and June and July in this one: the line of July began within this return."""
    may = JUNE_OF_AGENCIES.replace("2030-06", "2030-05")
    found = doubts(JUNE_OF_AGENCIES, GOOD, before=[may])
    assert [(each.rule.removeprefix("activity."), each.line) for each in found] == [
        ("line_began", 3),
        ("line_vanished", 2),
    ]


def test_a_line_that_cannot_be_read_is_not_said_to_have_vanished(said):
    june = "Fostering,own,2030-06,Placements,48,3,1,1450,500,60"
    assert said(june, GOOD.replace("50,2,1", "fifty,2,1")) == {}


@pytest.mark.parametrize(
    ("price", "hint"),
    [
        ("5000", "a digit may be doubled"),
        ("50", "a digit may be missing"),
        ("71.43", "the price of a night"),
        ("26000", "the price of a year"),
        ("2166", "the price of a month"),
        ("760", "more than one and a half times"),
        ("240", "less than half"),
    ],
)
def test_a_price_that_changed_by_more_than_half_is_doubted_with_what_may_explain_it(said, price, hint):
    june = "Fostering,own,2030-06,Placements,48,3,1,1450,500,60"
    jumped = GOOD.replace(",500,", f",{price},")
    assert hint in said(june, jumped)["price"].sentence
    assert hint in said(jumped, before=[june])["price"].sentence
    for price in ("750", "250"):
        assert said(june, GOOD.replace(",500,", f",{price},")) == {}
    for price in ("750.01", "249.99"):
        assert "price" in said(june, GOOD.replace(",500,", f",{price},"))


def test_a_month_written_in_two_ways_is_one_month(said):
    found = said(GOOD, GOOD.replace("2030-07", "2030-31-P04"))["month_twice"]
    assert (found.line, found.severity) == (3, Severity.CRITICAL)


@pytest.mark.parametrize(
    "column",
    [
        *("child_name", "Initials", "DOB", "date of birth", "Child ID", "UPN", "NHS number", "home address"),
        *("postcode", "Date of placement", "entry_date", "Case number", "Started on"),
    ],
)
def test_a_column_that_names_or_dates_a_child_is_refused(tmp_path, column):
    file = tmp_path / "activity.csv"
    stream = io.StringIO()
    csv.writer(stream).writerows([[*NAMES.split(","), column], [*GOOD.split(","), "A Secret"]])
    file.write_text(stream.getvalue(), encoding="utf-8")
    (problem,) = read_table(file, SCHEMAS["activity"]).problems
    assert (problem.code, problem.line) == ("personal_column", 1)
    assert "could identify a child" in str(problem)
    assert "data protection officer" in str(problem)
    assert "A Secret" not in str(problem)


def test_a_list_of_children_without_our_columns_is_refused_for_what_it_is(tmp_path):
    file = tmp_path / "activity.csv"
    file.write_text("Child,DOB,Type\nA Secret,2020-01-01,Fostering\n", encoding="utf-8")
    with pytest.raises(ReturnError, match="could identify a child"):
        read_table(file, SCHEMAS["activity"])


@pytest.mark.parametrize(
    ("times", "hint"),
    [
        (10, "a digit may be doubled"),
        (7, "one of the two may be the price of a night"),
        (52, "it may be the price of a year"),
        (52 / 12, "it may be the price of a month"),
        (1 / 10, "a digit may be missing"),
        (1 / 7, "it may be the price of a night"),
        (1 / 52, "one of the two may be the price of a year"),
        (12 / 52, "one of the two may be the price of a month"),
    ],
)
def test_another_unit_explains_a_price_that_is_near_it_and_no_other(said, times, hint):
    june = "Fostering,own,2030-06,Placements,48,3,1,1450,10000,60"
    for near, explained in ((0.93, True), (1.07, True), (0.91, False), (1.09, False)):
        found = said(june, GOOD.replace(",500,", f",{10_000 * times * near:.2f},"))["price"]
        assert (hint in found.sentence) is explained


def test_the_headings_that_a_line_may_name_are_listed_in_the_order_of_the_alphabet(tmp_path):
    names = ("Staffing", "Placements", "Homes", "Transport", "Adoption", "Legal", "Rent", "Fees")
    now = frames(tmp_path, GOOD.replace("Placements", "Placement"), headings=names)
    (found,) = (each for each in reconciliations(now) if each.rule == "activity.heading")
    assert found.expected == f"one of: {', '.join(sorted(names))}"


def test_a_line_whose_placements_all_ended_may_have_no_night_and_no_price(said):
    assert said("Fostering,own,2030-07,Placements,2,0,2,0,,60") == {}
    assert said("Fostering,own,2030-07,Placements,0,0,0,0,,0") == {}
    assert set(said("Fostering,own,2030-07,Placements,0,1,0,0,,60")) == {"price_missing"}
    assert set(said("Fostering,own,2030-07,Placements,0,1,1,1,,60")) == {"price_missing"}


@pytest.mark.parametrize(
    ("line", "rules"),
    [
        ("0,2,2,1,500,60", set()),
        ("0,2,3,1,500,60", {"exits"}),
        ("1,0,0,31,500,1", set()),
        ("1,0,0,30,500,1", {"nights_too_few"}),
        ("1,1,0,32,500,1", {"nights_above_places"}),
        ("1,1,0,62,500,2", set()),
        ("1,1,0,63,500,3", {"nights_too_many"}),
        ("2,0,1,31,500,0", {"nights_above_places"}),
    ],
)
def test_counts_and_nights_at_each_bound_and_one_beyond(said, line, rules):
    assert set(said(f"Fostering,own,2030-07,Placements,{line}")) == rules
