"""The shipped samples are what the generator writes, and small."""

from collections.abc import Mapping

import pytest

from tests.generator.make_samples import SAMPLES, samples

Files = Mapping[str, bytes]


@pytest.fixture(scope="module")
def files() -> Files:
    return samples()


def test_there_are_eight_bodies_over_three_years(files: Files) -> None:
    assert len(files) == 25
    assert {n.rsplit(".", 1)[1] for n in files} == {"html", "docx", "pdf", "txt", "md"}
    assert sum(map(len, files.values())) < 3_000_000


def test_the_shipped_files_are_current(files: Files) -> None:
    text = [n for n in files if n.endswith((".html", ".txt", ".md"))]
    assert [n for n in text if (SAMPLES / n).read_bytes() != files[n]] == []


def test_no_other_file_is_shipped(files: Files) -> None:
    assert {p.name for p in SAMPLES.iterdir()} == set(files)
