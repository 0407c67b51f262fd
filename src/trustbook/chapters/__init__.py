"""Hold one folder for each chapter: what it reads, checks, works out, says and draws.

`config/discovery.py` finds them: the library's here, a workspace's own in its `chapters/`. A notebook names no
workspace, so the chapters of the current folder's workspace are made ready to import.
"""

from contextlib import suppress
from pathlib import Path

from trustbook.config.discovery import use_chapters_around

with suppress(FileNotFoundError):  # the current folder no longer exists
    use_chapters_around(Path.cwd())
