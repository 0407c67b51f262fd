"""What lies beside the files of a return: litter of other programs, misspelt names, files in the wrong folder.

In: a true file. Out: another one, of its own or another name, in some folder of the workspace.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from corruption.operators.registry import Files, Spot, whole_return

_NAMED = "whatever lies in the folders is read, or named"
_LITTER = ("Thumbs.db", ".DS_Store", "desktop.ini", "~$forecast.xlsx", ".~lock.forecast.ods#")


def _put(name: str, says: str, files: Callable[[Spot, Random], Files], *, aloud: bool = True) -> None:
    def make(spot: Spot, random: Random) -> Files:
        return files(spot, random)

    make.__name__, make.__doc__ = name, says
    whole_return(seen_by=_NAMED, aloud=aloud)(make)


_put(
    "litter_beside_the_files",
    "What an operating system or a spreadsheet leaves behind.",
    lambda spot, random: {f"data/{spot.sheet.period}/{random.choice(_LITTER)}": b"\0\1\2"},
)
_put(
    "misspelt_file_in_a_return",
    "A dataset under a name with a slip.",
    lambda spot, random: {f"data/{spot.sheet.period}/forcast.csv": spot.sheet.raw},
)
_put(
    "misspelt_file_of_reference",
    "A reference dataset under a name with a slip.",
    lambda spot, random: {"data/reference/outturn.csv": spot.truth.of(None)["outturns"].raw},
)
_put(
    "file_beside_the_folders",
    "A file of a return outside the folder of its period.",
    lambda spot, random: {"data/forecast.csv": spot.sheet.raw},
)
_put(
    "folder_of_no_period",
    "A return in a folder whose name is no period.",
    lambda spot, random: {
        f"data/{random.choice(['2023-24-P13', '2023-24-P1', '2023-24 P12', 'new'])}/forecast.csv": b"x"
    },
)
_put(
    "parameters_with_another_ending",
    "Parameters that end in .yml.",
    lambda spot, random: {f"params/{spot.sheet.period}.yml": f"period: {spot.sheet.period}\n".encode()},
)
_put(
    "suite_of_nothing",
    "Expectations of a dataset that there is not.",
    lambda spot, random: {"expectations/forcast.json": b"{}"},
)
