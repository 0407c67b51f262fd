"""Make a tagged PDF of a Word document, by LibreOffice without a screen.

In: a document. Out: the bytes of its PDF, completed (pdf_completion.py). LibreOffice gets a profile of its own in a
temporary folder, so that neither its settings nor a window of it that is open matters. Without LibreOffice, an error
explains how to install it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from trustbook.committee.pdf_completion import completed
from trustbook.core.characters import excerpt
from trustbook.core.errors import PublishError
from trustbook.core.programs import program_of

_PROGRAMS = ("soffice", "libreoffice")
SECONDS = 180
_INSTALL = "on Debian or Ubuntu: sudo apt install libreoffice-writer"
_EXPORT = "/org.openoffice.Office.Common/Filter/PDF/Export"
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (
    (_EXPORT, "UseTaggedPDF", "true"),
    (_EXPORT, "ExportBookmarks", "true"),
    (_EXPORT, "DisplayPDFDocumentTitle", "true"),
    (_EXPORT, "UseLosslessCompression", "true"),
    (_SECURITY, "MacroSecurityLevel", "3"),
    (_SECURITY, "BlockUntrustedRefererLinks", "true"),
)
_REGISTRY = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{items}
</oor:items>
"""
_ITEM = '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'


def libreoffice() -> str:
    """Find LibreOffice: `TRUSTBOOK_LIBREOFFICE`, or one by its usual name. Raises PublishError if there is none."""
    if found := program_of("TRUSTBOOK_LIBREOFFICE", _PROGRAMS):
        return found
    raise PublishError(
        "the PDF of a paper needs LibreOffice, and none was found",
        mend=f"Install it ({_INSTALL}), name it in TRUSTBOOK_LIBREOFFICE, or save the paper as PDF in Word.",
    )


def as_pdf(document: Path) -> bytes:
    """Make the PDF of a document. Raises PublishError if there is no LibreOffice, or with what it said."""
    program = libreoffice()
    with TemporaryDirectory(prefix="trustbook-") as folder:
        place = Path(folder)
        _write_profile(place / "profile")
        source = place / "paper.docx"
        shutil.copyfile(document, source)
        profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--norestore", "--convert-to", "pdf:writer_pdf_Export"]
        said = _run([*command, "--outdir", str(place / "made"), str(source)], place)
        made = place / "made" / "paper.pdf"
        if not made.is_file():
            raise PublishError(
                f"LibreOffice made no PDF of {document.name}",
                mend=f"Its Writer may be missing ({_INSTALL}). It said: {excerpt(said.strip()) or 'nothing'}",
            )
        return completed(made.read_bytes())


def _run(command: list[str], home: Path) -> str:
    """Run LibreOffice, and return what it said; after the time limit it is ended, with all that it started."""
    environment = {**os.environ, "HOME": str(home)}
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=environment,
        start_new_session=os.name != "nt",
    )
    try:
        return process.communicate(timeout=SECONDS)[0]
    except subprocess.TimeoutExpired:
        raise PublishError(
            f"LibreOffice made no PDF in {SECONDS} seconds", mend="Try again, or save the paper as PDF in Word."
        ) from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        if os.name == "nt":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _write_profile(folder: Path) -> None:
    items = "\n".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(_REGISTRY.format(items=items), encoding="utf-8")
