"""List the sections of a committee's paper, in order, each with its title and who usually writes it.

In: nothing. Out: `SECTIONS`, from which papers and the default template are made; `kind_of` finds one by its key.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class SectionKind:
    """A section that a paper can have, by its key; `parts` are the sections within it."""

    key: str
    title: str
    who: str = ""
    """Who usually writes it, where neither figures nor settings do; empty if nobody has to."""
    what: str = ""
    """What is to be written: `the legal implications`."""
    parts: tuple[SectionKind, ...] = ()


_AUTHOR, _MONITORING, _FINANCE = "the report's author", "the monitoring officer", "the section 151 officer"
_DEMOCRATIC = "Democratic Services"

SECTIONS = (
    SectionKind("purpose", "Purpose of report", _AUTHOR, "what the report is for"),
    SectionKind("executive_summary", "Executive summary", _AUTHOR, "a summary"),
    SectionKind(
        "recommendations",
        "Recommendations",
        _AUTHOR,
        "what the committee is asked to do",
        (
            SectionKind("reasons", "Reasons for recommendations", _AUTHOR, "why this is recommended"),
            SectionKind("alternatives", "Alternative options considered", _AUTHOR, "which other options there were"),
        ),
    ),
    SectionKind("background", "Report background", _AUTHOR, "the background"),
    SectionKind("issues", "Issues and choices", _AUTHOR, "the issues, and what can be chosen"),
    SectionKind("actions", "Actions of the last meeting"),
    SectionKind("next_steps", "Next steps", _AUTHOR, "what happens next"),
    SectionKind(
        "implications",
        "Implications (including financial implications)",
        parts=(
            SectionKind(
                "finance", "Resources, financial and transformation", _FINANCE, "the implications for resources"
            ),
            SectionKind("legal", "Legal and governance", _MONITORING, "the legal implications"),
            SectionKind("policies", "Relevant policies and plans", _AUTHOR, "which policies and plans this serves"),
            SectionKind("risk", "Risk", _AUTHOR, "the risks, and whether they are on a risk register"),
            SectionKind("consultation", "Consultation", _AUTHOR, "who was consulted, or that nobody was"),
            SectionKind(
                "advisory_panel",
                "Consideration by executive advisory panel",
                _DEMOCRATIC,
                "whether an executive advisory panel has considered this report",
            ),
            SectionKind(
                "executive_leadership",
                "Consideration by executive leadership team",
                _AUTHOR,
                "whether the executive leadership team has considered this report",
            ),
            SectionKind(
                "scrutiny",
                "Consideration by scrutiny",
                _DEMOCRATIC,
                "whether overview and scrutiny has considered this report",
            ),
            SectionKind(
                "equality", "Equality implications", "the equality lead", "the implications for equality, or none"
            ),
            SectionKind(
                "climate",
                "Climate and environment impact",
                "the climate lead",
                "the impact on climate and environment, or none",
            ),
            SectionKind("community", "Community impact", _AUTHOR, "the impact on communities, or none"),
            SectionKind("crime", "Crime and disorder impact", _AUTHOR, "the impact on crime and disorder, or none"),
        ),
    ),
    SectionKind("background_papers", "Background papers", _AUTHOR, "the background papers, or that there are none"),
)


def every_kind() -> Iterator[SectionKind]:
    """Yield every section, each before those within it."""
    for section in SECTIONS:
        yield section
        yield from section.parts


def kind_of(key: str) -> SectionKind:
    """Find a section by its key. Raises KeyError if there is none."""
    return {each.key: each for each in every_kind()}[key]
