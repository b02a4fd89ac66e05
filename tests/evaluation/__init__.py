"""The measured evaluations, by name: each prints a table and returns its figures."""

from __future__ import annotations

import importlib

from index.report import UsageError

EVALUATIONS: dict[str, str] = {
    "reading": "读取准确率：格式 × 表式",
    "rules": "规则符合性：每条规则的好例、坏例、空白、旧表式与陷阱",
    "retrieval": "检索：召回率与 MRR，与基线同场比较",
    "ask": "问答：数字、段落、无答案与歧义",
    "roles": "问句里看不懂的词：是闲话、限定，还是哪一种算法",
    "intents": "整句问的是什么：概括、问题、措施、使用办法、库里有什么……",
    "answers": "问句要的是哪一种回答：一个数、各年各家的数、谁最多、名称……",
    "draft": "起草：依据、数字核对、雷同与空话",
}


def run(name: str, arguments: tuple[str, ...] = ()) -> int:
    """Run the evaluation `name`; 0 where its figures hold, 1 where they do not."""
    if name not in EVALUATIONS:
        raise UsageError(f"没有名为“{name}”的评测，可用：{'、'.join(EVALUATIONS)}")
    module = importlib.import_module(f"tests.evaluation.{name}")
    return int(module.main(arguments))
