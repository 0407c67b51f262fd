"""A suite's patterns at each limit and one beyond, and which parts of a pattern can be confused with the next."""

import pytest

from trustbook.checks.safe_patterns import LONGEST, PatternError, require_quick


def refusal(pattern):
    """Why a pattern is refused; nothing if it is taken."""
    try:
        require_quick(pattern)
    except PatternError as error:
        return str(error)
    return ""


def within(depth):
    return "^" + "(" * depth + "a" + ")" * depth + "$"


def choices(*numbers):
    """So many choices that begin alike, one group after the other: their ways multiply."""
    return "^" + "".join("(?:" + "|".join(["a"] * number) + ")" for number in numbers) + "$"


@pytest.mark.parametrize(
    ("allowed", "beyond", "why"),
    [
        ("^" + "a" * (LONGEST - 1), "^" + "a" * LONGEST, "it has 201 characters, and at most 200 are allowed"),
        ("^a{50}$", "^a{51}$", "it repeats more than 50 times"),
        ("^a{1,50}$", "^a{1,51}$", "it repeats more than 50 times"),
        ("^a{50,}$", "^a{51,}$", "it repeats more than 50 times"),
        (within(5), within(6), "groups lie too deep in each other"),
        (choices(20), choices(21), "it could match in too many ways"),
        (choices(4, 5), choices(3, 7), "it could match in too many ways"),
        (f"^(?:{choices(20)[1:-1]}|b)$", f"^(?:{choices(21)[1:-1]}|b)$", "it could match in too many ways"),
        (f"^(?:b|{choices(20)[1:-1]})$", f"^(?:b|{choices(21)[1:-1]})$", "it could match in too many ways"),
        ("^\u017f$", "^\u0180$", "it has U+0180 LATIN SMALL LETTER B WITH STROKE"),
    ],
    ids=lambda part: part[:20],
)
def test_a_pattern_at_a_limit_is_taken_and_one_beyond_is_refused_with_the_limit(allowed, beyond, why):
    assert refusal(allowed) == ""
    assert why in refusal(beyond)


def test_groups_that_follow_each_other_are_not_within_each_other():
    assert refusal("^" + "".join(f"({letter})" for letter in "abcdefgh") + "$") == ""
    assert refusal("^(a)(b)c|^d$") == ""
    assert refusal("^(a)(b)c|d$") == "it does not begin with ^"


@pytest.mark.parametrize(
    "pattern",
    [
        *("^a?b$", "^a*b$", "^a+b$", "^a{2}a$", "^a{2,2}a$", "^a{2}a{3}a$", "^a{0,1}b$", "^a{3,}b$"),
        *("^(?:ab)*$", "^(?:ab)+c$", "^(?:ab){2,3}c$", "^(?:a|b)?c$", "^(?:a+)?b$", "^(?:a|b){1}c$"),
        *("^(?:a{2})*$", "^[ab]+c$", "^[^a]+a$", r"^\d+[a-z]$", r"^\d+\.\d+$", r"^\s\S+\s$", r"^\D+\d$", r"^\W+\w$"),
        *("^a?b?c$", "^(?:ab|cd)e$", "^[]]$", "^[^]]$", r"^[\]]$", r"^[\d-]+ $", "^(?:^a|^b)$", "^(?:a$|b$)", "^()$"),
        *("^a-b$", "^a,b$", r"^\{a\}$", "^a}$", "^]$", r"^\(\)$", "^.$", "^a{0}b$", "^(?:a|)$"),
    ],
)
def test_a_pattern_whose_parts_show_where_they_end_is_taken(pattern):
    assert refusal(pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        *((each, "could also belong to it") for each in ("^a?a$", "^a*a$", "^a+a$", "^a{2,}a$", "^a{2,3}a$", "^.+a$")),
        *((each, "could also belong to it") for each in (r"^\d+\d$", r"^\w+1$", "^[ab]+[bc]$", "^a+b?a$", "^a?b?a$")),
        *((each, "could also belong to it") for each in ("^(?:a+)a$", "^(?:a|ba?)a$", "^(?:a?b?)b$", "^b(?:a+|b)a$")),
        *((each, "is repeated") for each in ("^(?:a?)*$", "^(?:a+)+$", "^(?:a|b)*$", "^(?:ab?)+$", "^(?:a|a){2}$")),
        *(
            (each, "is repeated")
            for each in ("^(?:a*)+$", "^(?:a?){2}$", "^(?:a{2,3})*$", "^(?:a{1,2}){2}$", "^(?:)*$")
        ),
        *((each, "one repeat follows another") for each in ("^a+?$", "^a*+$", "^a{2}{3}$", "^a??$", "^a{2}*$")),
        *((each, "a { begins no number") for each in ("^a{$", "^a{,2}$", "^a{b}$", "^a{1,2,3}$")),
        *((each, "follows nothing that it could repeat") for each in ("^*", "^+a", "^?", "^{2}", "^(?:*a)$", "^a|^+b")),
        *((each, "a ^ stands in the middle") for each in ("^a^b", "^(?:a^b)$", "^[a]^$")),
        *((each, "a $ stands in the middle") for each in ("^a$b", "^(?:a$b)", "^$a", "^a$$")),
        *((each, "a [ is not closed") for each in ("^[", "^[]", "^[^]", "^[a", r"^[a\]")),
        *((each, "a [ stands within another") for each in ("^[[]$", "^[a[]$", "^[[:alpha:]]$")),
        *(
            (each, "is not among those that are allowed")
            for each in (r"^\1", r"^\b", r"^\Z", "^\\", r"^\x41", r"^[\b]$")
        ),
        *((each, "a group begins with (?") for each in ("^(?=a)", "^(?!a)", "^(?P<a>b)", "^(?i)a", "^(?#a)b", "^(?")),
        *((each, "a ( is not closed") for each in ("^(", "^(a", "^(?:a", "^((a)")),
        *((each, "a ) stands without a (") for each in ("^a)", "^)", "^(a))$")),
        *((each, "it does not begin with ^") for each in ("", "a", "|^a", "^a|", "(^a)", "$")),
        ("^[b-a]$", "it is no regular expression"),
        ("^a{3,2}$", "it is no regular expression"),
        ("^[a--b]$", "it is no regular expression"),
    ],
)
def test_a_pattern_is_refused_with_the_reason_that_it_has(pattern, why):
    assert why in refusal(pattern)


@pytest.mark.parametrize(
    ("alike", "apart"),
    [
        (["a|a"] * 5, ["a|b"] * 5),
        (["ab|ac"] * 5, ["ab|bc"] * 5),
        ([r"\d|1"] * 5, [r"\d|x"] * 5),
        (["a||b"] * 5, ["a|b|c"] * 5),
        ([".|a"] * 5, ["[^a]|a"] * 5),
    ],
    ids=lambda part: part[0],
)
def test_choices_that_begin_alike_multiply_the_ways_and_those_that_differ_do_not(alike, apart):
    def group(parts):
        return "^" + ",".join(f"(?:{each})" for each in parts) + "$"

    assert refusal(group(alike)) == "it could match in too many ways"
    assert refusal(group(apart)) == ""


def test_the_ways_of_a_choice_are_those_of_the_one_with_most_where_they_begin_differently():
    many = "(?:" + "|".join(["a"] * 20) + ")"
    assert refusal(f"^(?:{many}|b)$") == ""
    assert refusal(f"^(?:{many}|a)$") == "it could match in too many ways"
    assert refusal(f"^(?:b|{many})(?:c|d)$") == ""
