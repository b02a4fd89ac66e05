"""The phrase book states no figure, says nothing empty, and pairs every action with its detail."""

from __future__ import annotations

import pytest

from assistant.draft.indicators import INDICATORS
from assistant.draft.phrases import Topic, emptiness, empty_phrases, topic_of, topics
from assistant.draft.verify_text import mentions

TOPICS = list(topics().values())


@pytest.mark.parametrize("topic", TOPICS, ids=lambda t: t.id)
def test_a_topic_states_no_figure_and_nothing_empty(topic: Topic) -> None:
    said = (*topic.leads, *topic.causes, *topic.actions, *topic.details)
    assert [p for p in said if mentions(p)] == []
    assert [p for p in said if empty_phrases(p)] == []


@pytest.mark.parametrize("topic", TOPICS, ids=lambda t: t.id)
def test_each_action_has_its_detail(topic: Topic) -> None:
    assert len(topic.actions) == len(topic.details) >= 4
    assert len(set(topic.leads)) == len(topic.leads) >= 4


def test_every_indicator_points_to_a_topic_of_the_book() -> None:
    assert {i.topic for i in INDICATORS} <= set(topics())


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("政策解读形式单一，图解偏少", "interpretation"),
        ("承办人员流动快，业务培训不够", "training"),
        ("部分栏目更新不及时", "platform"),
        ("答复文书不够规范", "reply_quality"),
        ("今天天气很好", None),
    ],
)
def test_a_text_is_known_by_its_words(text: str, topic: str | None) -> None:
    found = topic_of(text)
    assert (found and found.id) == topic


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("", 0),
        ("全年新收申请三十件。", 0),
        ("进一步提高认识", 1),
        ("进一步加强解读工作", 5 / 9),
    ],
)
def test_emptiness_is_a_share_of_characters(text: str, share: float) -> None:
    assert emptiness(text) == pytest.approx(share)
