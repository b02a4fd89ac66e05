"""The command line as its users and their scripts meet it: exit codes, streams, messages."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document

from assistant.commands.main import main
from tests.generator import generate, to_html, to_tabbed, world

FIGURE = re.compile(r"<td>[0-9]+</td>")
COUNTY = world(bodies=3, years=range(2022, 2025), seed=5).reports


@dataclass(frozen=True)
class Ran:
    """What a call left: its exit code and both streams."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict:  # type: ignore[type-arg]
        return json.loads(self.out)


@pytest.fixture
def run(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("NIANBAO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NIANBAO_EMBEDDER", "hashing")

    def call(*arguments: object) -> Ran:
        capfd.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main([str(a) for a in arguments])
        return Ran(int(stopped.value.code or 0), *capfd.readouterr())

    return call


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    path = tmp_path / "clean.html"
    path.write_bytes(to_html(generate(seed=2, form="2021")))
    return path


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    report = generate(seed=3, form="2021")
    key = "applications.new_received.total"
    path = tmp_path / "faulty.txt"
    path.write_bytes(to_tabbed(report.with_printed({key: str(int(report.cells[key]) + 5)})))
    return path


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of reports and, beside it, the home in which they were indexed."""
    made = tmp_path_factory.mktemp("indexed")
    folder = made / "reports"
    folder.mkdir()
    for report in COUNTY:
        (folder / f"{report.title}.html").write_bytes(to_html(report))
    with pytest.MonkeyPatch.context() as set_, pytest.raises(SystemExit) as stopped:
        set_.setenv("NIANBAO_EMBEDDER", "hashing")
        main(["--home", str(made / "home"), "index", str(folder)])
    assert not stopped.value.code
    return made


@pytest.fixture
def filled(tmp_path: Path, indexed: Path, run) -> Path:  # type: ignore[no-untyped-def]
    """The reports of this test's own copy of the library."""
    shutil.copytree(indexed, tmp_path, dirs_exist_ok=True)
    return tmp_path / "reports"


# ---------------------------------------------------------------- review


def test_a_clean_report_is_0(run, clean: Path) -> None:  # type: ignore[no-untyped-def]
    ran = run("review", clean, "--format", "json")
    (review,) = ran.json["reviews"]
    assert ran.code == 0 and ran.json["schema"] == 1
    assert len(review["cells"]) == 200 and review["errors"] == []
    assert set(review["assessed"].values()) <= {
        "pass", "fail", "explained", "uncertain", "not_assessable",
    }  # fmt: skip


def test_an_error_found_is_1(run, faulty: Path) -> None:  # type: ignore[no-untyped-def]
    ran = run("review", faulty, "--format", "json")
    failed = {f["rule"] for f in ran.json["reviews"][0]["findings"] if f["outcome"] == "fail"}
    assert ran.code == 1 and {"T01", "T02"} <= failed


def test_an_unreadable_file_is_3_and_the_others_are_still_reviewed(  # type: ignore[no-untyped-def]
    run, clean: Path, faulty: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    ran = run("review", clean, tmp_path / "empty.pdf", faulty, "--format", "json")
    errors = [r["errors"] for r in ran.json["reviews"]]
    assert ran.code == 3
    assert [len(e) for e in errors] == [0, 1, 0]
    assert errors[1][0]["code"] == "empty"


def test_a_table_that_was_not_read_is_3_and_said_first(run, clean: Path) -> None:  # type: ignore[no-untyped-def]
    page = clean.read_text("utf-8")
    before, head, after = page.partition("结果维持")
    clean.write_text(before + head + FIGURE.sub("", after), "utf-8")
    ran = run("review", clean, "--format", "json")
    (review,) = ran.json["reviews"]
    assert ran.code == 3
    assert review["read"]["applications"] == {"cells": 175, "unread": 0}
    assert review["read"]["disputes"] == {"cells": 15, "unread": 15}
    assert review["assessed"]["F08"] == "not_assessable"
    assert review["findings"][0]["rule"] == "F16"
    assert "未发现问题" not in run("review", clean).out


def test_a_missing_file_is_said_in_its_entry(run, clean: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    ran = run("review", tmp_path / "nowhere.pdf", clean, "--format", "json")
    assert ran.code == 3
    assert [bool(r["errors"]) for r in ran.json["reviews"]] == [True, False]


def test_the_same_call_gives_the_same_bytes(run, faulty: Path) -> None:  # type: ignore[no-untyped-def]
    once = run("review", faulty, "--format", "json")
    assert once == run("review", faulty, "--format", "json")


@pytest.mark.parametrize("format_", ["text", "json", "html", "docx", "xlsx"])
def test_every_format_is_written(run, faulty: Path, tmp_path: Path, format_: str) -> None:  # type: ignore[no-untyped-def]
    output = tmp_path / f"out.{format_}"
    assert run("review", faulty, "--format", format_, "--output", output).code == 1
    assert output.stat().st_size > 500


def test_the_previous_year_is_matched_by_body(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    county = world(bodies=2, years=range(2022, 2024), seed=9, gaps=0)
    before, after = tmp_path / "before", tmp_path / "after"
    for folder, year in ((before, 2022), (after, 2023)):
        folder.mkdir()
        for number, report in enumerate(r for r in county.reports if r.year == year):
            (folder / f"{number}.html").write_bytes(to_html(report))
    alone = run("review", after, "--format", "json").json["reviews"]
    beside = run("review", after, "--previous", before, "--format", "json").json["reviews"]
    assert {r["assessed"]["Y01"] for r in alone} == {"not_assessable"}
    assert {r["assessed"]["Y01"] for r in beside} == {"pass"}


def test_a_letter_for_each_report_that_goes_back(  # type: ignore[no-untyped-def]
    run, faulty: Path, clean: Path, tmp_path: Path
) -> None:
    ran = run("review", faulty, clean, "--letters", tmp_path / "letters")
    (letter,) = (tmp_path / "letters").iterdir()
    text = "".join(p.text for p in Document(str(letter)).paragraphs)
    assert ran.code == 1 and "退改函 1 封" in ran.err
    assert letter.name.endswith("年退改函.docx") and "年度报告" in text


def test_an_earlier_version_is_held_against_the_new_one(run, faulty: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    mended = tmp_path / "mended.txt"
    mended.write_bytes(to_tabbed(generate(seed=3, form="2021")))
    ran = run("review", mended, "--against", faulty)
    assert ran.code == 0 and "已改正" in ran.out


# ---------------------------------------------------------------- wrong usage


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["review"], "缺少参数"),
        (["review", "x", "--format", "pdf"], "--format 只能取 text、json"),
        (["nothing"], "没有命令 nothing"),
        (["review", "x", "--bad"], "没有选项 --bad"),
        (["draft", "--year", "2024"], "缺少选项 --agency"),
        (["draft", "--agency", "青石镇", "--year", "二四"], "--year 的值不可用"),
        (["ask"], "二者取一"),
        (["evaluate", "nothing"], "没有名为“nothing”的评测"),
    ],
)
def test_wrong_usage_is_2_in_chinese_and_no_traceback(run, arguments: list[str], says: str) -> None:  # type: ignore[no-untyped-def]
    ran = run(*arguments)
    assert ran.code == 2 and says in ran.err and ran.out == "" and "Traceback" not in ran.err


# ---------------------------------------------------------------- library, ask, draft


def test_the_same_folder_again_changes_nothing(run, filled: Path) -> None:  # type: ignore[no-untyped-def]
    before = run("library", "list", "--format", "json").json
    ran = run("index", filled)
    assert ran.code == 0 and "新增 0" in ran.out
    assert run("library", "list", "--format", "json").json == before


def test_a_bad_file_does_not_stop_the_others(run, clean: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"PK\x03\x04 no document")
    ran = run("index", bad, clean)
    assert ran.code == 3 and "新增 1" in ran.out and "失败 1" in ran.out


def test_the_library_is_consistent_and_can_be_remade(run, filled: Path) -> None:  # type: ignore[no-untyped-def]
    assert run("library", "verify").code == 0
    assert run("library", "rebuild").code == 0
    assert run("library", "verify").code == 0


def test_a_report_can_be_shown_and_removed(run, filled: Path) -> None:  # type: ignore[no-untyped-def]
    first = run("library", "list", "--format", "json").json[0]
    assert first["agency"] in run("library", "show", first["id"]).out
    assert run("library", "remove", first["id"]).code == 0
    left = run("library", "list", "--format", "json").json
    assert first["id"] not in {e["id"] for e in left}


def test_bodies_are_merged_and_changed(run, filled: Path) -> None:  # type: ignore[no-untyped-def]
    one, other = sorted({e["agency"] for e in run("library", "list", "--format", "json").json})[:2]
    ran = run("library", "merge", one, other)
    assert ran.code == 0 and one in ran.out and other in ran.out
    assert run("library", "body", other, "--name", "河湾县新设局", "--under", "无").code == 0
    assert "河湾县新设局" in run("library", "body", one, "--alias", one).out
    assert run("library", "verify").code == 0
    assert run("library", "merge", one, "不存在局").code == 2


def test_an_export_is_imported_elsewhere(run, filled: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    archive = tmp_path / "library.zip"
    assert run("library", "export", archive).code == 0
    ran = run("--home", tmp_path / "other", "library", "import", archive)
    assert ran.code == 0
    here = run("library", "list", "--format", "json").json
    there = run("--home", tmp_path / "other", "library", "list", "--format", "json").json
    assert [e["agency"] for e in here] == [e["agency"] for e in there]


def test_many_questions_are_answered_a_line_each(run, filled: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    entry = run("library", "list", "--format", "json").json[0]
    asked = tmp_path / "asked.jsonl"
    rows = [
        {"id": "a", "question": f"{entry['agency']}{entry['year']}年新收多少件申请？"},
        {"id": "b", "question": "东岭市统计局2023年新收多少件申请？"},
    ]
    asked.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), "utf-8")
    ran = run("ask", "--questions", asked, "--format", "json")
    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 0
    assert [(a["id"], a["kind"]) for a in answers] == [("a", "figures"), ("b", "none")]
    assert answers[0]["figures"][0]["cell"] == "applications.new_received.total"


def test_a_questions_file_that_is_none_is_2(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    asked = tmp_path / "asked.jsonl"
    asked.write_text('{"id": 1}\n', "utf-8")
    ran = run("ask", "--questions", asked, "--format", "json")
    assert ran.code == 2 and "第 1 行" in ran.err


def test_a_draft_and_its_evidence(run, filled: Path) -> None:  # type: ignore[no-untyped-def]
    entry = run("library", "list", "--format", "json").json[-1]
    ran = run("draft", "--agency", entry["agency"], "--year", entry["year"], "--format", "json")
    made = ran.json
    assert ran.code == 0 and made["section"] == 5 and made["model"] is None
    assert made["text"] and made["evidence"]
    assert {n["status"] for n in made["numbers"]} == {"verified"}
    assert {c["status"] for c in made["claims"]} == {"proved"}
    assert all(f"〔待补充：{g}〕" in made["text"] for g in made["gaps"])


def test_a_draft_of_a_body_that_is_not_there_says_so(run, filled: Path) -> None:  # type: ignore[no-untyped-def]
    ran = run("draft", "--agency", "东岭市统计局", "--year", "2024")
    assert ran.code == 0 and "资料库里没有东岭市统计局" in ran.out


def test_the_drafters_notes_are_kept_and_used_again(run, filled: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    entry = next(e for e in run("library", "list", "--format", "json").json if e["year"] == 2024)
    notes = tmp_path / "notes.jsonl"
    notes.write_text(
        '{"kind": "problem", "text": "县政府办通报专栏链接失效3处"}\n'
        '{"kind": "measure", "about": "专栏链接失效", "text": "由办公室逐条复核链接"}\n'
        "村务公开栏更新不及时\n",
        "utf-8",
    )
    asked = ("draft", "--agency", entry["agency"], "--year", entry["year"])
    for more in (("--notes", notes), ()):
        text = run(*asked, *more).out
        assert "县政府办通报专栏链接失效3处。" in text
        assert "针对“专栏链接失效3处”，由办公室逐条复核链接" in text
        assert "村务公开栏更新不及时" in text


def test_a_register_of_applications_fills_the_years_tables(
    run, filled: Path, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    entry = next(e for e in run("library", "list", "--format", "json").json if e["year"] == 2024)
    register = tmp_path / "台账.csv"
    register.write_text("来件人,申请日期,答复类型\n自然人,2025-03-01,予以公开\n", "utf-8")
    asked = ("draft", "--agency", entry["agency"], "--year", 2025, "--section", 1)
    refused = run(*asked, "--register", register)
    assert refused.code == 2 and "认不出申请人类型" in refused.err
    ran = run(*asked, "--register", register, "--map", "来件人=申请人类型")
    assert ran.code == 0 and "全年新收政府信息公开申请1件" in ran.out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"kind": "reason", "text": "甲"}', "第 1 行的 kind 只能取"),
        ('{"kind": "cause"}', "第 1 行没有 text"),
        ('{"kind": ', "第 1 行不是合格的 JSON"),
    ],
)
def test_notes_that_cannot_be_used_are_named(
    run, filled: Path, tmp_path: Path, line: str, said: str
) -> None:  # type: ignore[no-untyped-def]
    notes = tmp_path / "notes.jsonl"
    notes.write_text(line, "utf-8")
    ran = run("draft", "--agency", "临溪县人民政府", "--year", 2024, "--notes", notes)
    assert ran.code == 2 and said in ran.err


def test_another_bodys_report_as_the_years_tables_is_refused(
    run, filled: Path, clean: Path
) -> None:  # type: ignore[no-untyped-def]
    report = generate(seed=2, form="2021")
    entries = run("library", "list", "--format", "json").json
    other = next(e for e in entries if e["agency"] != report.agency)
    ran = run("draft", "--agency", other["agency"], "--year", other["year"], "--from", clean)
    assert ran.code == 2 and f"{report.agency}{report.year}年" in ran.err
    assert len(ran.err.strip().splitlines()) == 1


def test_a_draft_from_given_tables(run, filled: Path, clean: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    output = tmp_path / "draft.docx"
    report = generate(seed=2, form="2021")
    ran = run("draft", "--agency", report.agency, "--year", report.year, "--from", clean,
              "--format", "docx", "--output", output)  # fmt: skip
    assert ran.code == 0 and output.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("format_", ["text", "json", "markdown"])
def test_the_rule_book_names_every_rule(run, format_: str) -> None:  # type: ignore[no-untyped-def]
    from assistant.checks import RULES

    ran = run("rules", "--format", format_)
    assert ran.code == 0 and all(rule in ran.out for rule in RULES)


def test_children_are_summed_only_where_they_are_said_to_be_complete(run, filled: Path) -> None:  # type: ignore[no-untyped-def]
    county = next(
        e for e in run("library", "list", "--format", "json").json if e["level"] == "county"
    )
    path = filled / county["filename"]

    def assessed() -> str:
        return run("review", path, "--format", "json").json["reviews"][0]["assessed"]["P03"]

    assert assessed() == "not_assessable"
    assert county["agency"] in run("library", "complete", county["agency"]).out
    assert assessed() != "not_assessable"
    assert run("library", "complete", county["agency"], "--no").code == 0
    assert assessed() == "not_assessable"


# ---------------------------------------------------------------- verify


def _verified(run, tmp_path: Path, filled: Path, words: str):  # type: ignore[no-untyped-def]
    reports = [r for r in COUNTY if r.year == 2024]
    new = int(reports[0].cells["applications.new_received.total"])
    path = tmp_path / "text.md"
    path.write_text(words.format(right=new, wrong=new + 3), "utf-8")
    args = ("--agency", reports[0].agency, "--year", 2024, path, "--format", "json")
    return run("verify", *args)


def test_a_true_text_is_0_and_names_its_cells(run, tmp_path: Path, filled: Path) -> None:  # type: ignore[no-untyped-def]
    ran = _verified(run, tmp_path, filled, "# 一、总体情况\n\n本年新收申请{right}件。\n")
    heading, said = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 0 and (heading["kind"], said["status"]) == ("frame", "proved")
    assert said["evidence"][0]["cell"] == "applications.new_received.total"


def test_a_contradicted_sentence_is_1(run, tmp_path: Path, filled: Path) -> None:  # type: ignore[no-untyped-def]
    ran = _verified(run, tmp_path, filled, "本年新收申请{wrong}件。主要原因是公众关注度提高。")
    assert ran.code == 1
    assert [json.loads(x)["status"] for x in ran.out.splitlines()] == ["contradicted", "unproved"]


def test_verify_without_the_report_is_wrong_usage(run, tmp_path: Path, filled: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "text.txt"
    path.write_text("本年新收申请3件。", "utf-8")
    ran = run("verify", "--agency", "东岭市统计局", "--year", 2024, path)
    assert ran.code == 2 and "东岭市统计局" in ran.err


def test_a_damaged_database_answers_nothing_and_comes_back(run, clean: Path) -> None:  # type: ignore[no-untyped-def]
    """Twenty damaged pages: one line that says what to do, then a backup or the originals."""
    home = clean.parent / "home" / "library"
    run("index", clean)
    run("library", "backup", clean.parent / "b.zip")
    question = "2024年各单位一共新收多少件申请？"
    sound = run("ask", question).out
    for mend in (("restore", clean.parent / "b.zip"), ("rebuild",)):
        with sqlite3.connect(home / "facts.db") as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # as when all programs have ended
        connection.close()
        data = bytearray((home / "facts.db").read_bytes())
        for page in range(len(data) // 4096 - 22, len(data) // 4096 - 2):
            data[page * 4096 : (page + 1) * 4096] = b"\xa5" * 4096
        (home / "facts.db").write_bytes(data)
        for call in (("ask", question), ("library", "list"), ("library", "backup", home / "x.zip")):
            told = run(*call)
            assert told.code == 3
            assert told.out == ""
            assert len(told.err.splitlines()) == 1
            assert "library restore" in told.err
        mended = run("library", *mend)
        assert mended.code == 0, mended
        assert "facts.damaged-" in mended.err
        assert run("ask", question).out == sound
        assert run("library", "verify").code == 0


def test_a_restore_asks_before_it_replaces(run, clean: Path, faulty: Path) -> None:  # type: ignore[no-untyped-def]
    run("index", clean)
    assert run("library", "backup", clean.parent / "b.zip").code == 0
    run("index", faulty)
    refused = run("library", "restore", clean.parent / "b.zip")
    assert refused.code == 2
    assert "--replace" in refused.err
    assert run("library", "restore", clean.parent / "b.zip", "--replace").code == 0
    assert "共 1 份报告" in run("library", "list").err
    assert run("library", "restore", clean.parent / "none.zip").code == 2
