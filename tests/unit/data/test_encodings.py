"""A file in any encoding is read rightly, or refused with the line and the bytes: no letter is ever another."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schemas import SCHEMAS

from trustbook.core.errors import ReturnError
from trustbook.data.encodings import decode
from trustbook.data.rows import read_rows
from trustbook.data.schema import Kind

TELLS_ITSELF = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
OLDER = ["cp1252", "mac_roman", "cp437", "cp850", "iso-8859-15", "cp1250"]
COMMON = [
    *("Café budget \u2013 homes", "Children\u2019s homes", "£5k", "£5.2m", "naïve", "Pérez"),
    *(
        "façade",
        "rôle",
        "25°C",
        "Other\u00a0Care",
        "it\u2019s late",
        "don\u2019t",
        "2×3",
        "£\u2019000",
    ),
    *("“Staffing”", "Español", "Renée\u2019s café", "April\u2013June", "O\u2019Neill"),
]
"""What is read in Windows-1252 too."""
OTHERS = [
    *(
        "Zoë\u2019s crèche",
        "Luís",
        "Österreich",
        "CAFÉ",
        "voilà",
        "etc… and more",
        "Málaga",
    ),
    *(
        "Ångström",
        "Perú",
        "½ a post",
        "Tomáš",
        "Wałęsa",
        "Petrović",
        "Bjørn",
    ),
    *(
        "mother\u2013child",
        "±5",
        "straße",
        "œuvre",
        "Æon",
        "€5m",
        "• item",
        "§ 20",
        "país",
    ),
    *(
        "García",
        "maître",
        "Citroën",
        "Dvořák",
        "München",
        "Île",
        "señor",
        "5\u00a0000",
    ),
]
PHRASES = [*COMMON, *OTHERS]


def csv_of(schema, phrase):
    """A table of which the first column of text has the phrase in its second line."""
    place = next(place for place, column in enumerate(schema.columns) if column.kind is Kind.TEXT)
    lines = [[""] * len(schema.names) for _ in range(3)]
    for line, text in zip(lines, ("plain", phrase, "plain too"), strict=True):
        line[place] = f'"{text}"'
    return "\n".join(",".join(line) for line in [schema.names, *lines]) + "\n", place


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=lambda schema: schema.name)
@pytest.mark.parametrize("encoding", TELLS_ITSELF)
def test_what_is_in_an_encoding_that_tells_itself_is_read(tmp_path, schema, encoding):
    file = tmp_path / f"{schema.name}.csv"
    for phrase in PHRASES:
        text, place = csv_of(schema, phrase)
        file.write_bytes(text.encode(encoding))
        read = read_rows(file, file.name, schema.names)
        assert read.rows[2][1][place] == phrase.replace("\u00a0", " ")
        assert encoding == "utf-8" or any("UTF" in each.why or "byte order" in each.why for each in read.corrections)


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=lambda schema: schema.name)
@pytest.mark.parametrize("encoding", OLDER)
def test_what_is_in_an_older_encoding_is_read_rightly_or_refused_with_its_line_and_byte(tmp_path, schema, encoding):
    said = []
    file = tmp_path / f"{schema.name}.csv"
    for phrase in PHRASES:
        text, place = csv_of(schema, phrase)
        try:
            file.write_bytes(text.encode(encoding))
        except UnicodeEncodeError:
            continue
        try:
            read = read_rows(file, file.name, schema.names)
        except ReturnError as error:
            said.append((error.line, "byte " in error.problem and "is 0x" in error.problem, "CSV UTF-8" in error.mend))
        else:
            assert read.rows[2][1][place] == phrase.replace("\u00a0", " ")
    assert set(said) == {(3, True, True)}


@pytest.mark.parametrize("phrase", COMMON)
def test_what_a_spreadsheet_on_windows_commonly_writes_is_read(phrase):
    text = f"item,note\nA,{phrase}\n"
    read, corrections = decode(text.encode("cp1252"), "x.csv")
    assert read == text
    assert [(each.line, each.why) for each in corrections] == [(2, "the file is in Windows-1252 and not in UTF-8")]


@pytest.mark.parametrize("phrase", [each for each in PHRASES if not each.isascii()])
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp437", "cp850", "latin-1"])
def test_what_was_encoded_twice_is_refused_and_shown(phrase, encoding):
    try:
        mangled = phrase.encode().decode(encoding)
    except UnicodeDecodeError:
        pytest.skip("what is read so is no text in this encoding")
    with pytest.raises(ReturnError, match=r"in UTF-8 becomes where it is taken for") as caught:
        decode(f"item,note\nA,x\nB,{mangled}\n".encode(), "x.csv")
    assert caught.value.line == 3


@given(
    st.integers(0x80, 0xFF), st.sampled_from(["Caf\u00e9 \u00a35", "Children\u2019s \u2013 homes"]), st.integers(0, 40)
)
def test_one_damaged_byte_in_a_file_of_utf_8_is_named(byte, phrase, place):
    raw = f"item,note\nA,x\nB,{phrase}\nC,{'y' * 50}\n".encode()
    at = raw.index(b"yyy") + place
    damaged = raw[:at] + bytes([byte]) + raw[at + 1 :]
    with pytest.raises(ReturnError, match="the rest of the file is in UTF-8") as caught:
        decode(damaged, "x.csv")
    assert caught.value.line == 4
    assert f"byte {at + 1} is 0x{byte:02X}" in caught.value.problem


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_line_is_counted_whatever_ends_the_lines(ending):
    with pytest.raises(ReturnError) as caught:
        decode(ending.join(["item,note", "A,x", "B,caf\u00e9", "C,x"]).encode("mac_roman"), "x.csv")
    assert caught.value.line == 3


@pytest.mark.parametrize("marked", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_that_is_cut_short_or_damaged_is_refused(marked):
    raw = "item,note\nA,caf\u00e9\n".encode(marked)
    for broken in (raw[:-1], raw[:20] + b"\xd8\xd8\xd8\xd8" + raw[24:]):
        with pytest.raises(ReturnError, match="not text"):
            decode(broken, "x.csv")


def test_a_letter_that_was_lost_before_is_refused():
    with pytest.raises(ReturnError, match=r"U\+FFFD REPLACEMENT CHARACTER is in its place") as caught:
        decode("item,note\nA,caf\ufffd\n".encode(), "x.csv")
    assert caught.value.line == 2


@given(st.binary(max_size=60))
def test_any_bytes_are_a_text_or_one_sentence(raw):
    try:
        text, corrections = decode(raw, "x.csv")
    except ReturnError as error:
        said = str(error)
    else:
        said = "read"
        assert corrections or text.encode() == raw
    assert len(said.splitlines()) == 1


SMALL = st.characters(codec="mac_roman", categories=["Ll"], exclude_characters="ƒ")
"""Small letters of words: ƒ is a sign (of the florin, or of a function), and its byte is a letter of Windows-1252."""


@given(st.sampled_from(["{0}", "wo{0}d", "wor{0}", "{0}rd", "W{0}rd"]), SMALL, SMALL, st.sampled_from(OLDER[1:4]))
def test_no_word_in_an_encoding_of_macs_or_of_dos_becomes_another(word, letter, other, encoding):
    text = f"item,note\nA,one {word.format(letter + other)} more\nB,one {word.format(letter)} more\n"
    with suppress(UnicodeEncodeError, ReturnError):
        assert decode(text.encode(encoding), "x.csv")[0] == text
