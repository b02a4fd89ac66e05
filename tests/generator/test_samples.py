"""The shipped samples are what the generator writes, and small."""

import pytest

from tests.generator.make_samples import SAMPLES, samples

FILES = samples()


def test_there_are_eight_bodies_over_three_years() -> None:
    assert len(FILES) == 25
    assert {n.rsplit(".", 1)[1] for n in FILES} == {"html", "docx", "pdf", "txt", "md"}
    assert sum(map(len, FILES.values())) < 3_000_000


@pytest.mark.parametrize("name", [n for n in FILES if n.endswith((".html", ".txt", ".md"))])
def test_the_shipped_files_are_current(name: str) -> None:
    assert (SAMPLES / name).read_bytes() == FILES[name]


def test_no_other_file_is_shipped() -> None:
    assert {p.name for p in SAMPLES.iterdir()} == set(FILES)
