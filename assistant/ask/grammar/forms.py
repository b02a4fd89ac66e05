"""The form an answer is asked in: a table, one sentence, two decimals, 万件, only the number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from index.numerals import value_of

_N = r"(?P<n>\d{1,3}|[一二两三四五六七八九十零]{1,3})"
_DECIMALS = re.compile(
    rf"(?=精确|保留|留|四舍五入|算|取|小数|[^，。]{{1,3}}位小数)"
    rf"(?:小数点?后?(?=保留|留|取|算))?(?:精确|保留|留|四舍五入|算|取)?(?:到|至)?(?:小数点?)?后?{_N}位(?:小数)?|保留(?:到)?(?P<whole>整数)|(?:四舍五入)?取整(?:数)?|四舍五入到?整数"
    r"|精确到(?P<step>0\.0*1)%?|(?:精确|保留)到?(?P<ones>个位)|四舍五入到?个位(?:数)?|只?[取留要]整数部?分?"
)
_TABLE = re.compile(
    r"(?:(?:用|以|按|[换改]成?|做成?|列成?|制成?|整理成|列个?|做个?|给我?个?|画个?)(?:一?[个张份])?(?:简单的?)?(?:表格?|列表)|(?:出|拉|来|弄|搞)一?[个张份](?:简单的?)?表格?)(?:吧)?(?:的?(?:形式|方式|格式))?(?:列出来?|给出|呈现|展示|显示|表示)?|列表(?:显示|给出)?|表格形式"
)
_SENTENCE = re.compile(
    r"(?:请)?(?:用|以)?一句话(?:来)?(?:说明|概括|回答|讲|说|总结|介绍)?(?:清楚?|明白)?(?:一下)?"
)
_BARE = re.compile(
    r"(?:请)?(?:只|仅|就)(?:需要?|要|用|给我?)?(?:回答|回|给|报|说|写|输出|要)?(?:出)?(?:一?个)?(?:数字?|结果|单位名称|名字|名称|单位名|答案)(?:就行|即可|就好|就可以)?"
    r"|(?:不要|不用|无需|别|莫|甭)(?:解释|废话|多说|说明|其他内容|啰嗦)(?:，?(?:直接|只)(?:说|回答|给|告诉我))?|直接(?:说|报|给)(?:出)?(?:数|结果|答案)?(?=[：:，]|$)"
)
_UNIT = re.compile(
    r"(?:是|为|有|合|折合|[换折]算?成|按|以|用)(?:多少|几)?[“\"]?(?P<u>万件|万条|亿元|万)[”\"]?(?:件)?(?:作|做|为)?(?:单位|计|来算|表示)?"
    r"|(?:多少|几)(?P<u2>万件|亿元)"
    r"|(?:[换折]算?成|折合|折成|改用|以|按|用)(?:多少)?(?P<u3>千元|元|千件)(?:(?:作|做|为)+单位|来?计算?|表示)?"
)
_POINTS = re.compile(
    r"(?:请)?(?:(?<!百)分点|分条|逐条|一条一条|一条条|按条|分项)(?:地)?(?:列出来?|列|写|说明|说|给出|回答)?(?:一下)?"
)
_MANNER = re.compile(
    r"(?:简单|简要|详细|具体|大致|完整|清楚|明白)(?:地)?(?:的)?(?:讲一?讲|说一?说|介绍|概括|总结|列|讲|说)(?:一下)?"
    r"|(?:别|不要|不用|不必)(?:写|说|讲)?(?:得|的)?太?(?:长|细|啰嗦)了?|(?:简短|精简|短|简洁)(?:一?点|一?些)(?:儿)?(?=[，。]|$)"
)
"""How much is to be told, which changes nothing of what."""
_PERCENT = re.compile(r"(?:给个?|用|以)(?:一个)?百分数(?:表示|给出)?|带(?:上)?序号|有序号")
_NEWEST_FIRST = re.compile(
    r"(?:按年份?)?从(?:最?近|最新|新|\d{4}年?)[^，。]{0,4}?(?:倒着|往前|往回|到远|到旧)(?:往前|往回|数|说|列|排)*|(?:按年份?)?(?:由近及远|倒序|倒着)(?:往前|往回|数|说|列|排)*"
)
"""The years told from the newest back."""
_SEPARATED = re.compile(
    r"(?:用|以)?(?:顿号|逗号|分号|空格|换行)(?:隔开|分隔|分开|连接)(?:即可|就行)?"
)
_PROSE = re.compile(r"(?:写|整理|合|连|串|改)成?(?:一)?(?:段|篇)(?:完整的?)?(?:话|文字|文章)?")


@dataclass(frozen=True, slots=True)
class Shape:
    """What is said of the form: fields of the plan, and the text without the words that said so."""

    text: str
    fields: dict[str, Any]
    said: bool


def shape(text: str) -> Shape:
    """The form asked for, taken out of `text`."""
    fields: dict[str, Any] = {}
    for pattern, read in _READ:
        while (match := pattern.search(text)) is not None and (found := read(match)):
            fields |= found
            text = f"{text[: match.start()]}，{text[match.end() :]}"
    text = re.sub(r"，{2,}", "，", text).strip("，：:、 ")
    return Shape(text, fields, bool(fields))


def _decimals(m: re.Match[str]) -> dict[str, Any]:
    if m["step"]:
        return {"decimals": len(m["step"]) - 2}
    if m["n"] is None:
        return {"decimals": 0}
    return {"decimals": int(value_of(m["n"]) or 0)}


def _length(m: re.Match[str]) -> dict[str, Any]:
    number = next((v for v in m.groups() if v), "")
    return {"length": max(10, int(value_of(number) or 0))}


def _unit(m: re.Match[str]) -> dict[str, Any]:
    said = m["u"] or m["u2"] or m["u3"]
    return {"unit": {"万": "万件", "万条": "万件"}.get(said, said)}


_LENGTH = re.compile(
    r"(?:(?:控制|限制|缩短|压缩|精简|缩|限|不超过|别超过|不多于|少于)(?:在|到|成|为)*|(?:用|以)?)"
    rf"{_N}(?:个)?字(?:以?内|之内|左右)?(?:的)?(?:来)?(?:吧|说明|概括|回答|总结)?"
)
_READ = (
    (_DECIMALS, _decimals),
    (_LENGTH, _length),
    (_TABLE, lambda m: {"form": "表"}),
    (_SENTENCE, lambda m: {"form": "句子"}),
    (_BARE, lambda m: {"bare": True}),
    (_UNIT, _unit),
    (_POINTS, lambda m: {"form": "归纳"}),
    (_PROSE, lambda m: {"form": "句子"}),
    (_MANNER, lambda m: {"form": "句子"}),
    (_PERCENT, lambda m: {"form": "句子"}),
    (_NEWEST_FIRST, lambda m: {"newest_first": True}),
    (_SEPARATED, lambda m: {"form": "句子"}),
)
