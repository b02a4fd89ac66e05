"""Drafts by a model: written from the same evidence, checked, and never worse than without one."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace

import docx
import pytest

from assistant.draft import Draft, DraftRequest, draft, revise, stream
from assistant.export.report_docx import BODY, HEADING, TITLE, draft_docx, report_docx
from index.formats import PARTS
from index.library.library import Library
from index.report import ModelError, UnverifiedNumbers
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


@pytest.fixture
def request_(library: Library) -> DraftRequest:
    return requests(library)[0]


@pytest.fixture
def honest(library: Library, request_: DraftRequest) -> Draft:
    return draft(request_, library)


def by(model: Scripted, request: DraftRequest, library: Library) -> Draft:
    return draft(request, library, model)  # type: ignore[arg-type]


def test_a_true_text_passes_and_names_its_model(
    library: Library, request_: DraftRequest, honest: Draft
) -> None:
    made = by(Scripted(honest.text), request_, library)
    assert made.text == honest.text and made.model == "scripted" and made.unverified == ()


def test_the_model_is_given_the_evidence_and_not_the_part_five(
    library: Library, request_: DraftRequest, honest: Draft
) -> None:
    model = Scripted(honest.text)
    by(model, request_, library)
    used = {i for item in honest.items for i in item.evidence}
    assert all(e.text[:10] in model.asked[0] for e in honest.evidence if e.id in used)
    entry = library.reports(agency=request_.agency, years=(request_.year,))[0]
    own = library.report(entry.id).section(5)
    assert own and own.paragraphs[0].text not in model.asked[0]


def test_an_invented_number_is_marked_and_not_exported(
    library: Library, request_: DraftRequest, honest: Draft
) -> None:
    lie = honest.text.replace("。", "，群众投诉增长47件。", 1)
    made = by(Scripted(lie), request_, library)
    assert [c.text for c in made.unverified] == ["47"]
    with pytest.raises(UnverifiedNumbers, match="47"):
        draft_docx(made)
    assert draft_docx(made, accepted={"47"})


def test_a_text_far_too_short_is_asked_for_once_more(
    library: Library, request_: DraftRequest, honest: Draft
) -> None:
    model = Scripted("太短了。", honest.text)
    assert by(model, request_, library).text == honest.text
    assert "改写到300到800字" in model.asked[1] and "太短了。" in model.asked[1]


def test_a_text_that_goes_round_in_circles_is_cut_off(
    library: Library, request_: DraftRequest, honest: Draft
) -> None:
    endless = Scripted("问题仍然存在。" * 5000, "问题仍然存在。" * 5000)
    events = list(stream(request_, library, endless))  # type: ignore[arg-type]
    assert sum(len(e) for e in events if isinstance(e, str)) < 5 * request_.length[1]
    assert isinstance(events[-1], Draft) and events[-1].text == honest.text


def test_twice_too_short_falls_back_with_a_notice(
    library: Library, request_: DraftRequest, honest: Draft
) -> None:
    made = by(Scripted("太短了。", "还是太短。"), request_, library)
    assert made.text == honest.text and made.model is None and "篇幅" in made.notices[0]


def test_a_model_that_fails_midway_falls_back_with_a_notice(
    library: Library, request_: DraftRequest, honest: Draft
) -> None:
    events = list(stream(request_, library, Scripted(ModelError("模型服务超时未答"))))  # type: ignore[arg-type]
    made = events[-1]
    assert isinstance(made, Draft) and made.text == honest.text
    assert events[-2] == "\f" and "超时" in made.notices[0]


def test_marks_headings_and_citations_are_taken_out(
    library: Library, request_: DraftRequest, honest: Draft
) -> None:
    marked = "## 存在的问题\n\n" + honest.text.replace("。", "[2]。", 1).replace(
        "一是", "**一是**", 1
    )
    assert by(Scripted(marked), request_, library).text == honest.text


def test_a_text_without_the_offices_figures_gives_way(
    library: Library, request_: DraftRequest, honest: Draft
) -> None:
    made = by(Scripted("我们将认真做好各项工作，持续改进服务。" * 20), request_, library)
    assert made.text == honest.text and made.model is None
    assert "没有用上本机关的数据" in made.notices[0]


def test_a_revision_by_the_model_is_checked_too(
    library: Library, request_: DraftRequest, honest: Draft
) -> None:
    model = Scripted(honest.text + "另有53件未办结。")
    _, made = revise("语气再诚恳些", request_, honest, library, model)  # type: ignore[arg-type]
    assert [c.text for c in made.unverified] == ["53"]


def test_a_failed_revision_leaves_the_draft_alone(
    library: Library, request_: DraftRequest, honest: Draft
) -> None:
    model = Scripted(ModelError("连不上模型服务"))
    _, made = revise("语气再诚恳些", request_, honest, library, model)  # type: ignore[arg-type]
    assert made.text == honest.text and "未改动" in made.notices[0]


def test_a_whole_report_has_its_title_parts_and_filled_tables(
    library: Library, request_: DraftRequest, honest: Draft
) -> None:
    entry = library.reports(agency=request_.agency, years=(request_.year,))[0]
    tables = library.report(entry.id)
    one = draft(replace(request_, section=1), library)
    made = docx.Document(io.BytesIO(report_docx(honest.agency, 2024, {1: one, 5: honest}, tables)))
    lines = [p for p in made.paragraphs if p.text]
    assert lines[0].text == f"{honest.agency}2024年政府信息公开工作年度报告"
    assert lines[0].runs[0].font.name == TITLE and lines[0].runs[0].font.size.pt == 22
    headings = [p for p in lines if p.runs[0].font.name == HEADING]
    assert [p.text for p in headings] == [part.heading for part in PARTS]
    assert lines[1].runs[0].font.name == BODY and lines[1].runs[0].font.size.pt == 16
    printed = {c.text for t in made.tables for r in t.rows for c in r.cells}
    assert {c.text for c in tables.cells.values() if c.text} <= printed
    page = made.sections[0]
    assert (round(page.top_margin.mm), round(page.left_margin.mm)) == (37, 28)


def test_without_tables_the_cells_stay_empty(honest: Draft) -> None:
    made = docx.Document(io.BytesIO(report_docx(honest.agency, 2024, {5: honest}, None)))
    assert "0" not in {c.text for t in made.tables for r in t.rows for c in r.cells}
