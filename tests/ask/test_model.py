"""The chat model through the real client against the stand-in service, well and badly behaved."""

import time

import pytest
from langchain_core.messages import HumanMessage
from pydantic import BaseModel

from assistant.model import Model, ModelSettings, open_model, without_thinking
from index.report import ModelError
from tests.stand_in import Reply, StandIn

ASK = [HumanMessage("问")]


class Shape(BaseModel):
    year: int


def opened(service: StandIn, **changes: float) -> Model:
    settings = ModelSettings(service.url, "stand-in", timeout=2, retries=1, **changes)  # type: ignore[arg-type]
    return Model(settings)


def test_none_is_configured_without_address_or_name() -> None:
    assert open_model(None) is None
    assert open_model(ModelSettings("", "x")) is None


def test_answers_stream_in_pieces() -> None:
    with StandIn("各单位反映解读形式单一。") as service:
        pieces = list(opened(service).stream(ASK))
    assert len(pieces) > 1
    assert "".join(pieces) == "各单位反映解读形式单一。"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=500),
        Reply(status=429),
        Reply("十个字的一句话没有说完", cut=1),
        Reply(garbage=True),
        pytest.param(Reply("慢", pause=5), marks=pytest.mark.slow),
        Reply(""),
    ],
    ids=["500", "429", "cut", "garbage", "slow", "empty"],
)
def test_whatever_goes_wrong_is_a_model_error(reply: Reply) -> None:
    with StandIn(reply) as service, pytest.raises(ModelError):
        opened(service).complete(ASK)


@pytest.mark.parametrize("status", [429, 500])
def test_a_passing_failure_is_tried_again(status: int) -> None:
    with StandIn("好") as service:
        service.then(Reply(status=status))
        assert opened(service).complete(ASK) == "好"
        assert len(service.requests) == 2


def test_a_whole_answer_has_a_deadline() -> None:
    with StandIn(Reply("一二三四五六七八九十" * 20, pause=0.05)) as service:
        started = time.monotonic()
        with pytest.raises(ModelError, match="未答完"):
            opened(service, deadline=0.3).complete(ASK)
        assert time.monotonic() - started < 2


def test_json_by_schema_and_by_words_where_the_format_is_refused() -> None:
    with StandIn('{"year": 2023}') as service:
        assert opened(service).structured(ASK, Shape).year == 2023
        assert "response_format" in service.requests[0]
    with StandIn(Reply('好的：{"year": 2022}', refuses_format=True)) as service:
        assert opened(service).structured(ASK, Shape).year == 2022
        assert "response_format" not in service.requests[-1]


@pytest.mark.parametrize("text", ["没有", '{"year": "哪年"}', "{"])
def test_nonsense_instead_of_json_is_a_model_error(text: str) -> None:
    with StandIn(text) as service, pytest.raises(ModelError):
        opened(service).structured(ASK, Shape)


def test_probe_says_what_the_service_can_do() -> None:
    with StandIn('{"year": 2023}') as service:
        probe = opened(service).probe()
    assert probe.ok
    assert probe.streams
    assert probe.json_schema
    with StandIn(Reply('{"year": 2023}', refuses_format=True)) as service:
        probe = opened(service).probe()
    assert probe.ok
    assert not probe.json_schema
    with StandIn(Reply(status=500)) as service:
        assert not opened(service).probe().ok


@pytest.mark.parametrize("size", [1, 3, 50])
def test_thinking_is_left_out_wherever_it_is_cut(size: int) -> None:
    text = "<think>想一想<b></think>答案是<3件"
    pieces = [text[i : i + size] for i in range(0, len(text), size)]
    assert "".join(without_thinking(pieces)) == "答案是<3件"
