"""Which rows of the register of papers count for what names them; in doubt every row."""

import pytest

from trustbook.build.register import Register

HEAD = "source_id,title,publisher\n"
ROWS = 'plan-1,"A plan, with a comma",Nobody\nplan-10,Another plan,Nobody\npaper,A paper,Nobody\n'
IDS = {"plan-1", "plan-10", "paper"}


def register(text: str, encoding: str = "utf-8") -> Register:
    return Register(text.encode(encoding))


def same(one: Register, other: Register, *named: str) -> bool:
    return one.digest_of(frozenset(named)) == other.digest_of(frozenset(named))


def test_a_row_counts_for_those_who_name_its_paper_and_for_no_other():
    before, after = register(HEAD + ROWS), register(HEAD + ROWS.replace("Another plan", "The same plan"))
    assert before.ids == IDS
    assert not same(before, after, "plan-10")
    assert same(before, after, "plan-1", "paper")
    added = register(HEAD + ROWS + "more,One more,Nobody\n")
    assert same(before, added, *IDS)
    assert not same(before, register(HEAD + ROWS.replace("paper,A paper,Nobody\n", "")), "paper")


def test_the_headings_and_the_order_of_the_rows_that_are_used_count():
    before = register(HEAD + ROWS)
    assert not same(before, register(HEAD.replace("publisher", "by") + ROWS), "paper")
    assert not same(before, register(HEAD + "".join(ROWS.splitlines(keepends=True)[::-1])), *IDS)


@pytest.mark.parametrize(
    ("cell", "named"),
    [
        ("plan-1", {"plan-1"}),
        ('"plan-10"', {"plan-10"}),
        ("plan-1,plan-10", {"plan-1", "plan-10"}),
        ("plan-100 or a-plan-1 or plan", set()),
        ("\u00a0paper\u00a0", {"paper"}),
        ("\ufeffpaper", {"paper"}),
    ],
)
def test_a_file_names_a_paper_whose_whole_id_stands_in_it(cell, named):
    assert register(HEAD + ROWS).named_in(f"value,source_id\n1,{cell}\n".encode(), "x.csv", IDS) == named


def test_a_file_that_cannot_be_searched_may_name_every_paper():
    book = register(HEAD + ROWS)
    assert book.named_in(b"PK", "return.xlsx", IDS) == IDS
    assert book.named_in("source_id\n".encode("utf-16"), "x.csv", IDS) == IDS
    assert book.named_in("source_id\npaper\n\xe9\n".encode("cp1252"), "X.CSV", IDS) == {"paper"}


@pytest.mark.parametrize(
    "text",
    [
        f"Register of papers\n{HEAD}{ROWS}",
        (HEAD + ROWS).replace(",", ";"),
        f"sep=,\n{HEAD}{ROWS}",
        HEAD.replace("source_id", "Source ID") + ROWS,
        HEAD + ROWS + "short,row\n",
        HEAD + ROWS + 'open,"quotation,Nobody\n',
        "",
    ],
)
def test_of_a_register_that_is_not_plain_every_byte_counts(text):
    before, after = register(text), register(f"{text}new,A new paper,Nobody\n")
    assert not same(before, after)
    assert same(before, register(text))


def test_a_register_in_another_encoding_counts_whole():
    assert register(HEAD + ROWS, "utf-16").ids == set()
    assert register(HEAD + ROWS + "\xe9,\xe9,\xe9\n", "cp1252").ids == set()


def test_a_row_whose_id_cannot_be_searched_for_counts_always():
    before, after = register(HEAD + ROWS), register(f"{HEAD}{ROWS}two words,A paper,Nobody\n")
    assert not same(before, after)
