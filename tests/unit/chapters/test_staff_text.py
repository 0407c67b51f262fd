from trustbook.chapters.workforce_agency import agency_cover, staff_costs, staff_statistics, staff_text
from trustbook.chapters.workforce_agency import analysis as workforce
from trustbook.chapters.workforce_agency import charts as workforce_chart
from trustbook.chapters.workforce_agency import text as workforce_page
from trustbook.chapters.workforce_agency.staff_costs import StaffBudget


def test_later_years_are_said_to_be_published_since_and_never_as_the_newest(real_data):
    data = real_data("2023-24-P11")
    found = staff_statistics.analyse(data)
    said = str(staff_text.statistics(found, data))
    assert "30 September 2023" in said
    assert "**26.7%**; England 17.9%" in said
    assert "2024 and 2025 were published after this edition" in said
    assert "19.5%" not in said
    rows = staff_text.rates(found).rows
    assert {row[-1] for row in rows if row[0] in ("2024", "2025")} == {"published after this edition"}
    assert {row[-1] for row in rows if row[0] not in ("2024", "2025")} == {"published by then"}


def test_a_symbol_is_written_in_words_and_not_as_nought(synthetic_data, synthetic_reference):
    for row in synthetic_reference["workforce_statistics"]:
        if row["time_period"] == "2028" and row["measure"] == "turnover_rate_fte":
            row["value"], row["symbol"] = None, "c"
    found = staff_statistics.analyse(synthetic_data(reference=synthetic_reference))
    assert staff_text.rates(found).rows[0][4] == "suppressed (c)"


def test_the_cover_is_told_before_and_after_the_vacancy_factor(real_data):
    data = real_data("2023-24-P11")
    found = workforce.analyse(data)
    said = str(staff_text.cover(agency_cover.analyse(found, staff_statistics.analyse(data))))
    assert "62% of 198 vacant posts" in said
    assert "room for 29 more" in said
    assert "21 more agency staff than these posts pay for" in said


def test_what_was_not_reported_leaves_its_sentence_out():
    assert staff_text.budget(None) is None
    assert staff_text.budget(StaffBudget(1000, 10, None, None)) is None
    assert "Supporting" not in str(staff_text.budget(StaffBudget(1_000_000, 10_000, 50_000, None)))
    assert staff_text.cover(None) is None
    assert staff_text.rates(None) is None


def test_a_pay_gap_larger_than_the_saving_leaves_nothing_of_it(synthetic_data, synthetic_reference):
    gap = dict(synthetic_reference["comparators"][0], measure="pay_gap_to_neighbour", value=20_000, unit="gbp")
    synthetic_reference["comparators"].append(gap)
    data = synthetic_data(reference=synthetic_reference)
    said = str(staff_text.sickness_and_pay(staff_costs.sickness_and_pay(data, None), workforce.analyse(data)))
    assert "nothing of the £10,000" in said


def test_a_risk_that_was_flagged_is_not_told_as_income_that_is_missing(real_data):
    said = str(staff_text.budget(staff_costs.budget(real_data("2023-24-P11"))))
    assert "How much less came in is not stated" in said
    assert "Only if it was the whole of that risk" in said


def test_a_share_whose_base_no_paper_states_is_not_called_a_share_of_all_staff(real_data):
    data = real_data("2023-24-P11")
    found = workforce.analyse(data)
    drawn = workforce_chart.teams(found, data)
    assert "do not say of which staff" in drawn.subtitle
    assert "P11 Forecast" not in drawn.source
    assert "Commissioners" in drawn.source
    said = str(staff_text.concentration(found, staff_statistics.analyse(data)))
    assert "social workers in North Northamptonshire / West Northamptonshire" in said


def test_what_minutes_of_a_committee_say_is_not_called_the_trusts_own_paper(real_data):
    data = real_data("2023-24-P11")
    said = str(staff_text.statistics(staff_statistics.analyse(data), data))
    assert "own paper" not in said
    assert "(minutes) gave 14.7%" in said


def test_another_trusts_figures_are_named_and_dated(real_data):
    data = real_data("2023-24-P11")
    found = workforce.analyse(data)
    names = workforce_page.conversions(found).headings
    assert all("Doncaster" in name and "2016/17" in name for name in names[2:])
    assert found.premiums["basis"].iloc[0] == "This return"
    assert all("2021/22" in basis for basis in found.premiums["basis"][1:])
    said = str(staff_text.sickness_and_pay(staff_costs.sickness_and_pay(data, None), found))
    assert "in 2016/17" in said
