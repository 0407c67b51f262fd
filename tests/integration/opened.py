"""Does pieces of work, each in a copy of this process, and prints every file of the workspace that was opened for it.

In: workspace, period, what (gate, figures, edition, or chapters). Out: one line of JSON each, paths from its root.
"""

import json
import os
import sys
from pathlib import Path


def main(root: Path, period: str, each: list[str]) -> None:

    import trustbook.checks.gate
    import trustbook.site.edition  # noqa: F401  each copy has them, and what they import, already

    os.chdir(root)
    for what in each:
        copy = os.fork()
        if copy == 0:
            print(json.dumps({what: opened_for(root, what, period)}), flush=True)
            os._exit(0)
        if os.waitpid(copy, 0)[1]:
            raise SystemExit(f"{what} failed")


def opened_for(root: Path, what: str, period: str) -> list[str]:
    opened: set[str] = set()

    def listen(event: str, values: tuple) -> None:
        if event == "open" and isinstance(values[0], (str, Path)):
            opened.add(os.path.abspath(values[0]))  # noqa: PTH100

    sys.addaudithook(listen)
    do(root, what, period)
    inside = [Path(each) for each in opened if each.startswith(str(root)) and Path(each).is_file()]
    return sorted(each.relative_to(root).as_posix() for each in inside)


def do(root: Path, what: str, period: str) -> None:
    from trustbook.config.workspace import Workspace
    from trustbook.core.period import Period

    place, chosen = Workspace(root), Period.parse(period)
    if what == "gate":
        from trustbook.checks.gate import check

        check(place, [chosen])
    elif what == "figures":
        from trustbook.pipeline.outputs import work_out

        list(work_out(place, [chosen]))
    elif what == "edition":
        from trustbook.site import edition

        edition._lay_out(place, chosen, place.build / "books" / period, edition.facts(place, chosen), None)
    else:
        notebook = place.notebooks / f"{what}.ipynb"
        names: dict[str, object] = {}
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), names)
                if "parameters" in cell["metadata"].get("tags", []):
                    names["period"] = period


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3:])
