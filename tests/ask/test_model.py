"""The chat model through the real client against the stand-in service, well and badly behaved."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from langchain_core.messages import HumanMessage
from pydantic import BaseModel, Field

from assistant.model import RESTART, Model, ModelSettings, open_model, without_thinking
from assistant.model.json_answers import schema_of
from assistant.model.visible_text import joined
from assistant.model.wire import trusted
from index.report import ModelError
from tests.stand_in import Reply, StandIn, self_signed

ASK = [HumanMessage("问")]


class Shape(BaseModel):
    year: int


def opened(service: StandIn, url: str = "", **changes: float) -> Model:
    how = {"timeout": 2, "retries": 1, **changes}
    return Model(ModelSettings(url or service.url, "stand-in", **how))  # type: ignore[arg-type]


def failure(reply: Reply | str, **changes: float) -> str:
    """What a model of such a service says that is wrong with it."""
    with StandIn(reply) as service, pytest.raises(ModelError) as raised:
        opened(service, **changes).complete(ASK)
    return raised.value.message


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
        assert time.monotonic() - started < 7  # of the ten that the whole takes


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
    assert probe.structure == "json_schema"
    with StandIn(Reply('{"year": 2023}', refuses_format=True)) as service:
        probe = opened(service).probe()
    assert probe.ok
    assert probe.structure != "json_schema"
    with StandIn(Reply(status=500)) as service:
        assert not opened(service).probe().ok


@pytest.mark.parametrize("size", [1, 3, 50])
def test_thinking_is_left_out_wherever_it_is_cut(size: int) -> None:
    text = "<think>想一想<b></think>答案是<3件"
    pieces = [text[i : i + size] for i in range(0, len(text), size)]
    assert "".join(without_thinking(pieces)) == "答案是<3件"


# ---------------------------------------------------------------- JSON, as endpoints take it


@pytest.mark.parametrize(
    ("refuses", "structure"),
    [
        ((), "json_schema"),
        (("json_schema",), "json_object"),
        (("json_schema", "json_object"), "words"),
    ],
)
def test_the_strictest_way_that_is_not_refused_is_found_and_kept(
    refuses: tuple[str, ...], structure: str
) -> None:
    with StandIn(Reply('好的：```json\n{"year": 2022}\n```', refuses=refuses)) as service:
        model = opened(service)
        assert model.structured(ASK, Shape).year == 2022
        first = len(service.requests)
        model.structured(ASK, Shape)
        assert (first, len(service.requests)) == (len(refuses) + 1, len(refuses) + 2)
        request = service.requests[-1]
        assert request.get("response_format", {}).get("type", "words") == structure
        assert ("JSON Schema" in request["messages"][-1]["content"]) is (structure != "json_schema")
        assert opened(service).probe().structure == structure


def test_a_format_that_is_ignored_gives_way_to_words() -> None:
    with StandIn('{"year": 2021}') as service:
        model = opened(service)
        service.then("是二〇二一年。", "是二〇二一年。")
        assert model.structured(ASK, Shape).year == 2021
        assert "response_format" not in service.requests[-1]
        model.structured(ASK, Shape)
        assert "response_format" not in service.requests[-1]


def test_no_content_under_a_format_gives_way_to_the_next() -> None:
    with StandIn('{"year": 2021}') as service:
        service.then("")
        assert opened(service).structured(ASK, Shape).year == 2021
        assert service.requests[-1]["response_format"] == {"type": "json_object"}


def test_the_exact_errors_go_back_to_the_model() -> None:
    def check(value: Shape) -> list[str]:
        return [] if value.year > 2000 else [f"资料库里没有{value.year}年的报告"]

    with StandIn('{"year": 2020}') as service:
        service.then('{"jahr": 1}', '{"year": 1920}')
        assert opened(service).structured(ASK, Shape, check).year == 2020
        shapeless, checked = (r["messages"] for r in service.requests[1:])
    assert "year：Field required" in shapeless[-1]["content"]
    assert "JSON Schema" in shapeless[0]["content"]
    assert [m["role"] for m in shapeless] == ["user", "assistant", "user"]
    assert checked[-2]["content"] == '{"year": 1920}'
    assert "资料库里没有1920年的报告" in checked[-1]["content"]
    with StandIn('{"year": 1920}') as service, pytest.raises(ModelError, match="没有1920年"):
        opened(service).structured(ASK, Shape, check, tries=1)
    assert len(service.requests) == 2


@pytest.mark.parametrize(
    "text",
    [
        '<think>先想{"year": 1}</think>{"year": 2023}',
        '先想{"year": 1}</think>\n{"year": 2023}',
        '形如{年}：\n```json\n{"year": 2023}\n```\n以上。',
        '{"year": 2023}<|im_end|>',
    ],
)
def test_json_is_found_wherever_it_stands(text: str) -> None:
    with StandIn(text) as service:
        assert opened(service).structured(ASK, Shape).year == 2023


class Cat(BaseModel):
    kind: Literal["cat"]


class Dog(BaseModel):
    kind: Literal["dog"]
    oneOf: int = 0


class Pet(BaseModel):
    pet: Cat | Dog = Field(discriminator="kind")


def test_schemas_have_neither_one_of_nor_a_discriminator() -> None:
    schema = schema_of(Pet)
    assert set(schema["properties"]["pet"]) >= {"anyOf"}
    assert "oneOf" not in schema["properties"]["pet"]
    assert "discriminator" not in str(schema)
    assert "oneOf" in schema["$defs"]["Dog"]["properties"]


# ---------------------------------------------------------------- what endpoints refuse or omit


def test_a_refused_parameter_is_left_out_and_stays_out() -> None:
    with StandIn(Reply("好", refuses=("temperature", "max_completion_tokens"))) as service:
        model = opened(service, max_tokens=99)
        assert model.complete(ASK) == model.complete(ASK) == "好"
        assert len(service.requests) == 4
        assert "temperature" not in service.requests[-1]
        assert service.requests[-1]["max_tokens"] == 99


def test_a_long_wait_is_said_not_waited() -> None:
    assert "60秒后" in failure(Reply(status=429, retry_after="60"))


@pytest.mark.parametrize(
    "reply",
    [
        Reply("答案在此", finish=None),
        Reply("答案在此", whole=True),
        Reply("答案在此", whole=True, finish=None),
        Reply("答案在此", comments=2),
    ],
    ids=["no reason", "no stream", "neither", "comments"],
)
def test_what_endpoints_leave_out_is_not_missed(reply: Reply) -> None:
    with StandIn(reply) as service:
        assert opened(service).complete(ASK) == "答案在此"
        assert len(service.requests) == 1


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply("半个答", finish=None, done=False), "中途断开"),
        (Reply("半个答", finish="length"), "达到长度上限"),
        (Reply("半个答", finish="content_filter"), "拦截"),
        (Reply("", finish="content_filter"), "拦截"),
        (Reply("", finish="tool_calls", calls_tool=True), "调用工具"),
        (Reply("<think>只想不答</think>"), "没有给出内容"),
        (Reply(reasoning="只想不答"), "没有给出内容"),
        (Reply(page="<html>统一认证，请登录</html>"), "网页"),
        (Reply(status=401), "密钥"),
        (Reply(status=404), "模型服务没有这个地址"),
        (Reply(status=404, body='{"error": {"message": "model x not found"}}'), "“stand-in”"),
        (Reply(status=400, body='{"error": {"message": "maximum context length is 9"}}'), "上下文"),
        (Reply(status=400, body='{"error": {"message": "参数七有误"}}'), "参数七有误"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_answer_is_an_error_that_says_why(reply: Reply, said: str) -> None:
    assert said in failure(reply)


def test_a_service_that_only_keeps_the_line_open_meets_the_deadline() -> None:
    assert "未答完" in failure(Reply("慢", comments=20, pause=0.05), deadline=0.3)


def test_an_error_in_the_clothes_of_a_success_is_one() -> None:
    assert "令牌已过期" in failure(Reply(page='{"code": 1001, "msg": "令牌已过期"}'))


# ---------------------------------------------------------------- what is no part of the answer


@pytest.mark.parametrize("size", [1, 3, 50])
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("先想：应有三点。</think>\n\n一是解读少。", "一是解读少。"),
        ("<thinking>想</thinking>一是解读少。", "一是解读少。"),
        ("一是解读少。<|im_end|><|endoftext|>", "一是解读少。"),
        ("一是解读少。<｜end▁of▁sentence｜></s>", "一是解读少。"),
        ("```text\n一是解读少。\n```", "一是解读少。"),
        ('```json\n{"answer": "一是解读少。"}\n```', "一是解读少。"),
        ('{"答": 1, "问": 2}', '{"答": 1, "问": 2}'),
        ("`x`比<3件", "`x`比<3件"),
        ("小于号<和|号", "小于号<和|号"),
    ],
)
def test_only_the_answer_is_left(text: str, answer: str, size: int) -> None:
    with StandIn(Reply(text, piece=size)) as service:
        assert opened(service).complete(ASK) == answer


def test_thinking_that_only_its_end_marks_is_taken_back_once_and_then_held() -> None:
    with StandIn("先想一想这里要写三点</think>一是解读少。二是更新慢。") as service:
        model = opened(service)
        first, second = list(model.stream(ASK)), list(model.stream(ASK))
    assert RESTART in first and joined(first) == "一是解读少。二是更新慢。"
    assert RESTART not in second and joined(second) == "一是解读少。二是更新慢。"
    assert len(second) > 1


# ---------------------------------------------------------------- the address


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield self_signed(tmp_path_factory.mktemp("certificate") / "stand-in.pem")


def test_the_path_of_the_operation_is_cut_to_its_base() -> None:
    with StandIn("好") as service:
        probe = opened(service, f" {service.url}/chat/completions/").probe()
    assert probe.ok
    assert f"“{service.url}”" in probe.message


def test_an_address_that_leads_nowhere_says_what_to_write() -> None:
    with StandIn("好") as service:

        def said(address: str) -> str:
            return opened(service, address, retries=0).probe().message

        assert f"改为“{service.url}”" in said(f"http://{service.host}")
        assert f"改为“{service.url}”" in said(f"{service.host}/v1")
        assert "https:// 改为 http://" in said(f"https://{service.host}")
        assert "写得不对" in said("ftp://x/v1")
        assert "找不到" in said("http://stand-in.invalid/v1")
    assert "服务已经启动" in said(service.url)


def test_a_certificate_nobody_vouches_for_is_named(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with StandIn("好", certificate) as service:
        assert "SSL_CERT_FILE" in opened(service, retries=0).probe().message
        plain = opened(service, f"http://{service.host}/v1", retries=0)
        assert "http:// 改为 https://" in plain.probe().message
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        trusted.cache_clear()  # as a program that is started anew
        assert opened(service).probe().ok
    trusted.cache_clear()


def test_a_key_that_no_header_can_hold_is_named() -> None:
    settings = ModelSettings("http://127.0.0.1:1/v1", "x", api_key="密钥：ab")
    assert "全角" in Model(settings).probe().message
