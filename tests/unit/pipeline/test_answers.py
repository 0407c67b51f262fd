"""What a worker sends is bytes of a known form, or it is refused; nothing in it can run or speak to a terminal."""

import json

import pytest

from trustbook.core.errors import ChapterError, PublishError, TrustbookError, WorkerError
from trustbook.core.period import Period
from trustbook.pipeline.distributed.answer import make_answer, read, read_tools, said, tell_tools, written
from trustbook.pipeline.distributed.fingerprint import MadeWith
from trustbook.pipeline.distributed.job import PeriodResult, Provenance

CAME = Provenance("digest", MadeWith("library", "3.11", ("pandas 3", "altair 6")), "far away, process 7")
FAILED = {"one": ChapterError("cell 2 failed", file="notebooks/one.ipynb", line=3, column="x", expected="y", mend="z")}


def fields(error):
    return type(error), vars(error)


def test_a_parcel_is_the_same_after_its_journey():
    sent = PeriodResult(Period(2030, 3), b"PK\nany\nbytes\0", CAME, FAILED, PublishError("it did not build"))
    came = read(written(sent))
    assert (came.period, came.files, came.provenance) == (sent.period, sent.files, sent.provenance)
    assert fields(came.failed["one"]) == fields(FAILED["one"])
    assert fields(came.error) == fields(sent.error)
    assert isinstance(written(sent), bytes)


def changed(**values):
    head, _, files = written(PeriodResult(Period(2030, 3), b"files", CAME, FAILED)).partition(b"\n")
    return json.dumps(json.loads(head) | values).encode() + b"\n" + files


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "text",
        {"period": "2030-31-P03"},
        PeriodResult(Period(2030, 3), b"", CAME, {}),
        b"",
        b"no head",
        b"{}\n",
        b"[]\n",
        b"\xff\xfe\n",
        b"{" * 100_000 + b"\n",
        b'"' + b"x" * 5_000_000 + b'"\n',
        changed(period="tomorrow"),
        changed(period=3),
        changed(more="x"),
        changed(failed=[]),
        changed(failed={"one": "x"}),
        changed(tools={"worker": "x"}),
        changed(error={"kind": "os.system"}),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_is_no_answer_is_refused_in_a_sentence(answer):
    with pytest.raises(WorkerError, match="what a worker sent is no answer"):
        read(answer)


def test_text_that_a_terminal_could_take_for_an_order_or_that_has_no_end_is_made_harmless():
    error = TrustbookError("\x1b]0;owned\x07\u202e" + "x" * 100_000, file="a\x00b")
    came = read(written(PeriodResult(Period(2030, 3), b"", CAME, {}, error)))
    assert came.error.problem.startswith("�]0;owned��xxx")
    assert len(came.error.problem) < 30_000
    assert came.error.file == "a�b"


def test_an_error_of_a_kind_that_we_do_not_have_is_an_error_all_the_same():
    told = {"kind": "object", "problem": "x", "file": None, "line": None, "column": None, "expected": "", "mend": ""}
    assert fields(read(changed(error=told)).error) == fields(TrustbookError("x"))


def test_what_stops_a_worker_is_raised_at_home():
    class PeriodTask:
        snapshot = "never sent"

    with pytest.raises(WorkerError, match="never sent the workspace"):
        read(make_answer(PeriodTask()))
    with pytest.raises(WorkerError, match="never sent the workspace"):
        read_tools(tell_tools("never sent"))
    for answer in (None, b"{}", "{}", '{"worker": 1}', "[" * 100_000):
        with pytest.raises(WorkerError, match="no answer"):
            read_tools(answer)


def test_an_error_that_cannot_even_be_printed_is_named():
    class MuteError(Exception):
        def __str__(self):
            raise RuntimeError

    assert said(MuteError()) == "MuteError"
    assert said(ValueError("\x1b[2J the sky\nfell")) == "ValueError: �[2J the sky"
