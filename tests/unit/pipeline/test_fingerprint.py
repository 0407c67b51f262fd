from dataclasses import replace

import pytest

from trustbook.core.errors import WorkerError
from trustbook.pipeline.distributed.fingerprint import MadeWith, made_with, require_same

OURS = MadeWith("library", "cpython 3.11.7", ("altair 6.0", "pandas 3.0.1", "rich 14.0"))


def said(theirs):
    with pytest.raises(WorkerError) as caught:
        require_same(OURS, theirs, "far away, process 7")
    return str(caught.value)


def test_a_worker_with_the_same_tools_is_welcome(synthetic_workspace):
    require_same(OURS, replace(OURS), "far away")
    assert made_with(synthetic_workspace()) == made_with(synthetic_workspace())


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"library": "x"}, "differs from this machine in trustbook's own code;"),
        ({"python": "cpython 3.12.0"}, "the Python version (cpython 3.12.0, not cpython 3.11.7);"),
        ({"packages": ("altair 6.0", "pandas 3.0.2", "rich 14.0")}, "in pandas (3.0.2, not 3.0.1);"),
        ({"packages": ("altair 6.0", "pandas 3.0.1")}, "in rich (missing, not 14.0);"),
        ({"packages": (*OURS.packages, "zict 3")}, "in zict (not here);"),
    ],
    ids=["library", "python", "version", "missing", "more"],
)
def test_one_that_differs_is_refused_in_a_sentence_that_names_it_and_what_differs(other, words):
    sentence = said(replace(OURS, **other))
    assert sentence.startswith("the worker far away, process 7 differs")
    assert words in sentence
    assert "docs/cluster.md" in sentence


def test_many_packages_that_differ_are_counted():
    sentence = said(replace(OURS, packages=tuple(f"package-{each} 1" for each in range(9))))
    assert "and 9 more packages" in sentence
