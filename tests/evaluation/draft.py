"""Drafts measured: what they claim without notes and with them, the register, planted lies.

`nianbao evaluate draft [FOLDER…]`: over 60 generated body-years, and over each folder of reports
given as a library of its own.  `--set FILE --library FOLDER` measures the checking of sentences
instead.  What is measured is read from the text and the reports anew, not from what the draft says
of itself.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.library.library import Library
from index.report import Report, UsageError
from tests.evaluation import draft_register, draft_with_notes, planted_lies, sentence_set
from tests.evaluation.draft_without_notes import Made, drafts, quality
from tests.evaluation.figures import Figure

BODY_YEARS = 60
Said = Mapping[tuple[str, int], tuple[str, ...]]


def main(arguments: Sequence[str] = ()) -> int:
    """Print every figure; 0 where all hold."""
    parser = argparse.ArgumentParser("nianbao evaluate draft")
    parser.add_argument("folders", nargs="*", type=Path, help="报告文件夹，各成一库")
    parser.add_argument("--set", type=Path, help="带真假的句子，一行一句；对 --library 里的库核对")
    parser.add_argument("--library", type=Path)
    parser.add_argument("--show", action="store_true", help="列出判错和待核的句子")
    options = parser.parse_args(list(arguments))
    if options.set:
        if not options.library:
            raise UsageError("--set 要和 --library 一起用：写明资料库的目录")
        return sentence_set.main(options.set, options.library, show=options.show)
    figures = [*_generated(), *(f for folder in options.folders for f in _given(folder))]
    return 0 if all(f.holds for f in figures) else 1


def _generated() -> list[Figure]:
    """A county whose whole truth is known."""
    from tests.generator import world
    from tests.generator.bridge import as_report

    true = world(bodies=24, years=range(2019, 2025), seed=7).reports
    said = {
        (r.agency, r.year): tuple(f.text for f in r.facts if f.kind in ("problem", "measure"))
        for r in true
    }
    with _shelved([as_report(r) for r in true]) as library:
        made = list(drafts(library, BODY_YEARS, said))
        _print("自造一县", made, figures := [*quality(made), planted_lies.measured(library)])
        figures += _printed("承办人填写", draft_with_notes.measured(library, made))
    figures += _printed("台账", draft_register.measured())
    return figures


def _given(folder: Path) -> list[Figure]:
    """The reports of a folder; last year's items are those that the reader finds in them."""
    with _shelved(list(_reports(folder))) as library:
        made = list(drafts(library, BODY_YEARS))
        _print(folder.name, made, figures := quality(made))
        figures += _printed("承办人填写", draft_with_notes.measured(library, made))
    return figures


def _print(name: str, made: Sequence[Made], figures: Sequence[Figure]) -> None:
    items, quiet = sum(len(m.said) for m in made), sum(m.quiet for m in made)
    print(f"{name}：草稿 {len(made)} 份，上年条目 {items} 条，零申请 {quiet} 份")
    print(*figures, sep="\n")


def _printed(name: str, figures: Sequence[Figure]) -> Sequence[Figure]:
    print(name, *figures, sep="\n")
    return figures


@contextmanager
def _shelved(reports: Sequence[Report]) -> Iterator[Library]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(Path(folder), embedder="hashing") as library,
    ):
        for number, report in enumerate(reports):
            library.add(report, f"{number}".encode(), filename=f"{number}.txt")
        yield library


def _reports(folder: Path) -> Iterator[Report]:
    from index.ingest import expand, read

    files, _ = expand([folder])
    for path in files:
        yield from read(path)
