"""Whose report it is and of which year, where no title says it: the opening, the file, the folder.

What is taken from elsewhere than the report's own title line is told in a notice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from index.document import Document
from index.numerals import ONE_TO_TEN
from index.recognition.document_lines import Line
from index.recognition.title_names import BODY, CORE, YEAR, agency_of, year_of
from index.text import fold, normalise, squash

_OPENING = 12
"""Lines in which a report without a title says whose it is."""
_CLAUSE = re.compile(r"[,，。；;：:]")
_LEAD = re.compile(
    r".*(?:公布|公开|发布|报告|编制|说明|通报|汇报|现将|将|由|为|是|根据.{0,40}》(?:的?(?:规定|要求))?)"
)
"""What stands before a body's name in a sentence about its report."""
_BY = re.compile(r"由([^,，。；;：:]{3,30}?)(?:根据|按照|依据|依照|组织|负责|编制|编写|制作)")
_NARRATED = re.compile(
    rf"(?:^|[。；)])(?:[(（]?[{ONE_TO_TEN}]+[)）、.]?)?\s*(20[0-9]{{2}})年(?=[,，度以来我全本])"
)
_FOLDER_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?:年度?)?(?![0-9])")


@dataclass(frozen=True, slots=True)
class Told:
    """A body and a year, each with where it was told ("" where it was not)."""

    agency: str = ""
    year: int | None = None
    agency_from: str = ""
    year_from: str = ""

    def notices(self, *, agency: bool, year: bool) -> tuple[str, ...]:
        """What a person must know where the body or the year is taken from here."""
        told = []
        if agency and self.agency:
            told.append(f"没有见到标题，机关名称“{self.agency}”取自{self.agency_from}，请核对。")
        if year and self.year:
            told.append(f"没有见到标题中的年份，年度 {self.year} 取自{self.year_from}，请核对。")
        return tuple(told)


def beside_title(document: Document, lines: Sequence[Line]) -> Told:
    """What the opening sentence, the file's name, the narrative and the folder say, in this order."""
    path = PurePath(document.source.path)
    opening = [line.text for line in lines[:_OPENING] if line.table is None]
    folders = path.parts[:-1][::-1][:2]
    agencies = [
        (next(_named(opening), ""), "开头的说明"),
        (_of_file(path.stem), "文件名"),
        (next((n for f in folders if (n := _body(f))), ""), "文件夹名"),
    ]
    years = [
        (
            next((y for t in opening if CORE.search(squash(t)) and (y := year_of(t))), None),
            "开头的说明",
        ),
        (year_of(path.stem) or _year_in(path.stem), "文件名"),
        (_narrated(lines), "正文"),
        (next((y for f in folders if (y := _year_in(f))), None), "文件夹名"),
    ]
    agency, agency_from = next(((a, w) for a, w in agencies if a), ("", ""))
    year, year_from = next(((y, w) for y, w in years if y), (None, ""))
    return Told(agency, year, agency_from, year_from)


def _named(texts: Sequence[str]) -> Iterator[str]:
    """The bodies that sentences about the report name."""
    for text in texts:
        plain = fold(normalise(text))
        for found in _BY.finditer(plain):
            if (CORE.search(squash(text)) or "年度报告" in plain or "年报" in plain) and (
                body := _body(found[1])
            ):
                yield body
        for clause in _CLAUSE.split(plain):
            core = CORE.search(clause)
            lead = _LEAD.match(clause[: core.start()]) if core else None
            if core and (body := _body(agency_of(clause[lead.end() if lead else 0 :]))):
                yield body


def _body(name: str) -> str:
    """A body's name, "" for what is none."""
    plain = re.sub(r"^(?:关于|现将|《)|[(（](?:公章|盖章)[)）]$", "", normalise(name).strip())
    chinese = re.fullmatch(r"[\u3400-\u9fff·（）()]{3,30}", plain)
    return plain if chinese and BODY.search(plain) and not YEAR.search(plain) else ""


def _of_file(stem: str) -> str:
    """The body that a file's name names: before the report's name, or alone beside a year."""
    if CORE.search(squash(stem)):
        return _body(agency_of(stem))
    bare = YEAR.sub("", fold(stem)).strip(" -_—.()（）[]【】年度")
    return _body(re.sub(r"(?:年报|年度报告|工作报告|报告)$", "", bare))


def _year_in(name: str) -> int | None:
    years = set(_FOLDER_YEAR.findall(fold(name)))
    return int(years.pop()) if len(years) == 1 else None


def _narrated(lines: Sequence[Line]) -> int | None:
    """The year with which the narrative's sentences begin, if it is one."""
    texts = (fold(line.text) for line in lines if line.table is None)
    years = Counter(year for text in texts for year in _NARRATED.findall(text))
    ranked = years.most_common(2)
    clear = ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1])
    return int(ranked[0][0]) if clear else None
