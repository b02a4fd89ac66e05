"""Drafts without a model: this office's own, proved, and shaped as asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.draft import DraftRequest, draft, follow_up, gather, revise
from assistant.draft.check import proved
from assistant.draft.lastyear import problems_and_promises
from assistant.evidence import Evidence, numbered
from index.formats import PARTS
from index.library.library import Library
from index.report import Paragraph, Report, Section, Source, UsageError

YEAR = 2024


def requests(library: Library) -> list[DraftRequest]:
    return [DraftRequest(e.agency, YEAR) for e in library.reports(years=(YEAR,))]


def test_every_draft_is_proved_and_its_own(library: Library) -> None:
    for request in requests(library):
        made = draft(request, library)
        assert made.unverified == ()
        assert made.empty <= 0.1
        assert 2 <= len(made.items) <= 5
        assert all(i.problem in made.text and i.measure in made.text for i in made.items)
        assert all(i.evidence for i in made.items)


def test_the_same_request_gives_the_same_draft_and_another_variant_another(
    library: Library,
) -> None:
    request = requests(library)[0]
    once, again = draft(request, library), draft(request, library)
    assert once == again
    assert draft(replace(request, variant=1), library).text != once.text


def test_part_five_of_the_same_year_is_never_evidence(library: Library) -> None:
    for entry in library.reports(years=(YEAR,)):
        evidence = gather(DraftRequest(entry.agency, YEAR), library, references=True).evidence
        own = [e for e in evidence if e.agency == entry.agency and e.section == 5]
        assert all(e.year == YEAR - 1 for e in own)


def test_peers_are_shown_with_their_source_and_not_copied(library: Library) -> None:
    request = requests(library)[0]
    material = gather(request, library, references=True)
    peers = [b for b in material.bases if b.evidence.text.startswith("同行参考")]
    assert peers and all(b.evidence.agency != material.agency and b.weight == 0 for b in peers)
    made = draft(request, library)
    assert not any(b.evidence.text.split("“")[1].rstrip("”") in made.text for b in peers)


def test_only_what_is_ticked_is_used(library: Library) -> None:
    request = requests(library)[0]
    figures = [b.evidence.id for b in gather(request, library).bases if b.weight][:2]
    made = draft(replace(request, chosen=tuple(figures)), library)
    assert {i for item in made.items for i in item.evidence} <= set(figures)


def test_the_drafters_point_comes_first(library: Library) -> None:
    point = "政策解读以转发上级材料为主"
    made = draft(replace(requests(library)[0], points=(point,)), library)
    assert point in made.items[0].problem


def test_the_numbering_asked_for(library: Library) -> None:
    made = draft(replace(requests(library)[0], numbering="（一）"), library)
    assert "（一）" in made.text and "一是" not in made.text


@pytest.mark.parametrize("length", [(200, 300), (300, 800), (600, 900)])
def test_a_longer_text_has_more_problems(library: Library, length: tuple[int, int]) -> None:
    made = draft(replace(requests(library)[0], length=length), library)
    assert length[0] * 0.8 <= len(made.text) <= length[1] * 1.2


def test_an_unknown_body_is_said_to_be_unknown(library: Library) -> None:
    made = draft(DraftRequest("东岭市统计局", YEAR), library)
    assert not made.known and "资料库里没有东岭市统计局" in made.text and not made.items


def test_a_short_name_that_fits_two_bodies_is_refused(library: Library) -> None:
    with pytest.raises(UsageError, match="请写全称"):
        draft(DraftRequest("人民政府", YEAR), _Twins())  # type: ignore[arg-type]


class _Twins:
    """A library in which a short name fits two bodies."""

    def bodies(self) -> list[object]:
        from index.library.library import Body

        return [
            Body(1, "东岭县人民政府", ("人民政府",), "county", "government", None),
            Body(2, "西岭县人民政府", ("人民政府",), "county", "government", None),
        ]


@pytest.mark.parametrize("section", [1, 2, 3, 4, 6])
def test_the_other_parts_agree_with_the_tables(library: Library, section: int) -> None:
    for request in requests(library):
        made = draft(replace(request, section=section), library)
        assert made.unverified == ()
        assert [f for f in made.findings if f.rule.startswith("X")] == []


def test_what_only_the_office_knows_is_left_open(library: Library) -> None:
    made = draft(replace(requests(library)[0], section=1), library)
    assert "〔待补充：" in made.text


@pytest.mark.parametrize(
    ("told", "holds"),
    [
        ("压缩到300字", lambda before, after: len(after.text) < len(before.text)),
        (
            "删去第一条",
            lambda before, after: before.items[0].topic not in [i.topic for i in after.items],
        ),
        ("换个说法", lambda before, after: before.text != after.text),
        ("改用（一）（二）", lambda before, after: "（一）" in after.text),
        ("增加一条：村务公开栏更新慢", lambda before, after: "村务公开栏更新慢" in after.text),
    ],
)
def test_revising_without_a_model(library: Library, told: str, holds) -> None:  # type: ignore[no-untyped-def]
    request = replace(requests(library)[0], length=(400, 800))
    before = draft(request, library)
    _, after = revise(told, request, before, library)
    assert holds(before, after) and after.unverified == ()


def test_what_needs_a_model_is_said_and_the_text_stays(library: Library) -> None:
    request = requests(library)[0]
    before = draft(request, library)
    _, after = revise("语气再诚恳些", request, before, library)
    assert after.text == before.text and "需要配置模型" in after.notices[0]


def _two_years(told: str) -> tuple[Report, Report]:
    def one(year: int, part_one: str, part_five: str) -> Report:
        sections = (
            Section(1, PARTS[0].title, PARTS[0].heading, (Paragraph(part_one),)),
            Section(5, PARTS[4].title, PARTS[4].heading, (Paragraph(part_five),)),
        )
        source = Source("", "", "text")
        return Report(
            source=source,
            agency="临溪县青石镇人民政府",
            year=year,
            level="township",
            title="",
            format="2021",
            sections=sections,
        )

    before = "存在的问题：一是解读形式单一。下一步，我镇将组织依申请公开案卷评查和专题培训。"
    return one(2023, "略", before), one(2024, told, "略")


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("全年组织依申请公开案卷评查两轮，举办专题培训。", "已落实"),
        ("全年举办专题培训，完善平台栏目。", "部分"),
        ("完善平台栏目，及时发布预决算。", "未提及"),
    ],
)
def test_promises_are_followed_up_with_quotations(told: str, status: str) -> None:
    earlier, report = _two_years(told)
    (sheet,) = follow_up(earlier, report)
    assert sheet.status == status
    assert sheet.quote == ("" if status == "未提及" else told)


@pytest.mark.parametrize(
    ("text", "problems", "promises"),
    [
        (
            "一是解读形式单一；二是栏目更新不及时。\n2025年，我镇将：一是丰富形式；二是建立台账。",
            2,
            2,
        ),
        (
            "（一）答复不规范。改进办法：组织案卷评查。\n（二）人员不足。改进办法：配备专人负责。",
            2,
            2,
        ),
        (
            "存在的主要问题\n一是解读形式单一，效果不好。\n改进措施：\n一是丰富解读的各种形式。",
            1,
            1,
        ),
    ],
)
def test_part_five_is_told_apart(text: str, problems: int, promises: int) -> None:
    part = Section(5, PARTS[4].title, PARTS[4].heading, tuple(map(Paragraph, text.splitlines())))
    report = Report(
        source=Source("", "", "text"),
        agency="青石镇",
        year=2024,
        level="township",
        title="",
        format="2021",
        sections=(part,),
    )
    found = problems_and_promises(report)
    assert tuple(map(len, found)) == (problems, promises)


def test_of_equal_numbers_the_footnote_is_the_one_the_sentence_speaks_of() -> None:
    said = ("逾期不补正2024年3件，比上年增加2件", "没有现成信息2024年5件，比上年增加2件")
    evidence = numbered(Evidence(0, "figure", text, year=2024) for text in said)
    (five, two) = proved("答复没有现成信息5件，比上年增加2件。", evidence)
    assert (five.text, five.evidence) == ("5", 2)
    assert (two.text, two.evidence) == ("2", 2)
    (_, two) = proved("逾期不补正3件，比上年增加2件。", evidence)
    assert two.evidence == 1
