"""The site on nginx and Apache, set up as docs/hosting.md says: the files of their settings are taken from the page.

Both programs are run by hand on the loopback, with what they write in a temporary folder.
"""

import base64
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from workspaces import ROOT

from looked_at import some
from trustbook.site.copies import MANIFEST, write_manifest
from trustbook.site.serve import headers

PAGE = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)
PUBLIC, PREVIEW = "finance.example.org.uk", "preview.finance.example.org.uk"
APACHE_MODULES = Path("/usr/lib/apache2/modules")
LONG = "<p>The trust is forecast to cost the councils more than the sum agreed for the year.</p>\n" * 60
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".sha256": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".xml": "text/xml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".ipynb": "application/x-ipynb+json; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".woff2": "font/woff2",
}
KEPT = "public, max-age=31536000, immutable"
NGINX = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {files}
}}
"""
APACHE = """
ServerRoot {folder}
ServerName localhost
DefaultRuntimeDir {folder}
PidFile {folder}/apache.pid
ErrorLog {folder}/error.log
TypesConfig /dev/null
{modules}
User #65534
Group #65534
Listen 127.0.0.1:{http}
Listen 127.0.0.1:{https}
<Directory />
    AllowOverride None
    Require all denied
</Directory>
{files}
"""


def block(first_line):
    found = [text for _, text in BLOCKS if text.startswith(f"# {first_line}\n")]
    assert len(found) == 1, first_line
    return found[0]


def command(first_words):
    found = [text for language, text in BLOCKS if language == "sh" and text.startswith(first_words)]
    assert len(found) == 1, first_words
    return found[0]


def made_site(folder, text):
    """A small site with each kind of file, an earlier revision, hidden files, and its manifest."""
    files = {
        "index.html": f"<h1>{text}</h1>{LONG}",
        "feed.xml": "<feed/>",
        "notes.txt": text,
        ".nojekyll": "",
        "revisions/2023-24-P11.html": f"<h1>Revisions, {text}</h1>",
        "2023-24-P11/_static/letters.woff2": "woff2",
        "2023-24-P11/report.pdf": "%PDF",
        **{f"2023-24-P11/data/file{ending}": f"{text} {ending} {LONG}" for ending in TYPES},
    }
    for edition in ("2023-24-P11", "2023-24-P11-r1"):
        files |= {
            f"{edition}/index.html": f"<h1>{text}: {edition}</h1>",
            f"{edition}/notebooks/summary.html": f"<h1>{text}: summary of {edition}</h1>{LONG}",
        }
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    write_manifest(folder)
    return folder


def open_to_all(folder):
    """Set the modes that the page asks for, whatever the umask of these tests is."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)


def free_ports():
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


@dataclass(frozen=True)
class Answer:
    """What a server sent."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """A server that runs: where its files are, and how to ask it."""

    name: str
    folder: Path
    http: int
    https: int

    @property
    def current(self) -> Path:
        """The folder of the public site."""
        return self.folder / "srv" / "trustbook" / "current"

    def ask(self, address: str, host: str = PUBLIC, method: str = "GET", **sent: str) -> Answer:
        """Ask over HTTPS under a name, without checking its certificate, which is made for the test."""
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection(host, self.https, timeout=20)
        connection.sock = trusting.wrap_socket(
            socket.create_connection(("127.0.0.1", self.https), 20), server_hostname=host
        )
        return _answer(connection, method, address, sent)

    def ask_openly(self, address: str) -> Answer:
        """Ask over HTTP."""
        connection = http.client.HTTPConnection("127.0.0.1", self.http, timeout=20)
        return _answer(connection, "GET", address, {"Host": PUBLIC})

    def own(self, text: str) -> str:
        """Put this server's folder and ports into a text of the page."""
        return in_folder(text, self.folder).replace(f"https://{PUBLIC}", f"https://{PUBLIC}:{self.https}")


def _answer(connection: http.client.HTTPConnection, method: str, address: str, sent: dict[str, str]) -> Answer:
    try:
        connection.request(method, address, headers={name.replace("_", "-"): value for name, value in sent.items()})
        answer = connection.getresponse()
        return Answer(answer.status, dict(answer.getheaders()), answer.read())
    finally:
        connection.close()


def in_folder(text, folder):
    """Move the places that the page names into a folder of the test."""
    for place in ("/srv/trustbook", "/etc/ssl/trustbook", "/etc/nginx", "/etc/apache2", "/etc/trustbook-preview"):
        text = text.replace(place, f"{folder}{place}")
    return text


def settings(folder, names, ports, changes):
    """Write the files of the page into the folder; return those that a server is to read."""
    written = []
    for name in names:
        text = in_folder(block(name), folder)
        for port, (before, after) in zip(ports, changes, strict=True):
            text = text.replace(before, after.format(port))
        place = Path(f"{folder}{name}")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
        written.append(place)
    return written[1:]


def nginx_settings(folder, ports):
    names = [
        f"/etc/nginx/{each}.conf" for each in ("snippets/trustbook", "conf.d/trustbook", "conf.d/trustbook-preview")
    ]
    changes = (("listen 80;", "listen 127.0.0.1:{};"), ("listen 443 ssl;", "listen 127.0.0.1:{} ssl;"))
    files = "\n    ".join(f"include {each};" for each in settings(folder, names, ports, changes))
    (folder / "main.conf").write_text(NGINX.format(folder=folder, files=files), encoding="utf-8")
    return ["nginx", "-p", str(folder), "-c", str(folder / "main.conf"), "-e", str(folder / "error.log")]


def apache_settings(folder, ports):
    names = [
        f"/etc/apache2/{each}.conf"
        for each in (
            "conf-available/trustbook-common",
            "sites-available/trustbook",
            "sites-available/trustbook-preview",
        )
    ]
    changes = ((":80>", ":{}>"), (":443>", ":{}>"))
    files = settings(folder, names, ports, changes)
    enabled = [each for line in re.findall(r"a2enmod ([a-z_ ]+)", PAGE) for each in line.split()]
    modules = [
        f"LoadModule {each}_module {APACHE_MODULES}/mod_{each}.so"
        for each in dict.fromkeys(["mpm_event", "authn_core", "authz_core", *enabled])
    ]
    text = APACHE.format(
        folder=folder,
        modules="\n".join(modules),
        http=ports[0],
        https=ports[1],
        files="\n".join(f"Include {each}" for each in files),
    )
    (folder / "main.conf").write_text(text, encoding="utf-8")
    return ["apache2", "-f", str(folder / "main.conf"), "-D", "FOREGROUND"]


SERVERS = {"nginx": nginx_settings, "apache2": apache_settings}


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server of the page with a public site and a preview, in a folder that other accounts may look into."""
    missing = [each for each in (request.param, "openssl", "htpasswd") if shutil.which(each) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    folder = Path(tempfile.mkdtemp(prefix="tb-hosting-", dir="/tmp"))
    try:
        folder.chmod(0o755)
        for name in ("trustbook", "trustbook-preview"):
            made = made_site(folder / "srv" / name / "releases" / "first", name)
            (made / ".git").mkdir()
            (made / ".git" / "config").write_text("[user]", encoding="utf-8")
            (made.parents[1] / "current").symlink_to(made)
        open_to_all(folder)
        (folder / "etc" / "ssl" / "trustbook").mkdir(parents=True)
        key = [f"{folder}/etc/ssl/trustbook/{each}.pem" for each in ("privkey", "fullchain")]
        make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={PUBLIC}"]
        run([*make, "-keyout", key[0], "-out", key[1]])
        run(["htpasswd", "-B", "-b", "-c", f"{folder}/etc/trustbook-preview.htpasswd", "ann", "a password"])
        ports = free_ports()
        process = subprocess.Popen(SERVERS[request.param](folder, ports), stderr=subprocess.PIPE, text=True)
        try:
            until_it_listens(process, ports[1], folder)
            yield Server(request.param, folder, *ports)
        finally:
            process.terminate()
            process.communicate(timeout=30)
    finally:
        shutil.rmtree(folder)


def run(words):
    subprocess.run(words, check=True, capture_output=True)


def until_it_listens(process, port, folder):
    log = folder / "error.log"
    for _ in range(600):
        if process.poll() is not None:
            pytest.fail(f"it ended: {process.stderr.read()} {log.read_text() if log.exists() else ''}")
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("it does not listen")


def served(server):
    """The files that readers may ask for."""
    files = (path for path in server.current.rglob("*") if path.is_file())
    names = (path.relative_to(server.current).as_posix() for path in files)
    return [name for name in names if not any(part.startswith(".") for part in name.split("/"))]


def test_every_file_is_sent_as_it_is_with_its_type(server):
    names = served(server)
    assert {Path(name).suffix for name in names} >= {*TYPES}
    for name in names:
        answer = server.ask(f"/{name}")
        assert (answer.status, answer.body) == (200, (server.current / name).read_bytes()), name
        assert answer.headers["Content-Type"] == TYPES[Path(name).suffix], name


def test_text_is_sent_compressed_to_whoever_asks_and_an_unchanged_file_is_not_sent_again(server):
    for ending in some(each for each, kind in TYPES.items() if "charset" in kind):
        answer = server.ask(f"/2023-24-P11/data/file{ending}", Accept_Encoding="gzip")
        assert answer.headers["Content-Encoding"] == "gzip", ending
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert len(answer.body) < len((server.current / f"2023-24-P11/data/file{ending}").read_bytes()) / 2
        again = server.ask(
            f"/2023-24-P11/data/file{ending}", Accept_Encoding="gzip", If_None_Match=answer.headers["ETag"]
        )
        assert (again.status, again.body) == (304, b""), ending


@pytest.mark.parametrize("address", ["/", "/index.html", "/2023-24-P11", "/no-such-page.html", "/2023-24-P11/_static/"])
def test_every_answer_has_the_headers_of_our_own_server(server, address):
    answer = server.ask(address)
    wanted = {name: value for name, value in headers().items() if name != "Cache-Control"}
    assert {name: answer.headers.get(name) for name in wanted} == wanted
    assert "Strict-Transport-Security" in answer.headers


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/", "no-cache"),
        ("/revisions/2023-24-P11.html", "no-cache"),
        ("/2023-24-P11/", "no-cache"),
        ("/2023-24-P11/notebooks/summary.html", "no-cache"),
        ("/2023-24-P11-r1/", "no-cache"),
        ("/2023-24-P11-r1/index.html", "no-cache"),
        ("/2023-24-P11-r1/notebooks/summary.html", KEPT),
    ],
)
def test_only_the_files_of_earlier_revisions_are_kept_without_asking(server, address, kept):
    answer = server.ask(address)
    assert (answer.status, answer.headers["Cache-Control"]) == (200, kept)


@pytest.mark.parametrize("address", ["/2023-24-P11-r1/notebooks/no-such-page.html", "/2023-24-P11-r1/notebooks"])
def test_nobody_keeps_an_answer_that_there_is_no_such_page(server, address):
    answer = server.ask(address)
    assert answer.status in (301, 404)
    assert answer.status == 301 or "immutable" not in answer.headers.get("Cache-Control", "")


def test_a_folder_without_its_slash_leads_to_the_one_with_it(server):
    answer = server.ask("/2023-24-P11")
    assert (answer.status, answer.headers["Location"].removeprefix(f"https://{PUBLIC}")) == (301, "/2023-24-P11/") or (
        answer.headers["Location"] == f"https://{PUBLIC}:{server.https}/2023-24-P11/"
    )


@pytest.mark.parametrize(
    "address", ["/.nojekyll", "/.git/config", "/2023-24-P11/_static/", "/..%2fsecret", "/%2e%2e/%2e%2e/etc/passwd"]
)
def test_hidden_files_lists_of_folders_and_what_is_outside_are_not_sent(server, address):
    answer = server.ask(address)
    assert answer.status in (400, 403, 404)
    assert b"letters" not in answer.body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "TRACE"])
def test_nothing_but_reading_is_allowed(server, method):
    assert server.ask("/index.html", method=method).status in (403, 405)


def test_http_leads_to_https(server):
    answer = server.ask_openly("/2023-24-P11/?a=b")
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{PUBLIC}/2023-24-P11/?a=b")


def test_the_preview_is_for_those_with_the_password(server):
    for wrong in ({}, {"Authorization": as_sent("ann:another")}):
        for address in ("/", "/index.html", "/2023-24-P11/notebooks/summary.html"):
            answer = server.ask(address, PREVIEW, **wrong)
            assert (answer.status, b"trustbook-preview" in answer.body) == (401, False)
    answer = server.ask("/", PREVIEW, Authorization=as_sent("ann:a password"))
    assert (answer.status, b"trustbook-preview" in answer.body) == (200, True)
    assert (answer.headers["X-Robots-Tag"], answer.headers["Cache-Control"]) == ("noindex", "private, no-store")
    assert server.ask("/").status == 200
    assert "X-Robots-Tag" not in server.ask("/").headers


def as_sent(account):
    return f"Basic {base64.b64encode(account.encode()).decode()}"


def check_from_outside(server, folder):
    """Run the page's check of what readers are sent, in an empty folder."""
    folder.mkdir()
    asking = f"curl --insecure --resolve {PUBLIC}:{server.https}:127.0.0.1"
    script = server.own(command("curl -fsS")).replace("curl ", f"{asking} ")
    return subprocess.run(["bash", "-ec", script], cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_check_from_outside_finds_a_page_that_is_altered(server, tmp_path):
    ran = check_from_outside(server, tmp_path / "whole")
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr
    page = server.current / "2023-24-P11" / "notebooks" / "summary.html"
    before, times = page.read_bytes(), page.stat()
    try:
        page.write_bytes(before.replace(b"more", b"less"))
        os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))
        ran = check_from_outside(server, tmp_path / "altered")
    finally:
        page.write_bytes(before)
    assert (ran.returncode, ran.stdout) == (1, "2023-24-P11/notebooks/summary.html: FAILED\n")


def put_in_place(server, folder):
    """Run the page's commands that put a new site in place, with the server on this machine."""
    script = server.own(command("new=")).replace('ssh web "', 'bash -ec "').replace("web:", "").replace("%S", "%S%N")
    return subprocess.run(["bash", "-ec", script], cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.skipif(shutil.which("rsync") is None, reason="rsync is not installed")
def test_readers_find_the_old_site_or_the_new_one_and_never_anything_else(server, tmp_path):
    made_site(tmp_path / "_build" / "public", "second")
    (tmp_path / "_build" / "public" / "notes.txt").chmod(0o600)
    found, stopped = [], threading.Event()

    def read_on():
        while not stopped.is_set():
            answer = server.ask("/notes.txt")
            found.append((answer.status, answer.body))

    reader = threading.Thread(target=read_on)
    reader.start()
    try:
        while not found and reader.is_alive():
            time.sleep(0.01)  # the old one has been read before the new one comes
        ran = put_in_place(server, tmp_path)
        time.sleep(0.3)
    finally:
        stopped.set()
        reader.join()
    assert ran.returncode == 0, ran.stderr
    assert {*found} == {(200, b"trustbook"), (200, b"second")}
    assert (server.current / "notes.txt").stat().st_mode & 0o777 == 0o644

    before = server.current.readlink()
    (tmp_path / "_build" / "public" / "index.html").write_text("altered", encoding="utf-8")
    refused = put_in_place(server, tmp_path)
    assert (refused.returncode, server.current.readlink()) == (1, before)
    assert "index.html: FAILED" in refused.stdout

    (server.current.parent / "again").symlink_to(server.current.parent / "releases" / "first")
    (server.current.parent / "again").rename(server.current)


def test_the_other_hosts_of_the_page_are_given_the_same_headers():
    listed = next(text for language, text in BLOCKS if not language and text.startswith("/*\n"))
    assert dict(line.strip().split(": ", 1) for line in listed.splitlines()[1:]) == headers()
    read = ET.fromstring(next(text for language, text in BLOCKS if language == "xml").encode())
    assert {each.get("name"): each.get("value") for each in read.iterfind(".//customHeaders/add")} == headers()
    given = {each.get("fileExtension"): each.get("mimeType") for each in read.iterfind(".//mimeMap")}
    assert given.items() <= TYPES.items()


def test_the_table_of_headers_is_that_of_our_own_server():
    rows = dict(re.findall(r"^ +\| `([\w-]+)` \| (.+?) \|", PAGE, flags=re.MULTILINE))
    assert set(rows) == set(headers())
    assert {name: f"`{value}`" for name, value in headers().items() if name != "Content-Security-Policy"}.items() <= (
        rows.items()
    )


def test_a_site_lists_its_files_as_the_page_says():
    assert MANIFEST in PAGE
