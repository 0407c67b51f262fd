"""The description is RO-Crate 1.1, names every file, and is the same for the same revision."""

import json
from datetime import date

import pytest

from trustbook.config.meeting import Meeting
from trustbook.config.settings import Licence, Publisher
from trustbook.core.errors import PublishError
from trustbook.revisions.ro_crate import described

FILES = {
    "edition/index.html": (6, "1" * 64),
    "edition/a chart.svg": (7, "2" * 64),
    "edition/50%.html": (7, "6" * 64),
    "inputs/params/trust.yaml": (8, "3" * 64),
    "results/metrics.json": (9, "4" * 64),
    "inputs/LICENCE": (3, "5" * 64),
}
PUBLISHER = Publisher(name="Synthetic Trust", contact="mailto:press@example.org")
LICENCE = Licence(name="OGL", title="Open Government Licence v3.0", path="https://example.org/ogl")


def made(record, files=FILES, title="The report", publisher=PUBLISHER, licence=LICENCE):
    return described(record, files, title, publisher, licence)


def entities(text):
    graph = json.loads(text)["@graph"]
    found = {each["@id"]: each for each in graph}
    assert len(found) == len(graph)
    return found


def references(value):
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            yield value["@id"]
        for each in value.values():
            yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


def test_it_describes_itself_as_the_specification_asks(record):
    text = made(record())
    found = entities(text)
    assert json.loads(text)["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    assert found["ro-crate-metadata.json"] == {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
    }
    root = found["./"]
    assert root["@type"] == "Dataset"
    assert root["name"] == "The report"
    assert root["datePublished"] == "2030-08-20"
    assert root["license"] == {"@id": "https://example.org/ogl"}
    assert root["description"] == (
        "Revision 1 of the report for Period 4, July 2030, of financial year 2030/31. First publication"
    )


def test_every_file_is_named_with_its_size_and_hash(record):
    found = entities(made(record()))
    parts = [each["@id"] for each in found["./"]["hasPart"]]
    assert parts[:3] == ["edition/", "inputs/", "results/"]
    assert {*parts[3:]} == {
        "edition/index.html",
        "edition/a%20chart.svg",
        "edition/50%25.html",
        "inputs/params/trust.yaml",
        "inputs/LICENCE",
        "results/metrics.json",
    }
    assert found["edition/a%20chart.svg"] == {
        "@id": "edition/a%20chart.svg",
        "@type": "File",
        "name": "edition/a chart.svg",
        "contentSize": "7",
        "sha256": "2" * 64,
        "encodingFormat": "image/svg+xml",
    }
    assert "encodingFormat" not in found["inputs/LICENCE"]


def test_the_word_for_a_hash_is_defined(record):
    assert json.loads(made(record()))["@context"][1] == {"sha256": "http://schema.org/sha256"}


def test_it_is_flat_and_all_that_it_refers_to_is_in_it_or_is_the_specification(record):
    for publisher in (PUBLISHER, None):
        for licence in (LICENCE, Licence(name="Own", title="Our own licence"), None):
            text = made(record(), publisher=publisher, licence=licence)
            found = entities(text)
            assert {*references(json.loads(text)["@graph"])} - {*found} == {"https://w3id.org/ro/crate/1.1"}
            for each in found.values():
                for value in each.values():
                    assert not isinstance(value, dict) or set(value) == {"@id"}


def test_the_same_revision_is_described_in_the_same_bytes(record):
    assert made(record()) == made(record(), files=dict(reversed(FILES.items())))
    assert made(record()).endswith("}\n")


def test_it_does_not_describe_itself_as_one_of_its_files(record):
    assert made(record()) == made(record(), files=FILES | {"ro-crate-metadata.json": (1, "0" * 64)})


def test_where_no_licence_is_chosen_it_says_so(record):
    assert entities(made(record(), licence=None))["./"]["license"].startswith("No licence has been chosen.")


def test_who_published_it_is_named_without_an_address(record):
    text = made(record())
    found = entities(text)
    assert found[found["./"]["author"]["@id"]] == {"@id": "#by", "@type": "Person", "name": "Ann Example"}
    assert "ann@example.org" not in text
    assert found["#publisher"]["email"] == "press@example.org"
    assert entities(made(record(), publisher=Publisher(name="T", contact="https://example.org/c")))["#publisher"] == {
        "@id": "#publisher",
        "@type": "Organization",
        "name": "T",
        "url": "https://example.org/c",
    }


def test_what_made_it_is_named(record):
    found = entities(made(record()))
    assert found[found["#made"]["instrument"]["@id"]]["softwareVersion"] == f"0.1.0 ({'c' * 40})"
    assert found["#made"]["endTime"] == "2030-08-20T09:30:00Z"


def test_what_is_said_to_readers_stands_in_its_description(record):
    restated = record(number=2, notice="P10 was corrected.", meeting=Meeting(body="B", date=date(2030, 9, 1)))
    root = entities(made(restated))["./"]
    assert root["description"].endswith("P10 was corrected.")
    assert (root["version"], root["identifier"]) == ("2", "2030-31-P04/r2")


def test_a_size_that_is_no_number_is_refused(record):
    with pytest.raises(PublishError):
        made(record(), title=float("nan"))
