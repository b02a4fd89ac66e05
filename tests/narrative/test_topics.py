"""Which topic a problem is of, with the hashing embedder: where in doubt, of none."""

from __future__ import annotations

import pytest

from index.narrative.grouping import Told, groups
from index.narrative.likeness import Likeness
from index.narrative.topics import topics
from tests.narrative.test_likeness import Headed, vectors

OF = {
    "渔政站没有专职人员，一人身兼数职": "人员不足",
    "港口栏目长期没有更新，内容陈旧": "更新不及时",
    "补贴办法的解读照搬原文，渔民看不懂": "解读质量",
    "答复文书不规范，有一件被复议纠正": "依申请办理",
    "休渔通知征求意见参与的人少": "公众参与",
    "部门之间信息共享难，口径不统一": "部门协同",
    "码头路灯坏了三盏": None,
}


@pytest.mark.parametrize(("problem", "topic"), OF.items())
def test_a_problem_is_of_the_topic_that_is_clearly_likeliest(
    problem: str, topic: str | None
) -> None:
    assert topics([problem], Likeness(vectors)) == [topic]


def test_no_problem_has_no_topic() -> None:
    assert topics([], Likeness(vectors)) == []


def test_problems_of_one_topic_stand_together_and_a_person_has_the_last_word() -> None:
    said = ["渔政站没有专职人员，一人身兼数职", "人手紧张，顾不上公开", "码头路灯坏了三盏"]
    items = [Headed(s) for s in said]
    assert [len(g.members) for g in groups(items, vectors)] == [1, 1, 1]
    assert [len(g.members) for g in groups(items, vectors, by_topic=True)] == [2, 1]
    parted = Told(parted=frozenset({(said[0], said[1])}))
    assert [len(g.members) for g in groups(items, vectors, parted, by_topic=True)] == [1, 1, 1]
