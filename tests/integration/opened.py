"""Does one piece of work in this process and prints every file of the workspace that was opened for it.

In: workspace, what (gate, figures, edition, or a chapter), period. Out: paths from the workspace's root, one a line.
"""

import json
import os
import sys
from pathlib import Path


def main(root: Path, what: str, period: str) -> None:
    opened: set[str] = set()

    def listen(event: str, values: tuple) -> None:
        if event == "open" and isinstance(values[0], (str, Path)):
            opened.add(os.path.abspath(values[0]))  # noqa: PTH100

    from trustbook.period import Period
    from trustbook.workspace import Workspace

    os.chdir(root)
    place, chosen = Workspace(root), Period.parse(period)
    sys.addaudithook(listen)
    if what == "gate":
        from trustbook.gate.check import check

        check(place, [chosen])
    elif what == "figures":
        from trustbook import pipeline
        from trustbook.publish.downloads import write_downloads

        pipeline.write_metrics(place, [chosen])
        write_downloads(place, chosen, pipeline.tie_out(place, [chosen])[chosen])
    elif what == "edition":
        from trustbook.publish import edition

        edition._lay_out(place, chosen, place.build / "books" / period, edition.facts(place, chosen), None)
    else:
        notebook = place.notebooks / f"{what}.ipynb"
        names: dict[str, object] = {}
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), names)
                if "parameters" in cell["metadata"].get("tags", []):
                    names["period"] = period
    inside = [Path(each) for each in opened if each.startswith(str(root)) and Path(each).is_file()]
    print("\n".join(sorted(each.relative_to(root).as_posix() for each in inside)))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3])
