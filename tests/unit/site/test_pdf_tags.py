"""What Chromium leaves untagged on a sheet is marked as decoration, and nothing else is touched."""

import pytest

from trustbook.site.pdf_tags import with_artifacts

TAGGED = b"q\n/P <</MCID 0 >>BDC\nBT\n<0031> Tj\nET\nEMC\nQ"


def test_a_background_and_the_edge_of_a_sheet_become_artifacts():
    content = b"0 0 688 1009 re\nf\n" + TAGGED + b"\nBT\n<0031> Tj\nET"
    made = with_artifacts(content)
    assert made == (
        b"/Artifact BMC\n0 0 688 1009 re\nf\nq\nEMC\n/P <</MCID 0 >>BDC\nBT\n<0031> Tj\nET\nEMC\n"
        b"/Artifact BMC\nQ\nBT\n<0031> Tj\nET\nEMC"
    )
    assert with_artifacts(made) == made


@pytest.mark.parametrize(
    "content",
    [TAGGED, b"q\n1 0 0 1 0 0 cm\nQ", b"f\nBT\n/P BMC\n<00> Tj\nEMC\nET", b"f\n/P BMC\nf"],
    ids=["all is tagged", "nothing is painted", "marks within a text", "a mark that does not end"],
)
def test_a_stream_of_another_form_stays_as_it_is(content):
    assert with_artifacts(content) == content
