from trustbook.components.charts.text_width import widest, width_of, wrapped


def test_a_text_is_broken_between_words_into_lines_that_fit():
    made = wrapped("Social care transport, journey planning and contact", 150)
    assert made.replace("\n", " ") == "Social care transport, journey planning and contact"
    assert widest([made]) <= 150
    assert made.count("\n") >= 2


def test_a_word_that_is_wider_than_its_line_is_not_cut():
    assert wrapped("a Nichtverfügbarkeitsbescheinigung b", 40) == "a\nNichtverfügbarkeitsbescheinigung\nb"


def test_bold_text_is_wider():
    assert width_of("Placements", bold=True) > width_of("Placements")
