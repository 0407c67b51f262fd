"""Make the files of a workspace that are trustbook's: those that `init` writes and `upgrade` brings up to date.

In: the template, and the few facts about the workspace that stand in it. Out: the files by name. What is the body's
own, such as its settings and its data, is not among them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from trustbook import __version__
from trustbook.core.errors import WorkspaceError
from trustbook.core.period import Period
from trustbook.starting.answers import Answers
from trustbook.starting.contents import narrowed
from trustbook.starting.template import GENERATED, template

_FILES = {
    ".gitignore": "gitignore",
    ".pre-commit-config.yaml": "pre-commit-config.yaml",
    ".github/workflows/report.yml": "report.yml",
    "README.md": "README.md",
    "requirements.txt": "requirements.txt",
}
"""The files that are not in the repository's own workspace as they are here, and what they are made from."""
_EXAMPLE_YEAR = 2026
# the marks differ from the usual ones, which a hosted workflow uses itself; nothing here is HTML
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "files"),
    undefined=StrictUndefined,
    autoescape=False,
    keep_trailing_newline=True,
    variable_start_string="[[",
    variable_end_string="]]",
    block_start_string="[%",
    block_end_string="%]",
    comment_start_string="[#",
    comment_end_string="#]",
)


@dataclass(frozen=True)
class Facts:
    """What stands of a body in files that are trustbook's, as it was said at the start."""

    name: str
    body: str
    example: str
    """A period that the body reports, for the README."""
    chapters: tuple[str, ...]

    @classmethod
    def of(cls, answers: Answers) -> Facts:
        """Return the facts among the answers."""
        example = str(Period(_EXAMPLE_YEAR, answers.months[0]))
        return cls(answers.name, answers.words["body"], example, answers.chapters)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Facts:
        """Read what `as_json` wrote. Raises WorkspaceError if it is something else."""
        try:
            made = cls(values["name"], values["body"], values["example"], tuple(values["chapters"]))
        except (KeyError, TypeError):
            made = cls("", "", "", ())
        if not made.name or not all(isinstance(each, str) for each in (made.name, made.body, made.example)):
            raise WorkspaceError("what trustbook keeps of this workspace cannot be read", file=".trustbook")
        return made

    def as_json(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)

    def with_chapters(self, chapters: tuple[str, ...]) -> Facts:
        """Return the same with other chapters."""
        return replace(self, chapters=chapters)

    @property
    def title(self) -> str:
        """The title of the book."""
        return f"{self.name} finance report"


def managed_files(facts: Facts) -> dict[str, bytes]:
    """Return the files that the installed version has for a workspace."""
    files = narrowed(template(), facts.chapters)
    files["_config.yml"] = _entitled(files["_config.yml"], facts.title)
    values = {
        "title": facts.title,
        "name": facts.name,
        "the_body": f"the {facts.body}",
        "example": facts.example,
        "version": __version__,
    }
    for name, source in _FILES.items():
        files[name] = filled_in(source, values)
    return {name: content for name, content in sorted(files.items()) if name not in GENERATED}


def filled_in(source: str, values: Mapping[str, str]) -> bytes:
    """Fill in one of the files that are not in the repository's own workspace."""
    return _ENVIRONMENT.get_template(source).render(values).encode()


def generated_pages() -> dict[str, bytes]:
    """Return the pages that reports write, as they are before the first one."""
    return {name: content for name, content in template().items() if name in GENERATED}


def _entitled(config: bytes, title: str) -> bytes:
    """Replace the title of the book."""
    lines = config.decode("utf-8").splitlines(keepends=True)
    quoted = json.dumps(title, ensure_ascii=False)
    return "".join(f"title: {quoted}\n" if line.startswith("title:") else line for line in lines).encode()
