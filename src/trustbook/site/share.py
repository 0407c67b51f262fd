"""Pack the site into one file that can be sent, and that opens from a folder without a server.

In: the folder of a site. Out: a ZIP file with one folder in it, the same bytes for the same site.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from trustbook.core.errors import PublishError
from trustbook.core.formatting import slug

_FIXED = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the archive: when it was packed says nothing, and would change its bytes."""
_READABLE = 0o644 << 16
_HOW_TO_OPEN = """Unpack this folder, and open index.html in it with a browser. It needs no server and no internet.
"""


def share(site: Path, title: str, place: Path | None = None) -> Path:
    """Write the site as a ZIP file, by default one of its title here, and return its path.

    Raises PublishError if there is no site, or no room for it.
    """
    if not (site / "index.html").exists():
        raise PublishError("no site has been built", mend="Type: trustbook report")
    folder = slug(title).replace("_", "-")
    place = place or Path(f"{folder}.zip")
    packed = place.with_name(f".{place.name}.part")
    try:
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            _add(archive, f"{folder}/how-to-open.txt", _HOW_TO_OPEN.encode())
            for path in sorted(each for each in site.rglob("*") if each.is_file()):
                _add(archive, f"{folder}/{path.relative_to(site).as_posix()}", path.read_bytes())
        packed.replace(place)
    except OSError as error:
        what = f"it cannot be written ({error})"
        raise PublishError(what, file=str(place), mend="Name another place with --to.") from None
    finally:
        packed.unlink(missing_ok=True)
    return place


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _FIXED)
    entry.external_attr = _READABLE
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)
