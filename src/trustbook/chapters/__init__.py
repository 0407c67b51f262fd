"""One folder a chapter: what it reads, checks, works out, says and draws.

Found by discovery (`config/discovery.py`): the library's are here, a workspace's own in its `chapters/`. A notebook
names no workspace, so that the chapters of the one around the current folder are ready to import.
"""

from contextlib import suppress
from pathlib import Path

from trustbook.config.discovery import use_chapters_around

with suppress(FileNotFoundError):  # the current folder is gone
    use_chapters_around(Path.cwd())
