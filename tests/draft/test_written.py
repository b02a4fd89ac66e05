"""Drafts by a model: written from the same evidence, checked, and never worse than without one."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import docx
import pytest
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from assistant.draft import Draft, DraftRequest, Note, draft, edited, revise, stream
from assistant.export import report_docx as exported
from assistant.export.official_document import BODY, HEADING, TITLE, TITLE_CHARACTERS, width
from assistant.export.report_layout import report_template
from index.formats import PARTS
from index.library.library import Library
from index.report import ModelError, Report, Unproved
from tests.draft.conftest import LibraryOf, told
from tests.draft.test_draft import requests


class Scripted:
    """A chat model that says what it was given, in order; an error is raised in its turn."""

    name = "scripted"

    def __init__(self, *answers: str | ModelError) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def stream(self, messages: Sequence) -> Iterator[str]:  # type: ignore[type-arg]
        self.asked.append("\n".join(str(m.content) for m in messages))
        answer = self.answers.pop(0)
        if isinstance(answer, ModelError):
            yield "起草到一半，"
            raise answer
        for start in range(0, len(answer), 40):
            yield answer[start : start + 40]

    def complete(self, messages: Sequence) -> str:  # type: ignore[type-arg]
        return "".join(self.stream(messages))


NOTES = (
    Note("problem", "县政府办第三季度通报我镇专栏链接失效3处"),
    Note("cause", "栏目改版后没有人逐条复核", "专栏链接失效"),
    Note("measure", "5月底前由党政办逐条复核专栏链接", "专栏链接失效"),
    Note("problem", "村务公开栏有两处长期未更新"),
    Note("measure", "由各村文书每月10日前更新公开栏", "村务公开栏"),
)
LENGTH = (100, 2000)


@pytest.fixture(scope="module")
def request_(library: Library) -> DraftRequest:
    return replace(requests(library)[0], notes=NOTES, length=LENGTH)


@pytest.fixture(scope="module")
def honest(library: Library, request_: DraftRequest) -> Draft:
    return draft(request_, library)


def draft_docx(made: Draft, accepted: Collection[str]) -> bytes:
    return exported.draft_docx(made, accepted, report_template(""))


def report_docx(made: Draft, parts: dict[int, Draft], tables: Report | None) -> DocxDocument:
    content = exported.report_docx(made.agency, 2024, parts, tables, report_template(""))
    return docx.Document(io.BytesIO(content))


def by(model: Scripted, request: DraftRequest, library: Library) -> Draft:
    return draft(request, library, model)  # type: ignore[arg-type]


def test_a_true_text_passes_and_names_its_model(
    library: Library, request_: DraftRequest, honest: Draft
) -> None:
    made = by(Scripted(honest.text), request_, library)
    assert made.text == honest.text and made.model == "scripted"
    assert {c.status for c in made.claims} == {"proved"}


def test_the_model_is_given_claims_and_evidence_and_not_the_part_five(
    library: Library, request_: DraftRequest, honest: Draft
) -> None:
    model = Scripted(honest.text)
    by(model, request_, library)
    assert all(n.text in model.asked[0] for n in NOTES)
    assert all(g.text in model.asked[0] for g in honest.gaps)
    entry = library.reports(agency=request_.agency, years=(request_.year,))[0]
    own = library.report(entry.id).section(5)
    assert own and own.paragraphs[0].text not in model.asked[0]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("这是因为承办人员业务不熟。", "cause"),
        ("2025年6月底前建成统一的公开平台。", "measure"),
        ("公开栏目建设取得明显成效。", "done"),
        ("群众投诉增长47件。", "problem"),
    ],
)
def test_what_nothing_bears_out_is_marked_and_not_exported(
    library: Library, request_: DraftRequest, honest: Draft, said: str, kind: str
) -> None:
    made = by(Scripted(f"{honest.text}\n{said}"), request_, library)
    (claim,) = made.of_status("unproved")
    assert claim.text == said
    with pytest.raises(Unproved, match=said[:6]):
        draft_docx(made, ())
    assert draft_docx(made, accepted={said})


def test_a_turned_sentence_is_false_and_no_acceptance_exports_it(library_of: LibraryOf) -> None:
    cells = {"disputes.reconsideration.total": 9, "disputes.reconsideration.corrected": 2}
    earlier = told(2023, cells={"disputes.reconsideration.total": 5})
    opened = library_of(earlier, told(2024, cells=cells))
    request = DraftRequest("河湾县教育局", 2024, length=LENGTH)
    said = "行政复议9件，比上年减少4件。"
    made = by(Scripted(draft(request, opened).text + "\n" + said), request, opened)
    (false,) = made.of_status("contradicted")
    assert false.text == said
    with pytest.raises(Unproved, match="与数据不符"):
        draft_docx(made, accepted={said})


@pytest.mark.parametrize(
    "around",
    [
        "好的，以下是正文：\n{}",
        "当然，下面是第五部分的内容：\n{}\n（本文由AI生成，仅供参考）",
        "## 存在的问题\n{}",
        "{}\n以上内容如需调整，请告诉我。",
    ],
)
def test_talk_around_the_text_does_not_become_the_draft(
    library: Library, request_: DraftRequest, honest: Draft, around: str
) -> None:
    made = by(Scripted(around.format(honest.text)), request_, library)
    assert made.text.removeprefix("存在的问题\n") == honest.text


def test_headlines_in_brackets_are_kept(
    library: Library, request_: DraftRequest, honest: Draft
) -> None:
    headed = "（一）2024年存在的主要问题\n" + honest.text
    assert by(Scripted(headed), request_, library).text == headed


def test_questions_that_the_model_left_out_are_asked_all_the_same(
    library: Library, request_: DraftRequest, honest: Draft
) -> None:
    bare = honest.text
    for gap in honest.gaps:
        bare = bare.replace(gap.text, "")
    made = by(Scripted(bare), replace(request_, length=(20, 2000)), library)
    assert honest.gaps and all(g.text in made.text for g in honest.gaps)


@pytest.mark.parametrize(
    ("answer", "why"),
    [("太短了。", "篇幅"), ("{}另有一些问题正在", "没有写完"), ("问题仍然存在。" * 5000, "篇幅")],
)
def test_what_will_not_do_is_asked_for_once_more_and_then_given_up(
    library: Library, request_: DraftRequest, honest: Draft, answer: str, why: str
) -> None:
    bad = answer.replace("{}", honest.text)
    model = Scripted(bad, honest.text)
    assert by(model, request_, library).model == "scripted" and why in model.asked[1]
    made = by(Scripted(bad, bad), request_, library)
    assert made.text == honest.text and made.model is None and why in made.notices[-1]


def test_a_model_that_fails_midway_falls_back_with_a_notice(
    library: Library, request_: DraftRequest, honest: Draft
) -> None:
    events = list(stream(request_, library, Scripted(ModelError("模型服务超时未答"))))  # type: ignore[arg-type]
    made = events[-1]
    assert isinstance(made, Draft) and made.text == honest.text
    assert events[-2] == "\f" and "超时" in made.notices[-1]


# ---------------------------------------------------------------- revising


def test_one_paragraph_is_rewritten_and_the_others_stay(
    library: Library, request_: DraftRequest, honest: Draft
) -> None:
    lines = honest.text.splitlines()
    model = Scripted("新的第二段，减少47件。")
    _, made = revise("第2段再简短些", request_, honest, library, model)  # type: ignore[arg-type]
    assert made.text.splitlines() == [lines[0], "新的第二段，减少47件。", *lines[2:]]
    assert lines[1] in model.asked[0] and lines[0] not in model.asked[0].split("原文：")[1]
    assert [c.text for c in made.of_status("unproved")] == ["新的第二段，减少47件。"]


def test_words_written_by_hand_are_kept_or_the_paragraph_stays(
    library: Library, request_: DraftRequest, honest: Draft
) -> None:
    mine = "党政办已在12月复核一遍。"
    by_hand = edited(honest, honest.text + mine)
    last = len(by_hand.text.splitlines())
    assert by_hand.locked == (by_hand.text.splitlines()[-1],) or mine in by_hand.locked[-1]
    dropping = Scripted("全部改写，没有那句。")
    _, made = revise(f"第{last}段改写", request_, by_hand, library, dropping)  # type: ignore[arg-type]
    assert made.text == by_hand.text and "没有保留" in made.notices[0]
    keeping = Scripted(by_hand.text.splitlines()[-1] + "其余不变。")
    _, made = revise(f"第{last}段改写", request_, by_hand, library, keeping)  # type: ignore[arg-type]
    assert mine in made.text and made.text != by_hand.text


def test_a_failed_revision_leaves_the_draft_alone(
    library: Library, request_: DraftRequest, honest: Draft
) -> None:
    model = Scripted(ModelError("连不上模型服务"))
    _, made = revise("第1段语气再诚恳些", request_, honest, library, model)  # type: ignore[arg-type]
    assert made.text == honest.text and "未改动" in made.notices[0]


# ---------------------------------------------------------------- Word


def test_a_whole_report_has_its_title_parts_and_filled_tables(
    library: Library, request_: DraftRequest, honest: Draft
) -> None:
    entry = library.reports(agency=request_.agency, years=(request_.year,))[0]
    tables = library.report(entry.id)
    one = draft(replace(request_, section=1), library)
    assert one.of_status("unproved") == ()
    made = report_docx(honest, {1: one, 5: honest}, tables)
    lines = [p for p in made.paragraphs if p.text]
    assert lines[0].text.replace("\n", "") == f"{honest.agency}2024年政府信息公开工作年度报告"
    assert lines[0].runs[0].font.name == TITLE and lines[0].runs[0].font.size.pt == 22
    headings = [p for p in lines if p.runs[0].font.name == HEADING]
    assert [p.text for p in headings] == [part.heading for part in PARTS]
    assert lines[1].runs[0].font.name == BODY and lines[1].runs[0].font.size.pt == 16
    assert {c.text for c in tables.cells.values() if c.text} <= in_cells(made)
    page = made.sections[0]
    assert (round(page.top_margin.mm), round(page.left_margin.mm)) == (37, 28)


def in_cells(document: DocxDocument) -> set[str]:
    """What the cells of the tables print."""
    cells = document.element.body.iter(qn("w:tc"))
    return {"\n".join(p.text for p in cell.iter(qn("w:p"))) for cell in cells}


def test_without_tables_the_cells_stay_empty(honest: Draft) -> None:
    made = report_docx(honest, {5: honest}, None)
    assert "0" not in in_cells(made)


def test_headings_stand_with_their_text_and_numbers_at_the_outer_edge(honest: Draft) -> None:
    text = "（一）存在的问题\n一是更新不及时。\n下一步措施：\n逐条复核。"
    made = report_docx(honest, {5: replace(honest, text=text)}, None)
    kept = {p.text for p in made.paragraphs if p.paragraph_format.keep_with_next}
    assert {part.heading for part in PARTS} | {"（一）存在的问题", "下一步措施："} == kept
    section = made.sections[0]
    assert made.settings.odd_and_even_pages_header_footer
    edges = [f.paragraphs[0].alignment for f in (section.footer, section.even_page_footer)]
    assert edges == [WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT]
    run = section.footer.paragraphs[0].runs[0]
    assert (run.text, run.font.name, run.font.size.pt) == ("— ", "宋体", 14)


@pytest.mark.parametrize(
    ("agency", "lines"),
    [
        ("河湾县人民政府", ["河湾县人民政府2024年", "政府信息公开工作年度报告"]),
        ("河湾县住房和城乡建设局", ["河湾县住房和城乡建设局2024年", "政府信息公开工作年度报告"]),
        (
            "东岭市滨江新区管理委员会住房和城乡建设与综合执法局",
            None,
        ),
    ],
)
def test_a_title_breaks_neither_a_name_nor_a_word(
    honest: Draft, agency: str, lines: list[str] | None
) -> None:
    made = report_docx(replace(honest, agency=agency), {}, None)
    found = made.paragraphs[0].text.split("\n")
    assert found == lines or lines is None
    assert all(width(line) <= TITLE_CHARACTERS for line in found)
    assert any(line.endswith("年度报告") for line in found) and any("2024年" in x for x in found)


def test_no_key_of_the_program_is_in_a_document(
    library: Library, request_: DraftRequest, honest: Draft
) -> None:
    tables = library.report(library.reports(agency=request_.agency, years=(2024,))[0].id)
    one = draft(replace(request_, section=1), library)
    made = report_docx(honest, {1: one, 5: honest}, tables)
    said = "".join(t.text or "" for t in made.element.body.iter(qn("w:t")))
    assert not re.search(r"[a-z]+_[a-z]+|[a-z]{3,}\.[a-z]{3,}|[{}]|〔表", said)


def test_a_whole_report_is_led_in_once_before_part_one(honest: Draft) -> None:
    text = (
        "现将2024年政府信息公开工作情况报告如下。\n（一）主动公开。现将有关情况报告如下：公开5条。"
    )
    made = report_docx(honest, {1: replace(honest, section=1, text=text), 5: honest}, None)
    lines = [p.text for p in made.paragraphs if p.text]
    assert "\n".join(lines).count("现将") == 1
    assert "现将" in lines[1] and lines[2] == PARTS[0].heading
    assert lines[3] == "（一）主动公开。公开5条。"


def heads(content: bytes) -> set[str]:
    """The first line over every kind of page."""
    made = docx.Document(io.BytesIO(content))
    assert made.settings.odd_and_even_pages_header_footer
    (page,) = made.sections
    return {page.header.paragraphs[0].text, page.even_page_header.paragraphs[0].text}


def test_a_draft_is_marked_on_every_page_until_nothing_is_left_to_fill_in(
    library: Library, request_: DraftRequest, honest: Draft
) -> None:
    open_ = replace(honest, text="一是〔待补充：甲〕。二是〔待补充：乙〕。", claims=())
    assert heads(draft_docx(open_, ())) == {"草稿（待补充：第五部分 2 处）"}
    assert heads(draft_docx(replace(open_, text="一是已办结。"), ())) == {""}
    whole = exported.whole_report(request_, library, None, {5: honest}, (), report_template(""))
    assert all("草稿（待补充：第一部分" in said for said in heads(whole))


def test_the_changes_of_a_part_are_word_revisions_in_the_part_and_the_whole(
    library: Library, request_: DraftRequest, honest: Draft
) -> None:
    after = replace(honest, text=honest.text.replace("失效3处", "失效共3处"), claims=())
    earlier = exported.Earlier(honest, "张三", "2025-01-20T10:00:00")
    paper = report_template("")
    part = exported.draft_docx(after, (), paper, earlier)
    parts = {1: replace(after, section=1), 5: after, 6: replace(after, section=6)}
    whole = exported.whole_report(request_, library, None, parts, (), paper, earlier)
    for content in (part, whole):
        body = docx.Document(io.BytesIO(content)).element.body
        marks = list(body.iter(qn("w:ins")))
        assert marks and {m.get(qn("w:author")) for m in marks} == {"张三"}
        assert "共" in "".join(t.text or "" for m in marks for t in m.iter(qn("w:t")))
    assert not list(docx.Document(io.BytesIO(draft_docx(after, ()))).element.body.iter(qn("w:ins")))


def test_an_office_template_is_what_the_draft_is_printed_on(honest: Draft) -> None:
    own = docx.Document()
    for text in (
        "密级：内部  {{ 机关 }}", "{%p for 部 in 各部分 %}", "※{{ 部.标题 }}",
        "{%p for 表 in 部.表格 %}", "{{ 表 }}", "{%p endfor %}",
        "{%p for 段 in 部.段落 %}", "{{ 段.题 }}{{ 段.文 }}", "{%p endfor %}", "{%p endfor %}",
    ):  # fmt: skip
        own.add_paragraph(text)
    stream = io.BytesIO()
    own.save(stream)
    content = exported.report_docx(honest.agency, 2024, {5: honest}, None, stream.getvalue())
    made = docx.Document(io.BytesIO(content))
    lines = [p.text for p in made.paragraphs]
    assert lines[0] == f"密级：内部  {honest.agency}" and f"※{PARTS[4].heading}" in lines
    assert set(honest.text.splitlines()) <= set(lines)
    assert [len(t.rows) for t in made.tables] == [14, 28, 4]  # part two's is one of four blocks
