import pytest

from trustbook.checks.between_years import years
from trustbook.data.period_return import read_reference_tables


@pytest.fixture
def declared(synthetic_workspace, synthetic_reference):
    """What the made-up reference data are held to, after a change of them."""

    def declare(**changed):
        tables = read_reference_tables(synthetic_workspace(reference=synthetic_reference | changed))
        return {each.rule: each for each in years(tables)}

    return declare


def test_the_parts_of_a_contract_sum_are_held_to_it(declared, synthetic_reference):
    assert declared()["contract_blocks.in_sum"].gap == 0
    blocks = synthetic_reference["contract_blocks"]
    wrong = declared(contract_blocks=[blocks[0] | {"amount_gbp_k": 3700}, *blocks[1:]])["contract_blocks.in_sum"]
    assert wrong.gap == 100_000 > wrong.tolerance
    assert "add up to 3,800, and the sum is 3,900" in wrong.sentence


def test_what_stands_beside_a_sum_is_no_part_of_it(declared, synthetic_reference):
    blocks = synthetic_reference["contract_blocks"]
    assert declared(contract_blocks=[*blocks[:2], blocks[2] | {"amount_gbp_k": 9}])["contract_blocks.in_sum"].gap == 0


def test_the_shares_of_a_budget_are_held_to_the_whole_as_far_as_rounding_lets_them(declared, synthetic_reference):
    assert declared()["comparators.budget_share"].gap == 0
    first, *rest = synthetic_reference["comparators"]
    near, far = (declared(comparators=[first | {"value": value}, *rest]) for value in (0.26, 0.3))
    assert near["comparators.budget_share"].gap <= near["comparators.budget_share"].tolerance
    assert far["comparators.budget_share"].gap > far["comparators.budget_share"].tolerance


def test_a_file_without_its_columns_is_left_to_the_suites(declared):
    assert "contract_blocks.in_sum" not in declared(contract_blocks=b"year,item\n2031-32,Core\n")


def test_without_reference_data_there_is_nothing_to_hold(synthetic_workspace):
    assert years(read_reference_tables(synthetic_workspace(reference={}))) == []


def test_a_contract_sum_may_be_a_thousand_pounds_from_its_parts_and_not_two(declared, synthetic_reference):
    first, *rest = synthetic_reference["contract_blocks"]
    for thousands, within in ((1, True), (2, False)):
        changed = [first | {"amount_gbp_k": first["amount_gbp_k"] + thousands}, *rest]
        made = declared(contract_blocks=changed)["contract_blocks.in_sum"]
        assert (made.gap <= made.tolerance) is within


def test_two_shares_may_be_a_whole_point_from_the_whole_and_not_two(declared, synthetic_reference):
    first, *rest = synthetic_reference["comparators"]
    for share, within in ((0.26, True), (0.27, False), (0.24, True), (0.23, False)):
        made = declared(comparators=[first | {"value": share}, *rest])["comparators.budget_share"]
        assert (made.gap <= made.tolerance) is within
