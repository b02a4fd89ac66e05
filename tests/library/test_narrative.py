"""The narrative's rows: kept with the report, gone with it, made for libraries that lack them."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from index.library.library import Library
from index.report import Paragraph, Report
from index.stores import narrative_rows, schema
from tests.library.conftest import Open
from tests.library.material import county, fill, keep, small
from tests.library.test_migrations import restore

TOLD = "（一）主动公开。全年公开政府信息1,200条。（二）监督保障。举办培训3次。"


def told(
    agency: str = "河湾县教育局", year: int = 2023, text: str = TOLD, five: str = ""
) -> Report:
    report = small(agency, year, text=text)
    if not five:
        return report
    one, last = report.sections
    return replace(report, sections=(one, replace(last, paragraphs=(Paragraph(five),))))


def test_items_counts_and_sentences_come_with_the_report(library: Library) -> None:
    id = keep(library, told()).id
    items = library.items()
    assert [(i.kind, i.headline, i.ordinal, i.about) for i in items] == [
        ("point", "主动公开", 1, None),
        ("point", "监督保障", 2, None),
        ("problem", "公开内容不够丰富", 3, None),
        ("measure", "下一步将拓宽公开渠道", 4, 3),
    ]
    assert {(i.report, i.agency, i.year) for i in items} == {(id, "河湾县教育局", 2023)}
    assert [(c.what, c.value, c.unit, c.approximate) for c in library.counts()] == [
        ("公开政府信息", 1200, "条", False),
        ("举办培训", 3, "次", False),
    ]
    assert [s.text for s in library.sentences(sections=[5])] == [
        "公开内容不够丰富。",
        "下一步将拓宽公开渠道。",
    ]
    assert items[0].at.line == 3 and items[2].at.page == 3


def test_they_are_chosen_by_body_year_kind_words_and_unit(library: Library) -> None:
    for year in (2022, 2023):
        for agency in ("河湾县教育局", "河湾县民政局"):
            keep(library, told(agency, year))
    body = library.named("河湾县民政局")[0].id
    chosen = library.items(bodies=[body], years=[2023], kinds=["problem", "measure"])
    assert [(i.agency, i.year, i.kind) for i in chosen] == [
        ("河湾县民政局", 2023, "problem"),
        ("河湾县民政局", 2023, "measure"),
    ]
    assert [i.year for i in library.items(bodies=[body], kinds=["problem"])] == [2022, 2023]
    assert {c.value for c in library.counts(words=["培训", "会议"])} == {3}
    assert {c.value for c in library.counts(unit="条", years=[2022])} == {1200}


def test_a_replaced_or_removed_report_takes_them_along(library: Library) -> None:
    keep(library, told(), filename="a.txt")
    second = keep(library, told(text="举办培训5次。"), filename="a.txt").id
    assert [c.value for c in library.counts()] == [5]
    library.remove(second)
    assert [c.value for c in library.counts()] == [1200, 3]
    assert library.verify().ok


def test_verify_sees_rows_that_the_report_does_not_give(library: Library) -> None:
    keep(library, told())
    with library._write() as connection:
        connection.execute(schema.counts.update().values(value=4))
    assert any("条目、计数或句子" in p for p in library.verify().problems)
    library.rebuild(read=lambda path: (told(),))
    assert library.verify().ok
    assert [c.value for c in library.counts()] == [1200, 3]


def test_an_older_library_makes_them_when_first_asked(tmp_path: Path) -> None:
    restore(tmp_path / "old")
    Library.open(tmp_path / "old", embedder="hashing").close()
    with Library.open(tmp_path / "old", embedder="hashing", read_only=True) as library:
        read = library.sentences()
        assert read
        with library._read() as connection:
            assert connection.scalar(sa.select(sa.func.count()).select_from(schema.sentences)) == 0
    with Library.open(tmp_path / "old", embedder="hashing") as library:
        assert library.sentences() == read
        with library._read() as connection:
            assert narrative_rows.missing(connection) == []


def test_a_read_only_library_gives_what_is_chosen_alone(open_library: Open) -> None:
    keep(open_library(), told())
    with open_library()._write() as connection:
        for table in (*narrative_rows.TABLES, schema.derived):
            connection.execute(table.delete())
    reader = open_library(read_only=True)
    assert [i.kind for i in reader.items(kinds=["measure"])] == ["measure"]
    assert [c.value for c in reader.counts(words=["培训"])] == [3]
    assert {s.section for s in reader.sentences(sections=[1])} == {1}


def test_each_item_stands_word_for_word_in_its_part(plain_library: Library) -> None:
    fill(plain_library, county())
    items = plain_library.items()
    texts = plain_library.section_texts({i.report for i in items})
    assert items and all(i.text in texts[i.report, i.section] for i in items)
    asked = {(i.report, i.ordinal): i.kind for i in items}
    told_of = [asked[i.report, i.about] for i in items if i.about is not None]
    assert told_of and set(told_of) == {"problem"}


def test_people_join_and_part_what_is_grouped(library: Library) -> None:
    texts = ("公开内容不够丰富。", "解读形式单一。", "公开内容还不够丰富。")
    for year, text in zip((2021, 2022, 2023), texts, strict=True):
        keep(library, told(year=year, five=text))
    problems = library.items(kinds=["problem"])
    assert [len(g.members) for g in library.grouped(problems)] == [2, 1]
    library.part_items(["公开内容不够丰富", "公开内容还不够丰富"], who="张三")
    assert [len(g.members) for g in library.grouped(problems)] == [1, 1, 1]
    library.join_items(["公开内容不够丰富", "公开内容还不够丰富"], who="李四")
    library.join_items(["公开内容不够丰富", "解读形式单一"])
    assert [len(g.members) for g in library.grouped(problems)] == [3]


def test_the_matcher_of_a_library_has_its_vectors(library: Library) -> None:
    keep(library, told())
    assert library.matcher(["内容不够丰富"]).degree("公开内容不够丰富。") == "exact"
    assert library.matcher(["公开内容还不够丰富"]).degree("公开内容不够丰富。") == "near"


def test_what_people_grouped_goes_along_in_a_backup(library: Library, tmp_path: Path) -> None:
    keep(library, told())
    library.join_items(["公开内容不够丰富", "解读形式单一"])
    library.export(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(tmp_path / "older.zip", "w") as older:
        for name, content in files.items():
            if name == "manifest.json":  # an older release named no files in it
                said = json.loads(content)
                older.writestr(name, json.dumps({k: said[k] for k in ("nianbao", "schema")}))
            elif name != "groupings.jsonl":
                older.writestr(name, content)
    for name, groups in (("all.zip", 1), ("older.zip", 2)):
        with Library.open(tmp_path / name[:-4], embedder="hashing") as other:
            other.import_(tmp_path / name)
            keep(other, told(year=2022, five="解读形式单一。"))
            assert len(other.grouped(other.items(kinds=["problem"]))) == groups
            assert [c.value for c in other.counts(years=[2023])] == [1200, 3]
