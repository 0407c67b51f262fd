"""How the browser is run that prints: with few rights, few secrets and a time limit, and it leaves nothing behind."""

import os
import select
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from trustbook.core.errors import PublishError
from trustbook.site import printing
from trustbook.site.loopback import Address, given
from trustbook.site.printing import print_pdf

NOWHERE = Address("http://edition.invalid/key/edition/", 9)
_WRITES = """#!/bin/sh
for each; do case $each in --print-to-pdf=*) made=${each#*=} ;; esac; done
"""
SAYS_ALL = _WRITES + '{ echo "%PDF-"; id -u; pwd; env; for each; do echo "$each"; done; } > "$made"\n'


@pytest.fixture
def shared():
    """A folder that every account can read and write: the tests' own are for whoever runs them."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o777)
        yield Path(place)


@pytest.fixture
def browser(shared):
    """Make a stand-in for the browser out of a script."""

    def make(script):
        program = shared / "browser"
        program.write_text(script, encoding="utf-8")
        program.chmod(0o755)
        return str(program)

    return make


@pytest.fixture(autouse=True)
def _nothing_said_yet():
    printing._say.cache_clear()


def _lines(content):
    return content.decode().splitlines()


def test_root_prints_as_an_account_that_owns_nothing(browser):
    said = _lines(print_pdf(browser(SAYS_ALL), NOWHERE))
    assert int(said[1]) != 0
    assert "--no-sandbox" not in said


def test_the_account_that_prints_reaches_the_temporary_folder_of_a_command(browser):
    """A process of its own, since a command takes its folder once and for all."""
    printing_there = (
        "import sys; from trustbook.core.temporary import take; from trustbook.site.printing import print_pdf; "
        "from trustbook.site.loopback import Address; assert take(); "
        "sys.stdout.buffer.write(print_pdf(sys.argv[1], Address('http://edition.invalid/key/edition/', 9)))"
    )
    command = [sys.executable, "-c", printing_there, browser(SAYS_ALL)]
    ran = subprocess.run(command, capture_output=True, check=True)
    assert int(_lines(ran.stdout)[1]) != 0
    assert ran.stderr == b""


def test_the_browser_is_given_no_variable_that_it_does_not_need(browser, monkeypatch):
    for name in ("A_TOKEN", "HTTP_PROXY", "DBUS_SESSION_BUS_ADDRESS", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, "a secret")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    said = _lines(print_pdf(browser(SAYS_ALL), NOWHERE))
    assert "a secret" not in " ".join(said)
    assert "LC_ALL=C.UTF-8" in said
    home = next(line.removeprefix("HOME=") for line in said if line.startswith("HOME="))
    assert home == said[2]
    assert not Path(home).exists()


def test_the_browser_finds_no_name_and_no_address_but_the_one_of_the_document(browser):
    said = _lines(print_pdf(browser(SAYS_ALL), Address("http://edition.invalid/key/edition/", 4321)))
    assert "--host-resolver-rules=MAP edition.invalid:80 127.0.0.1:4321, MAP * ~NOTFOUND" in said
    assert "--no-proxy-server" in said
    assert not [line for line in said if line.startswith("--allow")]


def test_where_there_is_no_sandbox_it_prints_without_and_says_so_once(browser, caplog):
    program = browser(
        '#!/bin/sh\ncase "$*" in *--no-sandbox*) ;; *) echo "FATAL: No usable sandbox!"; echo trace; exit 1 ;; esac\n'
        + SAYS_ALL.removeprefix("#!/bin/sh\n")
    )
    for _ in range(2):
        assert "--no-sandbox" in _lines(print_pdf(program, NOWHERE))
    assert caplog.messages == ["Chromium prints without its sandbox, which this machine does not give it."]


def test_a_browser_that_fails_for_another_reason_is_not_let_out_of_its_sandbox(browser, shared):
    program = browser(f'#!/bin/sh\necho x >> {shared}/runs\necho "the page is sandboxed"\nexit 1\n')
    with pytest.raises(PublishError, match="made no PDF: the page is sandboxed"):
        print_pdf(program, NOWHERE)
    assert (shared / "runs").read_text(encoding="utf-8") == "x\n"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be anyone else")
def test_root_that_cannot_be_anyone_else_prints_and_says_so(tmp_path, browser, caplog):
    tmp_path.chmod(0o700)
    program = shutil.copy(browser(SAYS_ALL), tmp_path / "of-root-alone")
    said = _lines(print_pdf(str(program), NOWHERE))
    assert said[1] == "0"
    assert "--no-sandbox" in said
    assert caplog.messages == [
        "Chromium prints as root, since it cannot be run as nobody, and without its sandbox, which this machine does "
        "not give it."
    ]


@pytest.mark.parametrize(
    ("end", "printed"), [(SAYS_ALL.removeprefix("#!/bin/sh\n"), True), ("exec sleep 600\n", False), ("exit 3\n", False)]
)
def test_every_process_that_the_browser_started_is_ended_with_it(end, printed, browser, shared):
    alive = shared / "alive"
    os.mkfifo(alive)
    alive.chmod(0o666)
    listening = os.open(alive, os.O_RDONLY | os.O_NONBLOCK)
    program = browser(f"#!/bin/sh\nexec 3> {alive}\necho started >&3\nsleep 600 &\n{end}")
    if printed:
        print_pdf(program, NOWHERE)
    else:
        with pytest.raises(PublishError, match=r"longer than 5 seconds|said nothing"):
            print_pdf(program, NOWHERE, longest=5)
    with os.fdopen(listening, "rb", buffering=0) as stream:
        assert stream.read(8) == b"started\n"
        assert select.select([stream], [], [], 60)[0], "a process is alive that holds the pipe"
        assert stream.read(1) == b""


def test_what_stands_in_the_place_of_the_pdf_and_is_none_is_not_taken(browser, shared):
    (shared / "secret").write_text("%PDF- a file of someone else", encoding="utf-8")
    for script in (f'ln -s {shared}/secret "$made"\n', 'mkdir "$made"\n', 'echo "a page" > "$made"\n'):
        with pytest.raises(PublishError, match="made no PDF"):
            print_pdf(browser(_WRITES + script), NOWHERE)


@pytest.fixture
def ask(tmp_path):
    """Ask for a path below the address of a document, as the browser does."""
    from http.client import HTTPConnection

    edition = tmp_path / "edition"
    (edition / "_static").mkdir(parents=True)
    (edition / "_static" / "a.css").write_text("p { }", encoding="utf-8")
    (edition / "front.html").write_text("a page", encoding="utf-8")
    (tmp_path / "outside.css").write_text("outside", encoding="utf-8")
    (edition / "linked.css").symlink_to(tmp_path / "outside.css")
    with given(edition, "the document", "the style") as address:

        def answer(path, key=True):
            connection = HTTPConnection("127.0.0.1", address.port, timeout=20)
            top = address.url.removeprefix("http://edition.invalid") if key else "/"
            connection.request("GET", top + path)
            response = connection.getresponse()
            body = response.read().decode()
            connection.close()
            return response.status, body, response.headers

        yield answer


def test_the_document_is_given_under_a_policy_that_allows_no_script_and_nothing_from_elsewhere(ask):
    for path in ("", "_static/a.css", "not-there.css"):
        policy = ask(path)[2]["Content-Security-Policy"].split("; ")
        assert {"default-src 'none'", "script-src 'none'", "frame-src 'none'", "base-uri 'none'", "sandbox"} <= {
            *policy
        }
        assert not [each for each in policy if "unsafe" in each or "http" in each or "*" in each]


def test_styles_and_pictures_of_the_edition_are_given_and_no_other_file(ask):
    assert ask("")[:2] == (200, "the document")
    assert ask("_static/a.css?v=1")[:2] == (200, "p { }")
    for path in (
        "front.html",
        "../outside.css",
        "%2e%2e/outside.css",
        "linked.css",
        "_static",
        "%00.css",
        "/etc/hostname",
    ):
        assert ask(path)[0] == 404, path


def test_nothing_is_given_to_who_does_not_know_the_address(ask):
    for path in ("", "edition/", "_static/a.css"):
        assert ask(path, key=False)[0] == 404
