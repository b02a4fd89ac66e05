"""How well files are read: true reports drawn in every format, and folders with a truth.json.

`nianbao evaluate reading [文件夹 …] [--reports N] [--manners N] [--scanned N] [--only 名称,…] [--speed]` prints a table:
format × form, cells right, wrong and unread, body, year and form right, seconds a file; with
`--speed`, beside pdfplumber's bare `extract_tables` and bare rapidocr on the same files.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from index.ingest import kind_of, read
from index.report import Cell, ReadError, Report

Wanted = Mapping[str, tuple[str, float | None]]
"""Key → the state and value that reading must give."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What is asked of a kind of file: the least share right, the largest share wrong."""

    right: float
    wrong: float


EXACT = Goal(1.0, 0.0)
CLEAN_SCAN = Goal(0.995, 1 / 2000)
SOILED_SCAN = Goal(0.98, 1 / 200)
UNRULED_SCAN = Goal(0.9, 0.0)
LOSSY = Goal(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Sample:
    """A file and what it truly says."""

    path: Path
    name: str
    form: str
    agency: str
    year: int
    cells: Wanted
    goal: Goal


@dataclass(slots=True)
class Score:
    """What came of the samples of one name and form."""

    goal: Goal
    files: int = 0
    right: int = 0
    wrong: int = 0
    unread: int = 0
    headed: int = 0
    seconds: float = 0.0
    bare: float = 0.0
    faults: list[str] = field(default_factory=list)

    @property
    def cells(self) -> int:
        return self.right + self.wrong + self.unread

    @property
    def holds(self) -> bool:
        cells = max(1, self.cells)
        return (
            self.right / cells >= self.goal.right
            and self.wrong / cells <= self.goal.wrong
            and self.headed == self.files
        )


def main(arguments: tuple[str, ...] = ()) -> int:
    """Print the table; 0 where every row reaches its goal."""
    options = _options(arguments)
    scores: dict[tuple[str, str], Score] = {}
    with tempfile.TemporaryDirectory() as folder:
        counts = {
            "drawn": options.reports,
            "manner": min(options.manners, options.reports),
            "exported": min(options.exported, options.reports),
            "scanned": min(options.scanned, options.reports),
        }
        samples = _drawn(Path(folder), counts, options.only)
        if options.folders:
            samples = (s for f in options.folders for s in _kept(Path(f), options.only))
        for sample in samples:
            score = scores.setdefault((sample.name, sample.form), Score(sample.goal))
            _count(sample, score, options.speed)
    _show(scores, options.faults)
    return 0 if all(score.holds for score in scores.values()) else 1


def _options(arguments: tuple[str, ...]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("nianbao evaluate reading", description="读取准确率")
    parser.add_argument("folders", nargs="*", help="带 truth.json 的文件夹；不给则现画")
    parser.add_argument("--reports", type=int, default=20, help="每种表式画几份（默认 20）")
    parser.add_argument(
        "--exported", type=int, default=4, help="浏览器、办公软件导出几份（默认 4）"
    )
    parser.add_argument(
        "--manners", type=int, default=2, help="少见的写法每种几份（默认 2，8 份约 25 万格）"
    )
    parser.add_argument("--scanned", type=int, default=3, help="每种扫描几份（默认 3）")
    parser.add_argument("--only", default="", help="只测这些名称，用逗号分开")
    parser.add_argument("--speed", action="store_true", help="与 pdfplumber、rapidocr 比时间")
    parser.add_argument("--faults", type=int, default=3, help="每行最多列出几处不对（默认 3）")
    options = parser.parse_args(arguments)
    options.only = {name for name in options.only.split(",") if name}
    return options


# ---------------------------------------------------------------- samples


def _drawn(folder: Path, counts: dict[str, int], only: set[str]) -> Iterator[Sample]:
    """True reports of both forms through every format, dress and printing changing by turns."""
    from tests.generator.variants import drawn

    for variant, form, number, report in drawn(counts):
        if only and variant.name not in only:
            continue
        path = folder / f"{variant.name.replace(': ', '-')}-{form}-{number}{variant.suffix}"
        try:
            path.write_bytes(variant.data(report, number))
        except FileNotFoundError:  # no browser, office suite or fonts here: the row is left out
            continue
        goal = _GOALS.get(variant.name.partition(": ")[0], EXACT)
        yield Sample(
            path, variant.name, form, report.agency, report.year, _wanted(report.printed), goal
        )


_GOALS = {
    "one-a-line": LOSSY,
    "bare-fifteen": LOSSY,
    "pypdf-like": Goal(0.99, 0.0),
    "pypdf-blank": LOSSY,
    "pdf-unruled": Goal(0.99, 0.0),
    "unruled": Goal(0.9, 0.0),
    "scan": CLEAN_SCAN,
    "scan-unruled": UNRULED_SCAN,
    "picture": CLEAN_SCAN,
    **{
        f"scan-{kind}": SOILED_SCAN
        for kind in ("tilted", "soft", "noisy", "turned", "photo", "worn", "fax", "edged")
    },
}


def _wanted(printed: Mapping[str, str]) -> Wanted:
    from tests.generator.bridge import true_cell

    cells = {key: true_cell(text) for key, text in printed.items()}
    return {key: (cell.state, cell.value) for key, cell in cells.items()}


def _kept(folder: Path, only: set[str]) -> Iterator[Sample]:
    """The files of every folder below that has a `truth.json`, each its own name."""
    for truth_path in sorted(folder.rglob("truth.json")):
        truth = json.loads(truth_path.read_text("utf-8"))
        wanted: dict[str, tuple[str, float | None]] = {
            key: ("number", value) for key, value in truth["cells"].items()
        }
        wanted.update(dict.fromkeys(truth.get("slash") or (), ("dash", None)))
        if truth.get("blank_zero"):
            wanted.update(_blanked(truth["cells"]))
        for path in sorted(truth_path.parent.iterdir()):
            if path != truth_path and (not only or path.stem in only):
                goal = {"scan": CLEAN_SCAN, "pypdf": LOSSY}.get(path.stem, EXACT)
                yield Sample(
                    path, path.name, truth["format"], truth["agency"], truth["year"], wanted, goal
                )


def _blanked(cells: Mapping[str, float]) -> dict[str, tuple[str, float | None]]:
    """The zeros of the organisations' columns that such a folder prints as blanks."""
    from index.formats import ORGANISATION_KEYS

    return {
        key: ("blank", None)
        for key, value in cells.items()
        if value == 0
        and key.startswith("applications.")
        and key.rsplit(".", 1)[1] in ORGANISATION_KEYS
    }


# ---------------------------------------------------------------- counting


def _count(sample: Sample, score: Score, speed: bool) -> None:
    started = time.perf_counter()
    report: Report | None = None
    try:
        report = read(sample.path)[0]
    except ReadError as error:
        score.faults.append(f"{sample.path.name}：{error.message}")
    score.seconds += time.perf_counter() - started
    score.files += 1
    score.headed += report is not None and (report.agency, report.year, report.format) == (
        sample.agency,
        sample.year,
        sample.form,
    )
    for key, wanted in sample.cells.items():
        _judge(sample, key, wanted, report.cell(key) if report else None, score)
    if speed:
        score.bare += _bare_seconds(sample.path)


def _judge(
    sample: Sample, key: str, wanted: tuple[str, float | None], cell: Cell | None, score: Score
) -> None:
    if cell is None or cell.state == "unread":
        score.unread += 1
    elif (cell.state, cell.value) == wanted:
        score.right += 1
        return
    else:
        score.wrong += 1
    found = "未读" if cell is None or cell.state == "unread" else repr(cell.text)
    score.faults.append(f"{sample.path.name} {key}：应为 {wanted[1]}（{wanted[0]}），读作 {found}")


def _bare_seconds(path: Path) -> float:
    """What pdfplumber, or rapidocr on the same pages, takes alone; 0 for other files."""
    if kind_of(path) != "pdf":
        return 0.0
    started = time.perf_counter()
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        text = [bool(page.extract_tables() or page.chars) for page in pdf.pages]
    return time.perf_counter() - started if any(text) else _bare_ocr(path)


def _bare_ocr(path: Path) -> float:
    import pypdfium2
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.log_level": "error"})
    with pypdfium2.PdfDocument(path) as pdf:
        pictures = [page.render(scale=200 / 72).to_numpy() for page in pdf]
    engine(pictures[0][:200], use_cls=False)
    started = time.perf_counter()
    for picture in pictures:
        engine(picture, use_cls=False)
    return time.perf_counter() - started


# ---------------------------------------------------------------- the table


def _show(scores: Mapping[tuple[str, str], Score], faults: int) -> None:
    print("格式 | 表式 | 份数 | 单元格 | 对 | 错 | 未读 | 机关年度表式对 | 秒/份 | 对比 | 达标")
    print("--- | --- | --- | --- | --- | --- | --- | --- | --- | --- | ---")
    for (name, form), s in scores.items():
        ratio = f"{s.seconds / s.bare:.2f}×" if s.bare else "–"
        print(
            f"{name} | {form} | {s.files} | {s.cells} | {s.right / max(1, s.cells):.2%} | {s.wrong}"
            f" | {s.unread} | {s.headed}/{s.files} | {s.seconds / s.files:.2f} | {ratio}"
            f" | {'是' if s.holds else '否'}"
        )
        for fault in s.faults[:faults]:
            print(f"    {fault}")
    _show_sum(scores.values())
    print(f"峰值内存 {_peak_memory():.0f} MB")


def _show_sum(scores: Collection[Score]) -> None:
    files, cells = sum(s.files for s in scores), sum(s.cells for s in scores)
    right, wrong, unread = (
        sum(getattr(s, n) for s in scores) for n in ("right", "wrong", "unread")
    )
    print(
        f"合计 {len(scores)} 行 | – | {files} | {cells} | {right / max(1, cells):.2%} | {wrong} | {unread}"
        f" | {sum(s.headed for s in scores)}/{files} | – | – | {'是' if all(s.holds for s in scores) else '否'}"
    )


def _peak_memory() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
