"""What a sentence lists side by side, each member by itself."""

import pytest

from index.narrative.enumerated import enumerations, inner

_TOLD = (
    "重点做好养老托育、乡村道路、食品安全等领域公开",
    "围绕乡村道路、食品安全、养老托育、防汛抗旱和民生实事发布信息",
    "发布工作动态210条、政策文件90条、财政信息20条",
)


@pytest.mark.parametrize(
    ("text", "members"),
    [
        (_TOLD[0], ("养老托育", "乡村道路", "食品安全")),
        ("重点公开食品安全、养老托育等信息", ("食品安全", "养老托育")),
        ("涉及惠农补贴、住房安居、防汛抗旱", ("惠农补贴", "住房安居", "防汛抗旱")),
        ("开设惠农、防汛和住房等栏目", ("惠农", "防汛", "住房")),
    ],
)
def test_members_stand_without_what_leads_in_and_closes(
    text: str, members: tuple[str, ...]
) -> None:
    assert [found for _, found in enumerations(text, inner(_TOLD))] == [members]


def test_a_text_that_lists_nothing_has_no_members() -> None:
    assert [*enumerations("全年组织业务培训3次。", inner(_TOLD))] == []


def test_numbers_are_no_members_to_know_others_by() -> None:
    assert inner(_TOLD) == {"乡村道路", "食品安全", "养老托育"}
