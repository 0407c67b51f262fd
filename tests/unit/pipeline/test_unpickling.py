"""What comes from a cluster is unpickled, and nothing in it runs."""

import builtins
import os
import pickle

import pytest

pytest.importorskip("distributed")

import distributed.client
import tblib.pickling_support
from distributed import protocol
from distributed.comm.core import CommClosedError
from distributed.core import clean_exception, error_message
from distributed.scheduler import KilledWorker

from trustbook.core.errors import WorkerError
from trustbook.pipeline.distributed import unpickling
from trustbook.pipeline.distributed.unpickling import Foreign, inert

RAN = []


def run(*arguments):
    RAN.append(arguments)
    return "ran"


class NamedError(Exception):
    pass


class Where:
    def __init__(self):
        self.address = "tcp://somewhere"


class Runs:
    """Asks for something to be called when it is unpickled."""

    def __init__(self, *what):
        self.what = what

    def __reduce__(self):
        return self.what


class RunsWhenBuilt:
    def __setstate__(self, state):
        run("built", state)

    def __getstate__(self):
        return {"x": 1}


EVIL = [
    Runs(run, ("it ran",)),
    Runs(builtins.eval, ("RAN.append(1)", {"RAN": RAN})),
    Runs(os.system, ("touch /tmp/it-ran",)),
    Runs(getattr, (RAN, "append")),
    [{"deep": (Runs(run, ()),)}],
    RunsWhenBuilt(),
    ValueError(Runs(run, ())),
    Runs(tblib.pickling_support.unpickle_exception, (run, ("it ran",), None, None)),
    Runs(tblib.pickling_support.unpickle_exception_with_attrs, (Runs, {"x": 1}, None, None, None, None, None)),
]
WAYS = {
    "serialized": lambda it: protocol.loads(protocol.dumps({"x": protocol.Serialize(it)})),
    "pickled": lambda it: protocol.loads(protocol.dumps({"x": protocol.ToPickle(it)})),
    "an error": lambda it: clean_exception(pickle.dumps(it), pickle.dumps(it)),
    "a type": lambda it: distributed.client.loads(pickle.dumps(it)),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("number", range(len(EVIL)))
def test_nothing_runs_by_whatever_way_it_comes(way, number):
    RAN.clear()
    with inert():
        try:
            WAYS[way](EVIL[number])
        except Exception as error:
            assert not isinstance(error, NameError)  # noqa: PT017
    assert RAN == []


def test_plain_values_and_bytes_come_through():
    values = {"a": [1, 2.5, None, True, "text", b"bytes" * 10_000, (1, 2), {3}, frozenset({4}), 1j, bytearray(b"x")]}
    with inert():
        assert protocol.loads(protocol.dumps({"x": protocol.Serialize(values)}))["x"] == values
        assert protocol.loads(protocol.dumps({"x": protocol.ToPickle(values)}))["x"] == values
        assert protocol.loads(protocol.dumps({"x": protocol.Serialize(b"answer")}))["x"] == b"answer"


def sent(error):
    """An error as a worker or a scheduler sends it."""
    try:
        raise error
    except Exception as raised:
        message = error_message(raised)
    message = {"exception": message["exception"], "traceback": message["traceback"]}
    with inert():
        came = protocol.loads(protocol.dumps(message))
        return clean_exception(came["exception"], came["traceback"])[1]


def test_errors_come_home_as_what_they_are_or_as_something_that_says_so():
    assert str(sent(ValueError("the sky fell"))) == "the sky fell"
    assert isinstance(sent(CommClosedError("gone")), OSError)
    killed = sent(KilledWorker("key", Where(), 3))
    assert "The last worker that attempt to run the task was tcp://somewhere" in str(killed)
    foreign = sent(NamedError("some", "words"))
    assert isinstance(foreign, Foreign)
    assert (type(foreign).__name__, foreign.args) == ("NamedError", ("some", "words"))
    assert isinstance(sent(WorkerError("it differs", file="x")), Exception)


def test_an_interruption_or_exit_of_a_worker_is_none_of_ours():
    for kind in (KeyboardInterrupt, SystemExit):
        with inert():
            assert isinstance(protocol.pickle.loads(pickle.dumps(kind("stop"))), Foreign)


def test_it_holds_no_longer_than_asked():
    with inert():
        pass
    RAN.clear()
    assert protocol.pickle.loads(pickle.dumps(Runs(run, (1,)))) == "ran"


def test_a_version_that_unpickles_in_another_way_is_refused(monkeypatch):
    monkeypatch.setattr(distributed.client, "loads", pickle.loads)
    with pytest.raises(WorkerError, match="in a way that is not known here"), inert():
        pytest.fail("it was used")
    assert unpickling._distributed.protocol.pickle.pickle is pickle
