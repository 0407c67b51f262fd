from trustbook.chapters.youth_justice import analysis

from trustbook.data.period_data import open_period


def test_the_chapter_counts_what_the_return_says():
    found = analysis.analyse(open_period("newest"))
    assert (found.orders, found.remands) == (41, 3)
