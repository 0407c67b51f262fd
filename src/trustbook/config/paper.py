"""Hold what a body says of its committee papers: the title block, and the standing text of each section.

In: `params/paper.yaml`, which need not be there. Out: `PaperSettings`. A text may have `{period}` (P11), `{month}`
(February 2024), `{year}` (2023/24) and the body's own words, such as `{budget}`, in it; other braces stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, field_validator, model_validator

from trustbook.config.assumptions import Strict
from trustbook.config.settings import require_periods
from trustbook.config.settings_files import read_yaml
from trustbook.config.workspace import PAPER_SETTINGS, Workspace
from trustbook.core.incoming import path_exists
from trustbook.core.period import Period

_Line = Annotated[str, Field(min_length=1, max_length=300)]
_Text = Annotated[str, Field(min_length=1, max_length=2_000)]
_Paragraphs = Annotated[
    tuple[_Text, ...],
    BeforeValidator(lambda value: (value,) if isinstance(value, str) else value),
    Field(min_length=1, max_length=50),
]
"""One text, or a list of paragraphs."""
Texts = dict[str, _Paragraphs]
"""Paragraphs by the key of their section."""


class PaperSettings(Strict):
    """Everything in `params/paper.yaml`; what it does not say, a person is asked to write."""

    title: str = Field(default="", max_length=300)
    authors: tuple[_Line, ...] = Field(default=(), max_length=20)
    """Roles, or names if the body shows them."""
    lead_members: tuple[_Line, ...] = Field(default=(), max_length=20)
    key_decision: bool | None = None
    call_in: bool | None = None
    equality_duty: bool | None = None
    exempt: bool | None = None
    """Whether it has confidential or exempt information."""
    exempt_paragraph: str = Field(default="", max_length=300)
    """The paragraph of Schedule 12A that exempts it."""
    recommendations: tuple[_Text, ...] = Field(default=(), max_length=20)
    """What the committee is asked to do apart from noting the figures."""
    texts: Texts = Field(default_factory=dict, max_length=50)
    titles: dict[str, _Line] = Field(default_factory=dict, max_length=50)
    """The body's own titles of sections."""
    leave_out: tuple[str, ...] = Field(default=(), max_length=50)
    """The sections that its papers do not have."""
    periods: dict[str, Texts] = Field(default_factory=dict, max_length=500)
    """Texts for one period, which take the place of the standing ones."""

    @field_validator("periods")
    @classmethod
    def _are_periods(cls, periods: dict[str, Texts]) -> dict[str, Texts]:
        require_periods(periods)
        return periods

    @model_validator(mode="after")
    def _paragraph_of_what_is_exempt(self) -> PaperSettings:
        if self.exempt_paragraph and not self.exempt:
            raise ValueError("it has an exempt_paragraph and not 'exempt: true'")
        return self

    @property
    def keys(self) -> list[str]:
        """List every key of a section that it names, each once."""
        named = [*self.texts, *self.titles, *self.leave_out, *(key for texts in self.periods.values() for key in texts)]
        return list(dict.fromkeys(named))

    def texts_in(self, period: Period) -> Mapping[str, tuple[str, ...]]:
        """Return the texts of a period, by the key of their section."""
        own: Mapping[str, Any] = self.periods.get(str(period), {})
        return {**self.texts, **own}


def paper_settings(workspace: Workspace) -> PaperSettings:
    """Read what a workspace says of its papers. Raises WorkspaceError for a file that cannot be read."""
    file = workspace.params / PAPER_SETTINGS
    return read_yaml(file, PaperSettings) if path_exists(file) else PaperSettings()
