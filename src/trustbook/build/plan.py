"""Find which work of a command is still to be done, stage by stage.

In: a workspace and periods. Out: the `Task`s whose results are missing or out of date; results that are cached are
restored on the way.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from types import TracebackType

from trustbook.build.cache import Cache
from trustbook.build.cache_inputs import CacheInputs, Task
from trustbook.config.workspace import Workspace
from trustbook.core.errors import PublishError
from trustbook.core.period import Period


class Plan:
    """The state of one command's work. On exit from the context, also after an error, it saves the cache's state."""

    def __init__(self, workspace: Workspace, *, fresh: bool = False) -> None:
        self._build = workspace.build
        self.ingredients = CacheInputs(workspace)
        self.cache = Cache(workspace.build, fresh=fresh)
        self._made: dict[Period, list[Task]] = {}
        self._current_in_site: dict[Period, Task] = {}
        self._editions: dict[Period, Task] = {}
        self._to_build: set[Period] = set()

    def __enter__(self) -> Plan:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cache.close(self.ingredients.periods)

    def returns_to_check(self, periods: Sequence[Period]) -> dict[Period, Task]:
        """Return the gate's tasks whose findings are not current."""
        tasks = {period: self.ingredients.gate(period) for period in periods}
        return {period: task for period, task in tasks.items() if self._to_do(task, exactly=True)}

    def chapters_to_run(self, periods: Sequence[Period]) -> dict[tuple[Period, str], Task]:
        """Return the chapters to execute. Results of notebooks that no longer exist are deleted."""
        for period in periods:
            for left in (self._build / "chapters" / str(period)).glob("*"):
                if left.stem not in self.ingredients.chapters:
                    left.unlink()
        tasks = {
            (period, name): self.ingredients.chapter(period, name)
            for period in periods
            for name in self.ingredients.chapters
        }
        return {place: task for place, task in tasks.items() if self._to_do(task)}

    def figures_to_work_out(self, periods: Sequence[Period]) -> dict[Period, Task]:
        """Return the periods whose headline figures, tie-out or downloads are not current."""
        tasks = {period: self.ingredients.figures(period) for period in periods}
        return {period: task for period, task in tasks.items() if self._to_do(task)}

    def editions_to_build(self, periods: Sequence[Period], *, pdf: bool = False) -> dict[Period, Task]:
        """Return the editions that are not current with the results of the earlier stages.

        If the site is current, the folders of its editions are checked only when a new site is made from them.
        What an edition is made from is compared with its record. Raises PublishError as `hold` does.
        """
        for period in periods:
            if not self._has_earlier_stages(period):
                self.hold(period)
        tasks = {period: self.ingredients.edition(period, self._earlier_stages(period), pdf=pdf) for period in periods}
        self._editions |= tasks
        self._current_in_site |= {period: task for period, task in tasks.items() if self.cache.stands_in_the_site(task)}
        waiting = {
            period: task for period, task in tasks.items() if period not in self._current_in_site and self._to_do(task)
        }
        for period in waiting:
            if self._has_earlier_stages(period):
                self.hold(period)
        self._to_build |= waiting.keys()
        return waiting

    def hold(self, period: Period, *, but: Collection[Task] = ()) -> None:
        """Verify, byte for byte, that what an edition is made from matches its record; skip tasks to be remade (`but`).

        What differs is restored. Raises PublishError if the store no longer has it.
        """
        stages = [self.ingredients.gate(period), self.ingredients.figures(period)]
        stages += [self.ingredients.chapter(period, name) for name in self.ingredients.chapters]
        left_out = {task.title for task in but}
        for task in stages:
            if task.title not in left_out and not self.cache.is_sound(task.title, task.outputs):
                raise _altered_error(task.title, task.outputs[0], period)

    def editions_to_mend(self) -> dict[Period, Task]:
        """Return the editions needed for a new site that differ from their record.

        What differs is restored if the store has it. Raises PublishError for a differing edition outside this
        command.
        """
        for period in self.ingredients.periods:
            place = f"editions/{period}"
            if period not in self._editions and not self.cache.is_sound(f"{period} edition", (place,)):
                raise _altered_error(f"{period} edition", place, period)
        return {
            period: task
            for period, task in self._editions.items()
            if period not in self._to_build and self._to_do(task, exactly=True)
        }

    def site(self, *more: str) -> str:
        """Return the key of the site made from the current editions, and of `more`."""
        editions = {}
        for period in self.ingredients.periods:
            place = f"editions/{period}"
            if (self._build / place).is_dir():
                editions[str(period)] = self.cache.key_of(f"{period} edition") or self.cache.state_of(place)
        return self.ingredients.site(editions, *more)

    def why(self) -> list[str]:
        """List each task with whether it was done, and why."""
        return [
            f"{title}: {'made' if each.ran else 'not made again'}: {each.why}"
            for title, each in sorted(self.cache.decisions.items())
        ]

    @property
    def did_nothing(self) -> bool:
        """Return whether every result was current."""
        return not any(each.ran for each in self.cache.decisions.values())

    def _to_do(self, task: Task, *, exactly: bool = False) -> bool:
        self._made.setdefault(task.period, []).append(task)
        return not self.cache.ready(task, exactly=exactly)

    def _earlier_stages(self, period: Period) -> dict[str, str]:
        """Return the results of the earlier stages: from this command's tasks, else from the files in `_build`."""
        if self._has_earlier_stages(period):
            stages = [task for task in self._made[period] if task.kind != "edition"]
            return {path: name for task in stages for path, name in self.cache.files(task).items()}
        return self.cache.contents(self.ingredients.stages_before(period))

    def _has_earlier_stages(self, period: Period) -> bool:
        return {"gate", "chapter", "figures"} <= {task.kind for task in self._made.get(period, [])}


def _altered_error(title: str, place: str, period: Period) -> PublishError:
    return PublishError(
        f"this is not what was made ({title})",
        file=f"_build/{place}",
        expected="what was recorded when it was made, to the last byte",
        mend=f"Make it again: trustbook report --fresh {period}",
    )
