from trustbook.chapters.youth_justice import analysis

from trustbook.data.period_data import open_material


def test_the_chapter_counts_what_the_return_says():
    found = analysis.analyse(open_material("newest"))
    assert (found.orders, found.remands) == (41, 3)
