"""A model's output that is unfit to show: the person is told, and has the answer without it."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from assistant.ask.answer import Answer
from assistant.ask.asking import answer
from assistant.model import Model, ModelSettings
from assistant.model.json_answers import judged
from index.library.library import Library
from tests.hostile.test_injections import BODIES, PROBLEMS, QUESTION, report
from tests.library.material import keep
from tests.stand_in import Reply, StandIn

HONEST = "政策解读形式单一，图解、视频偏少[1]。"
UNFIT: dict[str, Reply | str] = {
    "cut by length": Reply(HONEST, finish="length"),
    "filtered": Reply(HONEST, finish="content_filter"),
    "thinking alone": "<think>先看材料，再想一想……",
    "thinking of no answer": "<think>政策解读形式单一</think>",
    "an apology": "抱歉，作为人工智能语言模型，我无法回答这个问题。",
    "an apology in English": "I'm sorry, but I can't help with that.",
    "JSON": '{"answer": "政策解读形式单一[1]", "confidence": 0.9, "sources": [1]}',
    "a list of JSON": '[{"text": "政策解读形式单一", "cite": 1}]',
    "JSON without end": Reply('{"a":' * 50_000, piece=5000),
    "an HTML page": "<html><body><h1>政策解读形式单一</h1></body></html>",
    "code": "```python\nprint('政策解读')\n```",
    "special tokens": "<|im_start|>assistant<|im_end|><|endoftext|>",
    "nothing": "",
    "blanks": " \n\n\u3000",
    "one sign for ever": "。" * 5000,
    "other letters": "政策\ufffd\ufffd\ufffd\ufffd解\ufffd\ufffd",
    "the question again": QUESTION,
}
FIT: dict[str, str] = {
    "a lone end of thinking": f"我先想想怎么写。\n</think>\n{HONEST}",
    "a fence": f"```markdown\n{HONEST}\n```",
    "a special token behind": f"{HONEST}<|im_end|>",
    "one text of JSON": f'{{"answer": "{HONEST}"}}',
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    with Library.open(tmp_path_factory.mktemp("unfit"), embedder="hashing") as made:
        for body in BODIES:
            keep(made, report(body, 2023, "\n".join(f"{text}。" for text in PROBLEMS)))
        yield made


def _asked(library: Library, reply: Reply | str) -> Answer:
    with StandIn(reply) as service:
        model = Model(ModelSettings(service.url, "stand-in", timeout=5, retries=0))
        return answer(QUESTION, library, model=model)


@pytest.mark.parametrize("kind", UNFIT)
def test_it_is_not_shown_and_the_person_is_told(kind: str, library: Library) -> None:
    without = answer(QUESTION, library)
    found = _asked(library, UNFIT[kind])
    assert found.text == without.text
    assert found.citations == without.citations
    assert found.model is None
    assert any("模型未能使用" in notice for notice in found.notices)


@pytest.mark.parametrize("kind", FIT)
def test_what_stands_around_an_answer_is_taken_off(kind: str, library: Library) -> None:
    found = _asked(library, FIT[kind])
    assert found.model == "stand-in"
    assert found.text.endswith("政策解读形式单一，图解、视频偏少[1]。")
    assert "写道：政策" in found.text
    assert not any(sign in found.text for sign in ("`", "<", "{", "想想"))


class _Shape(BaseModel):
    a: str


def test_json_without_end_is_an_error_and_no_crash() -> None:
    for text in ('{"a":' * 100_000, "{" * 100_000, '{"a": ' + "[" * 100_000):
        assert judged(text, _Shape, None).value is None
