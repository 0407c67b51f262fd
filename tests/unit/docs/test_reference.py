"""The reference says what the code says: no page of it is older than what it is made from."""

import importlib
import re

import pytest
import yaml

from looked_at import some


@pytest.fixture
def book():
    return importlib.import_module("reference_book")


def test_every_page_is_as_the_code_makes_it(book):
    for name, written in some(book.pages().items()):
        assert (book.FOLDER / name).read_text(encoding="utf-8") == written, f"{name}: run make reference"


def test_every_page_is_in_the_contents_and_the_introduction(book):
    contents = yaml.safe_load((book.FOLDER / "_toc.yml").read_text(encoding="utf-8"))
    listed = [contents["root"], *(each["file"] for each in contents["chapters"])]
    assert sorted(listed) == sorted(path.stem for path in book.FOLDER.glob("*.md"))
    linked = re.findall(r"\]\(([a-z-]+)\.md\)", (book.FOLDER / "intro.md").read_text(encoding="utf-8"))
    assert linked == listed[1:]


def _named(group):
    return [each.name or each.callback.__name__.replace("_", "-") for each in group.registered_commands]


def test_every_command_has_a_part_of_its_own(book):
    from trustbook.cli.options import app

    names = [
        *_named(app),
        *(f"{each.name} {name}" for each in app.registered_groups for name in _named(each.typer_instance)),
    ]
    assert set(names) == set(re.findall(r"^## (.+)$", book.pages()["commands.md"], re.MULTILINE))


def test_every_column_of_every_dataset_is_explained(book):
    rows = re.findall(r"^\| `\w+` \| [^|]+ \| (?:yes|no) \| (.*) \|$", book.pages()["datasets.md"], re.MULTILINE)
    assert len(rows) > 100
    assert all(rows)


def test_what_would_be_markup_is_text():
    markdown = importlib.import_module("reference_markdown")
    assert markdown.text("a <b> | `c<d>` $x$ *y* _z_") == r"a &lt;b&gt; \| `c<d>` \$x\$ \*y\* \_z\_"
