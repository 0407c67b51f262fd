"""The server of `trustbook serve`, asked as a browser asks, and as one who means harm does."""

import os
import signal
import socket
import subprocess
import sys

import pytest

from trustbook.core.errors import PublishError
from trustbook.site.serve import serve

SERVE = """
import sys
from pathlib import Path
from rich.console import Console
from trustbook.site.serve import serve
serve(Path(sys.argv[1]), 0, Console(soft_wrap=True))
"""


def started(folder):
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    address = process.stdout.readline()
    assert address.startswith("http://localhost:"), process.communicate()
    return process, int(address.split(":")[2].split("/")[0])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A site, and beside it what is none of a reader's business."""
    place = tmp_path_factory.mktemp("served") / "site"
    edition = place / "2030-31-P03"
    for each in (edition / "_sources", place / "no-index", place / ".hidden"):
        each.mkdir(parents=True)
    for name, content in {
        "index.html": "<p>front",
        "periods.js": "1",
        "site.css": "p{}",
        "£.csv": "a,b",
        ".nojekyll": "",
        ".hidden/x.txt": "secret",
        "no-index/x.txt": "x",
        "2030-31-P03/index.html": "<p>edition",
        "2030-31-P03/chart.svg": "<svg/>",
        "2030-31-P03/_sources/x.ipynb": "{}",
        "../secret.txt": "secret",
        "../site-of-others/x.txt": "secret",
    }.items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text(content, encoding="utf-8")
    (place / "link.txt").symlink_to("../secret.txt")
    (place / "linked").symlink_to("..")
    (place / "sibling").symlink_to("../site-of-others")
    (place / "circle").symlink_to("circle")
    (place / "uncovered.txt").symlink_to(".hidden/x.txt")
    return place


@pytest.fixture(scope="module")
def port(folder):
    process, number = started(folder)
    yield number
    process.terminate()
    process.communicate(timeout=30)


def ask(port, line="GET / HTTP/1.1", *more, host=None, address="127.0.0.1"):
    """Send a request byte by byte as written; give the status, the headers and the body of the answer."""
    lines = [line, *([] if host == "" else [f"Host: {host or f'localhost:{port}'}"]), *more, "Connection: close"]
    with socket.create_connection((address, port), timeout=30) as wire:
        wire.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
        came = b""
        while part := wire.recv(65536):
            came += part
    head, _, body = came.decode("utf-8", errors="replace").partition("\r\n\r\n")
    first, *rest = head.split("\r\n")
    return int(first.split()[1]), {name.lower(): value for name, _, value in (x.partition(": ") for x in rest)}, body


def test_pages_and_files_are_served_with_their_types(port):
    wanted = {
        "/": "text/html; charset=utf-8",
        "/index.html?x=1": "text/html; charset=utf-8",
        "/2030-31-P03/": "text/html; charset=utf-8",
        "/periods.js": "text/javascript; charset=utf-8",
        "/site.css": "text/css; charset=utf-8",
        "/%C2%A3.csv": "text/csv; charset=utf-8",
        "/2030-31-P03/chart.svg": "image/svg+xml; charset=utf-8",
        "/2030-31-P03/_sources/x.ipynb": "application/x-ipynb+json; charset=utf-8",
    }
    found = {address: ask(port, f"GET {address} HTTP/1.1")[:2] for address in wanted}
    assert {address: (status, each["content-type"]) for address, (status, each) in found.items()} == {
        address: (200, kind) for address, kind in wanted.items()
    }


def test_a_folder_is_answered_by_its_front_page_and_one_without_is_not_listed(port):
    assert ask(port, "GET /2030-31-P03/ HTTP/1.1")[2] == "<p>edition"
    status, headers, _ = ask(port, "GET /2030-31-P03 HTTP/1.1")
    assert (status, headers["location"]) == (302, "/2030-31-P03/")
    for folder in ("/no-index/", "/no-index", "/2030-31-P03/_sources/"):
        status, _, body = ask(port, f"GET {folder} HTTP/1.1")
        assert (status, body) == (404, "404 Not Found\n")


@pytest.mark.parametrize(
    "address",
    [
        "/link.txt",
        "/linked/secret.txt",
        "/sibling/x.txt",
        "/circle",
        "/uncovered.txt",
        "/.nojekyll",
        "/.hidden/x.txt",
        "/%2ehidden/x.txt",
        "/../secret.txt",
        "/2030-31-P03/../../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/..%5csecret.txt",
        "/%252e%252e/secret.txt",
        "//2030-31-P03",
        "/%2f2030-31-P03",
        "/2030-31-P03//",
        "/index.html/",
        "/index.html%00.txt",
        "/%00",
        "/C:%5csecret.txt",
        "/" + "x" * 5000,
        "/%ff%fe",
        "secret.txt",
        "*",
        "http://elsewhere.example/",
    ],
)
def test_nothing_but_the_files_of_the_site_is_found(port, address):
    status, _, body = ask(port, f"GET {address} HTTP/1.1")
    assert status in (400, 404)
    assert "secret" not in body
    assert "edition" not in body
    assert ask(port)[0] == 200


@pytest.mark.parametrize(
    "line", ["GET / HTTP/9.9", "GET", "\0", "GET / / HTTP/1.1", "GET /\0 HTTP/1.1", "GET /\t HTTP/1.1"]
)
def test_a_request_that_is_none_is_refused_and_the_next_is_answered(port, line):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as wire:
        wire.sendall(f"{line}\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n".encode("latin-1"))
        came = wire.recv(65536)
    assert not came or came.split()[1] in (b"400", b"404")
    assert ask(port)[0] == 200


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST", "127.0.0.1", "[::1]"])
def test_it_answers_under_its_own_names(port, name):
    assert ask(port, host=f"{name}:{port}")[0] == 200


@pytest.mark.parametrize(
    "host",
    [
        "",
        "elsewhere.example",
        "elsewhere.example:{port}",
        "localhost",
        "localhost:1",
        "localhost.:{port}",
        "::1:{port}",
    ],
)
def test_it_does_not_answer_under_a_name_that_another_site_has_given_it(port, host):
    status, _, body = ask(port, host=host.format(port=port))
    assert status in (400, 421)
    assert "front" not in body


def test_localhost_is_this_server_by_either_kind_of_address(port):
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    assert ask(port, address="::1", host=f"[::1]:{port}")[0] == 200


@pytest.mark.parametrize("address", ["/", "/nowhere", "/2030-31-P03"])
def test_every_answer_keeps_other_sites_away_and_does_not_say_what_made_it(port, address):
    headers = ask(port, f"GET {address} HTTP/1.1")[1]
    policy = headers["content-security-policy"].split("; ")
    assert {"frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'"} <= set(policy)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "ODD"])
def test_it_can_only_be_read(port, method):
    status, headers, _ = ask(port, f"{method} / HTTP/1.1", "Content-Length: 0")
    assert (status, headers["allow"]) == (405, "GET, HEAD")


def test_the_head_of_an_answer_comes_without_its_body_and_what_did_not_change_is_not_sent_again(port):
    status, headers, body = ask(port, "HEAD / HTTP/1.1")
    assert (status, headers["content-length"], body) == (200, "8", "")
    status, _, body = ask(port, "GET / HTTP/1.1", f"If-None-Match: {headers['etag']}")
    assert (status, body) == (304, "")


def test_a_site_that_was_made_anew_is_served_at_once(tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("one")
    process, port = started(site)
    try:
        assert ask(port)[2] == "one"
        site.rename(tmp_path / "old")
        assert ask(port)[0] == 404
        site.mkdir()
        (site / "index.html").write_text("two")
        assert ask(port)[2] == "two"
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (0, "Stopped.\n", "")


def test_a_port_that_is_taken_and_a_site_that_is_not_there_are_said_in_a_sentence(folder, port, tmp_path):
    with pytest.raises(PublishError, match="there is no site yet"):
        serve(tmp_path, 0, None)
    with pytest.raises(PublishError, match=f"port {port} is taken"):
        serve(folder, port, None)


def test_a_file_that_may_not_be_read_is_not_found(folder, port):
    closed = folder / "closed.txt"
    closed.write_text("closed")
    closed.chmod(0)
    assert ask(port, "GET /closed.txt HTTP/1.1")[0] == (200 if os.access(closed, os.R_OK) else 404)
    closed.unlink()
