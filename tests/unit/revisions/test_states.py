"""A state stands for every byte of inputs and results."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from trustbook.revisions.state import state_of

FILES = st.dictionaries(st.text(max_size=8), st.binary(max_size=8), max_size=4)


def of(inputs, results):
    def hashed(files):
        return {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}

    return state_of(hashed(inputs), hashed(results))


@given(one=st.tuples(FILES, FILES), other=st.tuples(FILES, FILES))
def test_two_states_are_the_same_only_if_all_files_are(one, other):
    assert (of(*one) == of(*other)) == (one == other)


@given(files=FILES, other=FILES)
def test_the_order_of_files_does_not_matter(files, other):
    assert of(files, other) == of(dict(reversed(files.items())), dict(reversed(other.items())))


@given(content=st.binary(min_size=1, max_size=40), data=st.data())
def test_any_byte_that_is_changed_is_another_state(content, data):
    place = data.draw(st.integers(0, len(content) - 1))
    changed = content[:place] + bytes([content[place] ^ data.draw(st.integers(1, 255))]) + content[place + 1 :]
    assert of({"data/a.csv": content}, {}) != of({"data/a.csv": changed}, {})
    assert of({}, {"metrics.json": content}) != of({}, {"metrics.json": changed})


def test_a_file_that_moves_is_another_state():
    files = {"a": b"1", "b": b"2"}
    assert of(files, {}) != of({"a": b"2", "b": b"1"}, {})
    assert of(files, {}) != of({}, files)
    assert of(files, {}) != of({"a": b"1"}, {})


def test_a_state_is_named_alike_by_later_versions():
    """Approvals and revisions that are kept name it."""
    assert of({"data/é.csv": b"1"}, {"metrics.json": b"2"}) == (
        "8b60986b2cb5dc3982ac898ea53f42af69569a8563464370b742208d8fb5323e"
    )
