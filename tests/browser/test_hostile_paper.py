"""Printing a page that means harm: nothing of this machine gets onto the paper, and nothing leaves the machine."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pypdf import PdfReader

from trustbook.site.loopback import given
from trustbook.site.metadata import Facts
from trustbook.site.pdf import print_edition
from trustbook.site.printing import print_pdf

FACTS = Facts("2030-31-P04", 'A "Trust" </style> \\ & Sons', "2030-09-02")
SECRET = "the-words-of-a-file-of-this-machine"
PAGE = """<html><head><link rel="stylesheet" href="_static/own.css"></head><body><article><h1>Front</h1>
<p>The words of the page.</p>{}<h2>After it</h2></article></body></html>"""
HOSTILE = {
    "a frame of a file": '<iframe src="{file}"></iframe>',
    "a frame of a file with another case": '<IFRAME SRC="{file}"></IFRAME>',
    "a frame of another page": '<iframe src="{net}"></iframe>',
    "a frame of its own text": "<iframe srcdoc=\"<script>fetch('{net}')</script>{leaked}\"></iframe>",
    "a picture": '<img src="{net}"><img srcset="{net} 2x" src="{file}"><picture><source srcset="{net}"></picture>',
    "an object": '<object data="{file}"></object><embed src="{file}"><object data="{net}"></object>',
    "a script": "<script>document.write('{leaked}'); new Image().src = '{net}'</script>",
    "a handler": """<img src=x onerror="document.body.append('{leaked}'); open('{net}')"><svg onload=fetch('{net}')>""",
    "a page that leads on to a file": '<meta http-equiv="refresh" content="0;url={file}">',
    "a page that leads on": '<meta http-equiv="refresh" content="0;url={net}">',
    "a style": '<style>@import "{net}"; p::after {{ content: "{leaked}" }}</style>',
    "a style sheet": '<link rel="stylesheet" href="{net}"><link rel="stylesheet" href="{css}">',
    "a style of an element": '<p style="background: url({net})">Text</p>',
    "what is fetched ahead": '<link rel="prefetch" href="{net}"><link rel="preload" as="image" href="{net}">',
    "a drawing with a page in it": '<svg><foreignObject><iframe src="{file}"></iframe>{leaked}</foreignObject></svg>',
    "a drawing with a picture": '<svg><image href="{net}"/><image xlink:href="{file}"/><use href="{net}#a"/></svg>',
    "another base": '<base href="{net}"><img src="picture.png"><link rel="stylesheet" href="a.css">',
    "a video": '<video src="{net}" poster="{net}"></video><audio src="{net}" preload="auto"></audio>',
    "a comment that browsers end sooner": '<!--><iframe src="{file}"></iframe><img src="{net}">-->',
    "text that browsers read otherwise": '<noscript><p title="</noscript><iframe src={file}>"></noscript>',
    "a form": '<form action="{net}"><input autofocus onfocus="this.form.submit()"></form>',
}


@pytest.fixture
def listening():
    """A server of this machine that nobody has any business with, and what it was asked."""
    asked = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(SECRET.encode())

        def do_POST(self):
            self.do_GET()

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", asked
        server.shutdown()


@pytest.fixture
def edition(tmp_path):
    folder = tmp_path / "edition"
    (folder / "_static").mkdir(parents=True)
    (folder / "_static" / "own.css").write_text('h1::after { content: " in our style" }', encoding="utf-8")
    return folder


def _filled(hostile, folder, net):
    secret, style = folder / "secret.txt", folder / "secret.css"
    secret.write_text(SECRET, encoding="utf-8")
    style.write_text(f'p::after {{ content: "{SECRET}" }}', encoding="utf-8")
    return hostile.format(file=secret.as_uri(), css=style.as_uri(), net=net, leaked=SECRET)


def _text(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).split())


def test_what_pages_try_on_paper_reads_no_file_and_asks_no_one(chromium, edition, listening, tmp_path):
    net, asked = listening
    for number, hostile in enumerate(HOSTILE.values()):
        (edition / f"{number}.html").write_text(PAGE.format(_filled(hostile, tmp_path, net)), encoding="utf-8")
    text = _text(print_edition(edition, [str(number) for number in range(len(HOSTILE))], FACTS, chromium))
    assert text.count("The words of the page.") == len(HOSTILE)
    assert text.count("After it") == len(HOSTILE)
    assert SECRET not in text
    assert asked == []


@pytest.mark.parametrize("what", ["all of it", *(each for each in HOSTILE if "leads on" in each or "form" in each)])
def test_a_document_that_nobody_cleaned_reads_no_file_and_asks_no_one(what, chromium, edition, listening, tmp_path):
    net, asked = listening
    hostile = "".join(HOSTILE.values()) if what == "all of it" else HOSTILE[what]
    filled = _filled(hostile.replace("{leaked}", "other words"), tmp_path, net)
    with given(edition, f"<!DOCTYPE html><body><p>The words of the page.</p>{filled}", "") as address:
        (tmp_path / "made.pdf").write_bytes(print_pdf(chromium, address))
    text = _text(tmp_path / "made.pdf")
    assert "The words of the page." in text
    assert SECRET not in text
    assert asked == []


def test_paper_has_no_style_sheet_but_its_own(chromium, edition, listening, tmp_path):
    net, asked = listening
    _filled("", tmp_path, net)
    links = (
        f'<link rel="stylesheet" href="{net}a.css"><link rel="stylesheet" href="{(tmp_path / "secret.css").as_uri()}">'
    )
    links += '<link rel="stylesheet" href="../secret.css"><link rel="stylesheet" href="linked.css">'
    (edition / "linked.css").symlink_to(tmp_path / "secret.css")
    (edition / "front.html").write_text(PAGE.replace("<head>", f"<head>{links}").format(""), encoding="utf-8")
    text = _text(print_edition(edition, ["front"], FACTS, chromium))
    assert "in our style" not in text
    assert SECRET not in text
    assert asked == []


def test_the_name_of_the_trust_is_written_at_the_head_of_each_sheet_whatever_it_is(chromium, edition):
    (edition / "front.html").write_text(PAGE.format(""), encoding="utf-8")
    printed = PdfReader(print_edition(edition, ["front"], FACTS, chromium))
    title = f"{FACTS.trust}: finance report, {FACTS.label}"
    assert printed.metadata.title == title
    assert title in " ".join(printed.pages[1].extract_text().split())
    assert title not in " ".join(printed.pages[0].extract_text().split())


def test_a_page_prints_to_the_same_bytes_twice_with_tags_and_an_outline(chromium, edition):
    (edition / "front.html").write_text(PAGE.format('<p><a href="#x">On</a></p><p id="x">Here</p>'), encoding="utf-8")
    first = print_edition(edition, ["front"], FACTS, chromium).read_bytes()
    made = print_edition(edition, ["front"], FACTS, chromium)
    assert made.read_bytes() == first
    printed = PdfReader(made)
    assert printed.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert [entry.title for entry in printed.outline if not isinstance(entry, list)][1:] == ["Front"]
    assert sorted(path.name for path in edition.iterdir()) == ["2030-31-P04-report.pdf", "_static", "front.html"]


def test_who_is_not_root_can_print_too(chromium, edition):
    (edition / "front.html").write_text(PAGE.format(""), encoding="utf-8")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(edition, Path(place) / "edition"))
        other = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            other = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            for path in (Path(place), folder):
                os.chown(path, nobody.pw_uid, nobody.pw_gid)
        code = (
            "import sys; from pathlib import Path; from trustbook.site.metadata import Facts; "
            "from trustbook.site.pdf import print_edition; "
            "print_edition(Path(sys.argv[1]), ['front'], Facts('2030-31-P04', 'T'), sys.argv[2])"
        )
        command = [sys.executable, "-c", code, str(folder), chromium]
        try:
            ran = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, **other)
        except PermissionError:
            pytest.skip("the environment of these tests is for root alone")
        assert ran.returncode == 0, ran.stderr
        assert "The words of the page." in _text(folder / "2030-31-P04-report.pdf")
