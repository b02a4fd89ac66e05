"""Titles, case by case."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from index.formats import APPLICATIONS_2021
from index.ingest import read
from index.readers.plain_text import text_document
from index.recognition.document_lines import lines_of
from index.recognition.title import find_title
from index.report import Source

CASES = yaml.safe_load(Path(__file__).with_name("titles.yaml").read_text("utf-8"))
SOURCE = Source("a.txt", "0" * 64, "text")
ROWS = [row.label for row in APPLICATIONS_2021.rows]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["lines"][-1])
def test_title(case: dict[str, Any]) -> None:
    document = text_document("\n".join(case["lines"]), SOURCE)
    title = find_title(document, lines_of(document))
    assert (title.agency, title.year) == (case["agency"], case["year"])


ELSEWHERE = yaml.safe_load((Path(__file__).parent / "told_elsewhere.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", ELSEWHERE, ids=lambda case: case["name"])
def test_a_report_without_a_title_is_known_by_what_else_names_it(
    case: dict[str, Any], tmp_path: Path
) -> None:
    table = "\n".join(f"{row}\t0\t0\t0\t0\t0\t0\t0" for row in ROWS)
    text = "\n".join(
        [
            case.get("opening", ""),
            "一、总体情况",
            case.get("narrative", "公开工作平稳有序。"),
            "三、收到和处理政府信息公开申请情况",
            table,
            "五、存在的主要问题及改进情况",
            "公开内容还不够丰富。",
            "六、其他需要报告的事项",
            "无。",
            case.get("last", ""),
        ]
    )
    path = tmp_path / case.get("file", "a.txt")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    (found,) = read(path)
    assert found.agency == case.get("agency", "")
    assert found.year == case.get("year")
    told = [notice for notice in found.notices if "取自" in notice]
    assert bool(told) == ("from" in case)
    assert all(case["from"] in notice for notice in told)


def test_an_earlier_report_with_bare_numerals_and_no_title_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "本年报由柏溪县青岩镇人民政府编制的2016年度政府信息公开年度报告。\n一 概述\n"
        "2016年，我镇重视政府信息公开工作，设立了公开栏，明确了专人负责，各项工作有序开展。\n"
        "二 主动公开政府信息情况\n全年主动公开信息210条，其中网站公开120条，公开栏公开90条。\n"
        "三 依申请公开情况\n全年收到申请2件，均已按期答复。\n四 复议和诉讼情况\n没有发生。\n"
        "五 收费情况\n没有收取费用。\n六 存在的问题和改进措施\n公开不够及时，今后将加强培训。\n",
        "utf-8",
    )
    (found,) = read(path)
    assert (found.agency, found.year, found.format) == ("柏溪县青岩镇人民政府", 2016, "earlier")
    assert [h.number for h in found.headings] == [1, 2, 3, 4, None, 5]
