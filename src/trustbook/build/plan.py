"""Which of the work that a command asks for is still to be done, stage by stage.

In: a workspace and periods. Out: the `Task`s whose results do not stand yet; all others are put in place on the way.
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
    """One command's view of what is made. As a context it writes down at its end what was learnt, however it ends."""

    def __init__(self, workspace: Workspace, *, fresh: bool = False) -> None:
        self._build = workspace.build
        self.ingredients = CacheInputs(workspace)
        self.cache = Cache(workspace.build, fresh=fresh)
        self._made: dict[Period, list[Task]] = {}
        self._in_the_site: dict[Period, Task] = {}
        self._editions: dict[Period, Task] = {}
        self._being_built: set[Period] = set()

    def __enter__(self) -> Plan:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cache.close(self.ingredients.periods)

    def returns_to_check(self, periods: Sequence[Period]) -> dict[Period, Task]:
        """Returns whose findings do not stand."""
        tasks = {period: self.ingredients.gate(period) for period in periods}
        return {period: task for period, task in tasks.items() if self._to_do(task, exactly=True)}

    def chapters_to_run(self, periods: Sequence[Period]) -> dict[tuple[Period, str], Task]:
        """Chapters that are not executed. What an earlier run left of notebooks that are gone is deleted."""
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
        """Periods whose headline figures, tie-out or data to take away do not stand."""
        tasks = {period: self.ingredients.figures(period) for period in periods}
        return {period: task for period, task in tasks.items() if self._to_do(task)}

    def editions_to_build(self, periods: Sequence[Period], *, pdf: bool = False) -> dict[Period, Task]:
        """Editions that do not stand as the stages before would make them.

        Where the whole site stands, its editions' own folders are looked at only if a new site is made of them. What an
        edition is made from is held to what was recorded of it. Raises PublishError as `hold` does.
        """
        for period in periods:
            if not self._knows_the_stages_before(period):
                self.hold(period)
        tasks = {period: self.ingredients.edition(period, self._stages_before(period), pdf=pdf) for period in periods}
        self._editions |= tasks
        self._in_the_site |= {period: task for period, task in tasks.items() if self.cache.stands_in_the_site(task)}
        waiting = {
            period: task for period, task in tasks.items() if period not in self._in_the_site and self._to_do(task)
        }
        for period in waiting:
            if self._knows_the_stages_before(period):
                self.hold(period)
        self._being_built |= waiting.keys()
        return waiting

    def hold(self, period: Period, *, but: Collection[Task] = ()) -> None:
        """Hold what an edition is made from, to the last byte, to what was recorded when it was made.

        What differs is brought back. Raises PublishError where the store does not have it any more. Left out is what is
        made anew (`but`).
        """
        stages = [self.ingredients.gate(period), self.ingredients.figures(period)]
        stages += [self.ingredients.chapter(period, name) for name in self.ingredients.chapters]
        left_out = {task.title for task in but}
        for task in stages:
            if task.title not in left_out and not self.cache.is_sound(task.title, task.outputs):
                raise _harmed(task.title, task.outputs[0], period)

    def editions_to_mend(self) -> dict[Period, Task]:
        """Editions that a new site would be made of, and that are not to the last byte what was made.

        What differs is brought back where the store has it. Raises PublishError for one that this command is not about.
        """
        for period in self.ingredients.periods:
            place = f"editions/{period}"
            if period not in self._editions and not self.cache.is_sound(f"{period} edition", (place,)):
                raise _harmed(f"{period} edition", place, period)
        return {
            period: task
            for period, task in self._editions.items()
            if period not in self._being_built and self._to_do(task, exactly=True)
        }

    def site(self) -> str:
        """The name of the site of the editions that stand now."""
        stand = {}
        for period in self.ingredients.periods:
            place = f"editions/{period}"
            if (self._build / place).is_dir():
                stand[str(period)] = self.cache.key_of(f"{period} edition") or self.cache.state_of(place)
        return self.ingredients.site(stand)

    def why(self) -> list[str]:
        """Say of each piece of work whether it was done, and why."""
        return [
            f"{title}: {'made' if each.ran else 'not made again'}: {each.why}"
            for title, each in sorted(self.cache.decisions.items())
        ]

    @property
    def did_nothing(self) -> bool:
        """Whether nothing had to be made."""
        return not any(each.ran for each in self.cache.decisions.values())

    def _to_do(self, task: Task, *, exactly: bool = False) -> bool:
        self._made.setdefault(task.period, []).append(task)
        return not self.cache.ready(task, exactly=exactly)

    def _stages_before(self, period: Period) -> dict[str, str]:
        """What the stages before gave: as this command knows it, or as it stands if another command made it."""
        if self._knows_the_stages_before(period):
            stages = [task for task in self._made[period] if task.kind != "edition"]
            return {path: name for task in stages for path, name in self.cache.files(task).items()}
        return self.cache.contents(self.ingredients.stages_before(period))

    def _knows_the_stages_before(self, period: Period) -> bool:
        return {"gate", "chapter", "figures"} <= {task.kind for task in self._made.get(period, [])}


def _harmed(title: str, place: str, period: Period) -> PublishError:
    return PublishError(
        f"this is not what was made ({title})",
        file=f"_build/{place}",
        expected="what was recorded when it was made, to the last byte",
        mend=f"Make it again: trustbook report --fresh {period}",
    )
