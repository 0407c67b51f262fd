"""Parcels: what is put in place, and what is refused and leaves everything as it was."""

from concurrent.futures import Future
from dataclasses import replace

import pytest

from trustbook.build.limits import Kernel
from trustbook.build.plan import Plan
from trustbook.core.errors import ChapterError, PublishError, TrustbookError, WorkerError
from trustbook.core.period import Period
from trustbook.pipeline.distributed import packing
from trustbook.pipeline.distributed.answer import make_answer, written
from trustbook.pipeline.distributed.client import Batch, make, prepare, receive
from trustbook.pipeline.distributed.job import PeriodResult, Provenance, make_period
from trustbook.pipeline.distributed.snapshot import Snapshot

EARLIER, LATER = Period(2030, 3), Period(2030, 4)


class InTurn:
    """An executor that does at once what is asked, in its own way."""

    def __init__(self, do):
        self.do, self.asked = do, []

    def submit(self, function, *arguments):
        assert function is make_answer
        self.asked.append(arguments)
        future = Future()
        try:
            future.set_result(written(self.do(*arguments)))
        except Exception as error:
            future.set_exception(error)
        return future


@pytest.fixture
def lot(synthetic_workspace):
    """A lot of two periods and one chapter, whose returns are checked, and what is to be sent."""
    workspace = synthetic_workspace()
    (workspace.notebooks / "only.ipynb").write_text("{}")
    (workspace.root / "_toc.yml").write_text("root: notebooks/only\n")
    findings = workspace.build / "findings"
    findings.mkdir(parents=True)
    memory = Plan(workspace)
    for period, task in memory.returns_to_check([EARLIER, LATER]).items():
        (findings / f"{period}.json").write_text("{}")
        memory.cache.done(task)
    return Batch(workspace, [EARLIER, LATER], memory)


@pytest.fixture
def snapshot(lot):
    return prepare(lot, Kernel.PLAIN, pdf=False)


def made(order, **more):
    period = order.period
    return {
        f"chapters/{period}/only.ipynb": b"executed",
        f"metrics/{period}.json": b"{}",
        f"tieout/{period}.json": b"[]",
        f"downloads/{period}/all.csv": b"x",
        f"editions/{period}/index.html": b"page",
        f"editions/{period}/_static/x.css": b"",
        f"logs/edition-{period}.log": b"",
    } | more


def parcel(order, files=None, failed=None, error=None, **provenance):
    came = Provenance(order.snapshot, order.made_with, "far away, process 7")
    packed = packing.pack(made(order) if files is None else files)
    return PeriodResult(order.period, packed, replace(came, **provenance), failed or {}, error)


def standing(lot):
    build = lot.workspace.build
    return {
        path.relative_to(build).as_posix(): path.read_bytes()
        for path in build.rglob("*")
        if path.is_file() and "cache" not in path.parts
    }


def test_an_order_says_what_changed_and_sends_what_stands(lot, snapshot):
    order = lot.orders[LATER]
    assert snapshot == Snapshot.take(lot.workspace)
    assert (order.snapshot, order.chapters, order.figures) == (snapshot.digest, ("only",), True)
    assert packing.unpack(order.standing) == {f"findings/{LATER}.json": b"{}"}


def test_what_was_made_is_put_in_place_and_is_not_made_again(lot, snapshot):
    for order in lot.orders.values():
        assert receive(lot, parcel(order)) is True
    for order in lot.orders.values():
        assert made(order).items() <= standing(lot).items()
    lot.memory.cache.close(lot.memory.ingredients.periods)
    again = Batch(lot.workspace, lot.periods, Plan(lot.workspace))
    again.memory.returns_to_check(again.periods)
    assert prepare(again, Kernel.PLAIN, pdf=False) is None


def test_what_a_parcel_was_made_from_and_by_whom_is_kept(lot, snapshot):
    receive(lot, parcel(lot.orders[LATER]))
    kept = standing(lot)[f"provenance/{LATER}.json"].decode()
    for word in (snapshot.digest, lot.orders[LATER].made_with.library, "far away, process 7"):
        assert word in kept


def test_the_first_parcel_of_a_period_is_kept_and_a_second_does_nothing(lot, snapshot):
    order = lot.orders[LATER]
    receive(lot, parcel(order))
    before = standing(lot)
    second = made(order, **{f"editions/{LATER}/index.html": b"another page"})
    assert receive(lot, parcel(order, second)) is False
    assert standing(lot) == before


@pytest.mark.parametrize(
    "path",
    [f"editions/{EARLIER}/index.html", f"chapters/{LATER}/other.ipynb", "site/index.html", "cache/state.json"],
)
def test_a_parcel_that_holds_what_was_not_asked_for_is_refused_whole(lot, snapshot, path):
    before, order = standing(lot), lot.orders[LATER]
    with pytest.raises(WorkerError, match=f"far away, process 7 made of {LATER} holds {path}"):
        receive(lot, parcel(order, made(order, **{path: b"strange"})))
    assert standing(lot) == before


@pytest.mark.parametrize("path", ["../../outside", f"editions/{LATER}/../../../outside", "/outside"])
def test_a_parcel_that_leads_elsewhere_is_refused_whole(lot, snapshot, path):
    before, order = standing(lot), lot.orders[LATER]
    with pytest.raises(WorkerError, match="cannot be used"):
        receive(lot, parcel(order, made(order, **{path: b"strange"})))
    assert standing(lot) == before


def test_a_parcel_that_lacks_something_or_is_cut_short_is_refused_whole(lot, snapshot):
    before, order, later = standing(lot), lot.orders[LATER], lot.orders[EARLIER]
    short = {path: content for path, content in made(order).items() if not path.startswith("tieout")}
    with pytest.raises(WorkerError, match=f"lacks tieout/{LATER}"):
        receive(lot, parcel(order, short))
    with pytest.raises(WorkerError, match="damaged"):
        receive(lot, replace(parcel(later), files=parcel(later).files[:100]))
    assert standing(lot) == before


def test_a_parcel_made_with_other_tools_or_of_other_inputs_is_refused(lot, snapshot):
    before, order, other = standing(lot), lot.orders[LATER], lot.orders[EARLIER]
    with pytest.raises(WorkerError, match=r"far away, process 7 differs from this machine in trustbook's own code"):
        receive(lot, parcel(order, made_with=replace(order.made_with, library="other")))
    with pytest.raises(WorkerError, match="another state of the workspace"):
        receive(lot, parcel(other, snapshot="other"))
    assert standing(lot) == before


def test_a_worker_with_other_tools_does_nothing_and_one_that_was_sent_no_workspace_says_so(lot, snapshot):
    order = lot.orders[LATER]
    with pytest.raises(WorkerError, match="differs from this machine in the Python version"):
        make_period(replace(order, made_with=replace(order.made_with, python="other")), snapshot)
    with pytest.raises(WorkerError, match="never sent"):
        make_period(order)


def test_a_chapter_that_failed_comes_home_and_leaves_no_edition_and_other_periods_go_on(lot, snapshot):
    problem = ChapterError("cell 2 failed", file="notebooks/only.ipynb")

    def work(order, _):
        if order.period == LATER:
            return parcel(order, {f"failed/{LATER}/only.ipynb": b"as far as it ran"}, {"only": problem})
        return parcel(order)

    told = []
    make(
        [(lot, snapshot)], InTurn(work), None, lambda _, order, worker, good: told.append((order.period, worker, good))
    )
    assert sorted(told) == [(EARLIER, "far away, process 7", True), (LATER, "far away, process 7", False)]
    assert str(lot.error()) == str(problem)
    files = standing(lot)
    assert files[f"failed/{LATER}/only.ipynb"] == b"as far as it ran"
    assert f"editions/{EARLIER}/index.html" in files
    assert not [path for path in files if path.startswith((f"editions/{LATER}", f"chapters/{LATER}"))]


def test_what_goes_wrong_after_the_chapters_leaves_them_in_place(lot, snapshot):
    order = lot.orders[LATER]
    files = {path: content for path, content in made(order).items() if "edition" not in path}
    receive(lot, parcel(order, files, error=PublishError("it did not build")))
    assert f"chapters/{LATER}/only.ipynb" in standing(lot)
    assert f"metrics/{LATER}.json" in standing(lot)
    assert str(lot.error()) == "it did not build."


def test_a_worker_that_is_lost_costs_its_own_period_and_is_told_once(lot, snapshot):
    def work(order, _):
        raise RuntimeError("KilledWorker")

    make([(lot, snapshot)], InTurn(work), None, lambda *_: None)
    assert f"{EARLIER} was not made: RuntimeError: KilledWorker" in str(lot.error())
    assert f"{LATER} was not made" in str(lot.error())


def test_the_same_refusal_of_several_periods_is_said_once(lot, snapshot):
    def work(order, _):
        raise WorkerError("the worker differs")

    make([(lot, snapshot)], InTurn(work), None, lambda *_: None)
    assert str(lot.error()) == "the worker differs."
    assert isinstance(lot.error(), TrustbookError)


def test_a_snapshot_that_is_delivered_goes_with_no_order_and_one_that_is_not_with_each(lot, snapshot):
    delivered, with_each, without = [], InTurn(lambda order, _: parcel(order)), InTurn(parcel)
    make([(lot, snapshot)], without, lambda *what: delivered.append(what), lambda *_: None)
    assert delivered == [(snapshot, lot.orders[LATER].made_with)]
    assert [len(arguments) for arguments in without.asked] == [1, 1]
    lot.tasks.clear()
    make([(lot, snapshot)], with_each, None, lambda *_: None)
    assert [arguments[1] for arguments in with_each.asked] == [snapshot, snapshot]


def test_a_refusal_before_anything_is_sent_stops_the_lot(lot, snapshot):
    def refuse(*_):
        raise WorkerError("the worker differs")

    pool = InTurn(parcel)
    with pytest.raises(WorkerError):
        make([(lot, snapshot)], pool, refuse, lambda *_: None)
    assert pool.asked == []


def test_a_worker_that_answers_for_another_period_than_it_was_asked_for_is_refused(lot, snapshot):
    before = standing(lot)
    make([(lot, snapshot)], InTurn(lambda order, _: parcel(lot.orders[EARLIER])), None, lambda *_: None)
    assert f"answers something else than was asked of it for {LATER}" in str(lot.error())
    assert not [path for path in standing(lot).keys() - before.keys() if str(LATER) in path]


def test_a_parcel_with_the_failure_of_a_chapter_that_nobody_ordered_is_refused(lot, snapshot):
    order = lot.orders[LATER]
    with pytest.raises(WorkerError, match="something else"):
        receive(lot, parcel(order, failed={"../other": ChapterError("it failed")}))
