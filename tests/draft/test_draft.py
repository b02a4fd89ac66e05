"""Drafts without a model: nothing is claimed that is not known, and what is not known is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pytest

from assistant.draft import Draft, DraftRequest, Material, Note, draft, gather, interview, revise
from assistant.draft.compose import in_place
from assistant.draft.notes import forget, keep, kept, plain_note
from index.library.library import Body, Library
from index.report import UsageError
from tests.checks.build import report
from tests.draft.conftest import LibraryOf, told
from tests.sampled import slow_but

YEAR = 2024
NOT_HELD = "applications.unavailable.not_held.total"
NEW = "applications.new_received.total"
RECONSIDERED = "disputes.reconsideration"


def requests(library: Library) -> list[DraftRequest]:
    return [DraftRequest(e.agency, YEAR) for e in library.reports(years=(YEAR,))]


@dataclass(frozen=True)
class Made:
    """A body's draft of part five, and what it was made from."""

    request: DraftRequest
    material: Material
    draft: Draft


@pytest.fixture(scope="module")
def every(library: Library) -> list[Made]:
    """The draft of every body of the library."""
    return [Made(r, gather(r, library), draft(r, library)) for r in requests(library)]


def five(*paragraphs: str) -> Mapping[int, Sequence[str]]:
    return {5: paragraphs}


PROMISED = five(
    "存在的问题：一是栏目更新不及时；二是答复文书不够规范。",
    "2024年，我局将：一是建立栏目更新台账，按月通报；二是编印答复文书范本。",
)


# ---------------------------------------------------------------- over a whole library


def test_every_sentence_of_every_draft_is_proved(every: list[Made]) -> None:
    for made in (m.draft for m in every):
        assert made.claims and {c.status for c in made.claims} == {"proved"}
        assert made.unverified == () and made.findings == ()
        assert all(c.evidence for c in made.claims if c.kind != "frame")


def test_no_cause_and_no_measure_stands_without_a_note(every: list[Made]) -> None:
    for made in every:
        kinds = {c.kind for c in made.draft.claims}
        assert not kinds & {"cause", "measure"}


def test_every_item_of_last_year_is_answered_or_asked(every: list[Made]) -> None:
    for made in every:
        for entry in made.material.past:
            assert all(p.quoted in made.draft.text for p in entry.promises)


def test_the_same_request_gives_the_same_draft(library: Library, every: list[Made]) -> None:
    assert draft(every[0].request, library) == every[0].draft


def test_part_five_of_the_same_year_is_never_evidence(every: list[Made]) -> None:
    for made in every:
        own = [e for e in made.material.evidence if e.section == 5]
        assert all(e.year == YEAR - 1 for e in own)


def test_evidence_points_at_the_part_that_its_cell_stands_in(every: list[Made]) -> None:
    part = {"disclosure": 2, "applications": 3, "disputes": 4}
    for made in every:
        cells = [e for e in made.draft.evidence if e.cell]
        assert all(e.section == part[str(e.cell).split(".")[0]] for e in cells)


def test_an_unknown_body_is_said_to_be_unknown(library: Library) -> None:
    made = draft(DraftRequest("东岭市统计局", YEAR), library)
    assert not made.known and "资料库里没有东岭市统计局" in made.text and not made.claims


def test_a_short_name_that_fits_two_bodies_is_refused(library: Library) -> None:
    with pytest.raises(UsageError, match="请写全称"):
        draft(DraftRequest("人民政府", YEAR), _Twins())  # type: ignore[arg-type]


class _Twins:
    """A library in which a short name fits two bodies."""

    def bodies(self) -> list[object]:
        return [
            Body(1, "东岭县人民政府", ("人民政府",), "county", "government", None),
            Body(2, "西岭县人民政府", ("人民政府",), "county", "government", None),
        ]


# ---------------------------------------------------------------- the tables


@pytest.mark.parametrize(
    ("before", "now", "new", "stands"),
    [
        (4, 16, (100, 100), True),  # beyond chance
        (4, 16, (100, 119), True),
        (4, 16, (100, 121), False),  # too many more applications to compare
        (4, 12, (100, 100), False),  # 8 is no more than 2·√16
        (16, 16, (100, 100), False),
        (16, 4, (100, 100), False),
        (None, 16, (100, 100), False),
    ],
)
def test_a_figure_is_a_problem_only_where_it_rose_beyond_chance(
    library_of: LibraryOf, before: int | None, now: int, new: tuple[int, int], stands: bool
) -> None:
    opened = library_of(
        told(2023, cells={NOT_HELD: before, NEW: new[0]}),
        told(2024, cells={NOT_HELD: now, NEW: new[1]}),
    )
    made = draft(DraftRequest("河湾县教育局", 2024), opened)
    assert ("本机关不掌握相关政府信息的由上年的4件增至16件" in made.text) is stands
    assert ("为何上升" in "".join(g.question for g in made.gaps)) is stands
    assert "不掌握" not in made.text or stands


def test_years_of_two_forms_are_compared_by_the_lines_of_both(
    library_of: LibraryOf,
) -> None:
    """2020 by the form of 2019, 2021 by the new one; each part two speaks by its own form."""
    agency, level = "河湾县教育局", "department"
    old = {NEW: 100, f"{RECONSIDERED}.total": 4, "disclosure.normative_documents.made": 9}
    new = {NEW: 100, f"{RECONSIDERED}.total": 25, f"{RECONSIDERED}.pending": 25}
    new["disclosure.normative_documents.issued"] = 2
    forms = {"2020": ("2019", old), "2021": ("2021", new)}
    made_of = [
        report({"agency": agency, "level": level, "year": int(y), "format": form, "cells": cells})
        for y, (form, cells) in forms.items()
    ]
    opened = library_of(*made_of)
    five = draft(DraftRequest(agency, 2021), opened)
    assert "行政复议由上年的4件增至25件" in five.text
    assert "规范性文件" not in five.text
    two = draft(DraftRequest(agency, 2021, section=2), opened)
    assert "制发行政规范性文件2件" in two.text
    before = draft(DraftRequest(agency, 2020, section=2), opened)
    assert "新制作规范性文件9件" in before.text
    left = [(c.text, c.why) for d in (five, two, before) for c in d.claims if c.status != "proved"]
    assert left == []


def test_a_corrected_case_is_told_as_that_count_and_its_cause_asked(library_of: LibraryOf) -> None:
    cells = {f"{RECONSIDERED}.corrected": 2, f"{RECONSIDERED}.total": 2}
    made = draft(DraftRequest("河湾县教育局", 2024), library_of(told(2024, cells=cells)))
    claim = next(c for c in made.claims if "纠正" in c.text)
    assert claim.text == "行政复议案件中结果纠正2件。" and claim.status == "proved"
    assert "行政复议结果纠正的2件，因何被纠正？" in [g.question for g in made.gaps]
    assert [s.about for s in made.suggestions] == ["行政复议结果纠正的2件"]
    assert made.suggestions[0].text not in made.text


def test_a_body_without_cases_gets_a_short_true_text(library_of: LibraryOf) -> None:
    keys = (NEW, "applications.carried_over.total", f"{RECONSIDERED}.total")
    suits = ("disputes.direct_suit.total", "disputes.suit_after_reconsideration.total")
    opened = library_of(told(2024, cells=dict.fromkeys((*keys, *suits), 0)))
    made = draft(DraftRequest("河湾县教育局", 2024), opened)
    assert "2024年，我局新收政府信息公开申请0件，行政复议0件，行政诉讼0件。" in made.text
    assert {c.status for c in made.claims} == {"proved"}


def test_tables_that_do_not_balance_are_said_and_not_prosed(library_of: LibraryOf) -> None:
    cells = {f"{RECONSIDERED}.corrected": 2, f"{RECONSIDERED}.total": 7}
    cells |= {f"{RECONSIDERED}.{k}": 0 for k in ("upheld", "other", "pending")}
    made = draft(DraftRequest("河湾县教育局", 2024), library_of(told(2024, cells=cells)))
    assert any("勾稽不平（" in n for n in made.notices)
    assert "结果纠正2件" not in made.text and "表四勾稽不平" in made.text
    assert made.of_status("unproved") == ()  # what is asked states nothing, whatever it quotes
    (asked,) = [g for g in made.gaps if "勾稽不平" in g.question]
    assert replace(asked, question="见〔2021〕30号").text == "〔待补充：见［2021］30号〕"


@pytest.mark.parametrize("held", [True, False])
def test_a_government_names_the_bodies_that_its_counts_come_from(
    library_of: LibraryOf, held: bool
) -> None:
    cells = {f"{RECONSIDERED}.corrected": 3, f"{RECONSIDERED}.total": 3}
    own = {f"{RECONSIDERED}.corrected": 2, f"{RECONSIDERED}.total": 2}
    reports = [told(2024, cells=cells, agency="河湾县人民政府"), told(2024, cells=own)]
    reports += [told(2024 if held else 2023, agency="河湾县民政局")]
    opened = library_of(*reports)
    county = next(b for b in opened.bodies() if b.name == "河湾县人民政府")
    for body in opened.bodies():
        if body.id != county.id:
            opened.edit_body(body.id, parent=county.id)
    made = draft(DraftRequest("河湾县人民政府", 2024), opened)
    named = f"{'' if held else '已收到的'}下级机关{'的' if held else ''}报告中有河湾县教育局2件。"
    assert f"行政复议案件中结果纠正3件。{named}" in made.text
    assert any("没有收齐：登记2家，已收1家" in n for n in made.notices) is not held
    assert {c.status for c in made.claims} == {"proved"}


# ---------------------------------------------------------------- last year


def test_what_this_years_report_says_of_last_years_item_is_quoted(library_of: LibraryOf) -> None:
    this = {1: ["全年公开信息120条。", "编印答复文书范本，发放到各科室。"]}
    opened = library_of(told(2023, PROMISED), told(2024, this))
    made = draft(DraftRequest("河湾县教育局", 2024), opened)
    done = next(c for c in made.claims if c.kind == "done")
    assert "编印答复文书范本，发放到各科室" in done.text and done.status == "proved"
    assert {made.evidence[i - 1].year for i in done.evidence} == {2023, 2024}
    asked = [g.question for g in made.gaps if g.kind == "done"]
    assert len(asked) == 1 and "栏目更新不及时" in asked[0]


def test_without_an_earlier_report_nothing_is_said_of_one(library_of: LibraryOf) -> None:
    made = draft(DraftRequest("河湾县教育局", 2024), library_of(told(2024)))
    assert "2023" not in made.text and "去年" not in made.text
    assert any("没有2023年的报告" in n for n in made.notices)


def test_without_a_report_of_the_year_everything_is_asked(library_of: LibraryOf) -> None:
    made = draft(DraftRequest("河湾县教育局", 2024), library_of(told(2023, PROMISED)))
    assert {c.kind for c in made.claims} == {"frame"}
    assert len([g for g in made.gaps if g.kind == "done"]) == 2
    assert any("没有2024年的数据表" in n for n in made.notices)


def test_measures_are_asked_where_no_problem_is_known_yet(library_of: LibraryOf) -> None:
    opened = library_of(told(2024))
    request = DraftRequest("河湾县教育局", 2024)
    made = draft(request, opened)
    (asked,) = [g for g in made.gaps if g.kind == "measure"]
    assert "2025年拟采取的改进措施" in asked.question and "2025年改进措施" in made.text
    assert any("2025年拟采取哪些改进措施" in q.text for q in interview(gather(request, opened)))
    filled = in_place(made.text, asked, "由办公室4月前开展专题培训。")
    assert "\n由办公室4月前开展专题培训。" in filled and asked.text not in filled
    known = Note("measure", "由办公室4月前开展专题培训")
    told_ = draft(replace(request, notes=(known,)), opened)
    assert not [g for g in told_.gaps if g.kind == "measure"]


def test_a_promise_of_two_years_is_said_to_be_one(library_of: LibraryOf) -> None:
    again = five("下一步，我局将：一是建立栏目更新台账，按月通报；二是编印答复文书范本。")
    opened = library_of(told(2022, again), told(2023, again), told(2024))
    note = Note("measure", "建立栏目更新台账，按月通报")
    made = draft(DraftRequest("河湾县教育局", 2024, notes=(note,)), opened)
    assert "2022年、2023年已连续提出" in "".join(g.question for g in made.gaps)
    assert "此项措施2022年、2023年报告已连续提出" in made.text
    assert {c.status for c in made.claims} == {"proved"}


# ---------------------------------------------------------------- the drafter's notes


NOTES = (
    Note("done", "建成栏目更新台账，4月起每月通报", "栏目更新不及时", "已做"),
    Note("done", "", "答复文书不够规范", "未做"),
    Note("cause", "承办人对过程性信息的认定有误", "复议被纠正"),
    Note("measure", "由政策法规科对拟不予公开的答复逐件会签", "行政复议纠正"),
    Note("problem", "县政府办第三季度通报我局专栏链接失效3处"),
    Note("measure", "5月底前由办公室改用统一平台栏目", "专栏链接失效"),
)
STAFF = Note("fact", "现有专职人员1名、兼职人员6名", "公开工作专兼职人员")


def test_each_note_stands_in_the_text_under_its_own_matter(library_of: LibraryOf) -> None:
    cells = {f"{RECONSIDERED}.corrected": 2, f"{RECONSIDERED}.total": 2}
    opened = library_of(told(2023, PROMISED), told(2024, cells=cells))
    made = draft(DraftRequest("河湾县教育局", 2024, notes=NOTES), opened)
    assert all(n.text in made.text for n in NOTES)
    assert "针对“栏目更新不及时”，建成栏目更新台账，4月起每月通报" in made.text
    assert "2023年提出的“答复文书不够规范”尚未解决" in made.text
    assert "行政复议案件中结果纠正2件。原因是承办人对过程性信息的认定有误。" in made.text
    assert "针对行政复议结果纠正的2件，由政策法规科" in made.text
    assert "针对“我局专栏链接失效3处”，5月底前由办公室" in made.text
    assert {c.status for c in made.claims} == {"proved"}, [
        (c.text, c.why) for c in made.claims if c.status != "proved"
    ]


def test_who_does_the_work_stands_in_part_one(library_of: LibraryOf) -> None:
    opened = library_of(told(2024))
    request = DraftRequest("河湾县教育局", 2024, section=1, notes=(*NOTES, STAFF))
    made = draft(request, opened)
    assert "（五）监督保障。现有专职人员1名、兼职人员6名。〔待补充：培训" in made.text
    assert "会签" not in made.text
    claim = next(c for c in made.claims if STAFF.text in c.text)
    assert claim.status == "proved"
    assert STAFF.text not in draft(replace(request, section=5), opened).text
    asked = draft(replace(request, notes=()), opened)
    assert "（五）监督保障。〔待补充：机构人员〕" in asked.text


@pytest.mark.parametrize(
    "why",
    [
        "链接失效是因为栏目改版时旧地址没有跳转",
        "链接失效的原因是栏目改版时旧地址没有跳转",
        "由于栏目改版时旧地址没有跳转，链接失效",
    ],
)
def test_plain_lines_of_one_matter_stand_together(library_of: LibraryOf, why: str) -> None:
    lines = ("县政府办第三季度通报我局专栏链接失效3处", why, "明年由办公室每月核查一次链接")
    notes = tuple(plain_note(line) for line in lines)
    made = draft(DraftRequest("河湾县教育局", 2024, notes=notes), library_of(told(2024)))
    told_once = "专栏链接失效3处。原因是栏目改版时旧地址没有跳转。"
    assert told_once in made.text and made.text.count("失效") == 2
    assert "针对“我局专栏链接失效3处”，明年由办公室每月核查一次链接" in made.text
    assert [g.question for g in made.gaps if "链接" in g.question] == []


def test_notes_are_kept_with_name_and_date_and_used_again(library_of: LibraryOf) -> None:
    opened = library_of(told(2023, PROMISED), told(2024))
    request = DraftRequest("河湾县教育局", 2024)
    keep(opened, request.agency, 2024, NOTES, who="李明")
    made = draft(request, opened)
    assert NOTES[4].text in made.text
    assert any("李明" in e.text and NOTES[4].text in e.text for e in made.evidence)
    keep(opened, request.agency, 2024, [replace(NOTES[0], text="建成台账")])
    said = kept(opened, request.agency, 2024)
    assert [n.text for n in said if n.kind == "done" and n.answer == "已做"] == ["建成台账"]
    forget(opened, request.agency, 2024, said[-1])
    assert "建成台账" not in draft(request, opened).text


def test_a_note_that_contradicts_the_table_is_shown_false(library_of: LibraryOf) -> None:
    cells = {f"{RECONSIDERED}.corrected": 2, f"{RECONSIDERED}.total": 2}
    opened = library_of(told(2024, cells=cells))
    note = Note("problem", "行政复议结果纠正5件")
    made = draft(DraftRequest("河湾县教育局", 2024, notes=(note,)), opened)
    (false,) = made.of_status("contradicted")
    assert "纠正5件" in false.text and "2" in false.why


# ---------------------------------------------------------------- the interview


def test_only_what_applies_is_asked(library_of: LibraryOf) -> None:
    request = DraftRequest("河湾县教育局", 2024)
    cells = {f"{RECONSIDERED}.corrected": 2, f"{RECONSIDERED}.total": 2}
    plain = interview(gather(request, library_of(told(2024))))
    assert {q.topic for q in plain} == {"inspection", "staff", "plans"}
    this = {1: ["编印了依申请公开宣传册和文书样式。"]}
    full = library_of(told(2023, PROMISED), told(2024, this, cells))
    questions = interview(gather(request, full))
    asked = [q.text for q in questions if q.topic == "promise"]
    assert asked == [
        "2023年提出“栏目更新不及时”，承诺“建立栏目更新台账，按月通报”，2024年做了什么？",
        "2023年提出“答复文书不够规范”，承诺“编印答复文书范本”，2024年做了什么？",
    ]
    assert [q.topic for q in questions].count("cause") == 1
    answered = interview(gather(replace(request, notes=NOTES), full))
    assert any(q.answers for q in answered if q.topic == "cause")


# ---------------------------------------------------------------- style


@pytest.mark.parametrize(
    ("last", "headed", "numbering"),
    [
        (PROMISED, True, "一是"),
        (five("（一）存在的主要问题", "1.栏目更新不及时。", "2.文书不规范。"), True, "1."),
        (five("（一）栏目更新不及时。", "（二）文书不规范。"), False, "（一）"),
    ],
)
def test_the_manner_is_the_offices_own(
    library_of: LibraryOf, last: Mapping[int, Sequence[str]], headed: bool, numbering: str
) -> None:
    opened = library_of(told(2023, last), told(2024))
    style = gather(DraftRequest("河湾县教育局", 2024), opened).style
    assert (style.headed, style.numbering, style.we) == (headed, numbering, "我局")


def test_the_numbering_asked_for(library_of: LibraryOf) -> None:
    opened = library_of(told(2024))
    notes = tuple(Note("problem", t) for t in ("专栏链接失效", "窗口无人值守"))
    made = draft(DraftRequest("河湾县教育局", 2024, notes=notes, numbering="（一）"), opened)
    assert "（一）专栏链接失效。\n（二）窗口无人值守。" in made.text


# ---------------------------------------------------------------- another body's or year's report


@pytest.mark.parametrize(("agency", "year"), [("河湾县民政局", 2024), ("河湾县教育局", 2023)])
def test_another_bodys_or_years_report_is_refused(
    library_of: LibraryOf, agency: str, year: int
) -> None:
    given = told(year, agency=agency)
    with pytest.raises(UsageError, match=f"{agency}{year}年.*不是河湾县教育局2024年"):
        draft(DraftRequest("河湾县教育局", 2024, tables=given), library_of(told(2023)))


def test_a_report_of_the_same_body_given_under_its_short_name_is_taken(
    library_of: LibraryOf,
) -> None:
    request = DraftRequest("县教育局", 2024, tables=told(2024))
    assert draft(request, library_of(told(2023, PROMISED))).known


# ---------------------------------------------------------------- the other parts, revising


@pytest.mark.parametrize("each", slow_but([1, 3], [3]), ids="every {}. body".format)
@pytest.mark.parametrize("section", [1, 2, 3, 4, 6])
def test_the_other_parts_agree_with_the_tables(library: Library, section: int, each: int) -> None:
    for request in requests(library)[::each]:
        made = draft(replace(request, section=section), library)
        assert made.unverified == () and {c.status for c in made.claims} <= {"proved"}
        assert [f for f in made.findings if f.rule[0] in "XL"] == []


def test_the_results_told_in_part_one_come_to_what_was_handled(library: Library) -> None:
    for request in requests(library)[:6]:
        text = draft(replace(request, section=1), library).text
        handled = re.search(r"办结(\d+)件", text)
        results = re.search(r"办理结果中，(.+?)。", text)
        counts = [int(n) for n in re.findall(r"(\d+)件", results[1] if results else "")]
        assert handled and sum(counts) == int(handled[1]) and 0 not in counts


def test_what_only_the_office_knows_is_left_open(library: Library) -> None:
    made = draft(replace(requests(library)[0], section=1), library)
    assert "〔待补充：" in made.text


def test_a_paragraph_is_struck_and_the_others_stay(library: Library, every: list[Made]) -> None:
    request, before = every[0].request, every[0].draft
    _, after = revise("删去第2段", request, before, library)
    lines = before.text.splitlines()
    assert after.text.splitlines() == [lines[0], *lines[2:]]


def test_a_point_is_added_as_the_drafters_own(library: Library, every: list[Made]) -> None:
    request, before = every[0].request, every[0].draft
    asked, after = revise("加一条：村务公开栏更新不及时", request, before, library)
    assert after.text.endswith("村务公开栏更新不及时。")
    assert after.claims[-1].status == "proved" and asked.notes[0].kind == "problem"


def test_what_needs_a_model_is_said_and_the_text_stays(library: Library, every: list[Made]) -> None:
    request, before = every[0].request, every[0].draft
    _, after = revise("语气再诚恳些", request, before, library)
    assert after.text == before.text and "需要配置模型" in after.notices[0]
