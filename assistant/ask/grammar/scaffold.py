"""Which words left over change nothing about what is asked: those that ask, tie, point or hand over.

Grammar's own words are few and listed; verbs of looking up, setting out and handing over are
formed from a stem and what completes it (查|一下, 列|出来, 递|了).  Everything else (a noun, another
verb, a denial, an exception, a month) narrows what is asked, and stays unexplained.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache

from assistant.ask.grammar.words import light_verbs, particles, stop_words
from index.numerals import value_of

Span = tuple[int, int]

_STEM = "[查看瞧问找算数列报说讲核翻调拉捋理读摆放排留搁比取拿给发写填做弄搞来求标注点记抄摘归划分拆合加递交送接收遇碰见提用要占达认定判视当作想帮请数对筛挑选]"
_COMPLETED = "(?:出来|起来|下来|上来|过来|进来|进去|一下子?|一起|一块|清楚|明白|到|出|过|了|着|下|个|成|为|作|入|在|给|上|清|明|准|全|齐|遍|好|完|得|来|有|于|至|一)"
_FORMED = re.compile(
    rf"(?:请|帮我?|麻烦|重新?|再|先|给我?|全|都|各|分别|统一|想|要|去|一)?"
    rf"(?:{_STEM}(?:{_COMPLETED}){{0,2}}|(?P<v>{_STEM})(?:一|了一|了)?(?P=v)看?)"
)
"""A verb of asking or handing over: 帮看, 查一查, 列个, 递了, 归到, 摆一起, 重排."""
_ENOUGH = re.compile(r"(?:就|也|即)?(?:行|可以?|够|好|成)了?")
"""留前两个|就行: no more than that is wanted."""
_RESTRICTS = re.compile(r"[不没未无非勿莫别除只仅单另余外某每首初]")


@lru_cache(maxsize=4096)
def is_scaffold(word: str) -> bool:
    """Whether `word` changes nothing about which figure is meant."""
    if word in stop_words() or _glued(word):
        return True
    if _RESTRICTS.search(word) or not "一" <= word[0] <= "龥":
        return False
    import rjieba

    if len(word) > 1 and _ENOUGH.fullmatch(word):
        return True
    if _FORMED.fullmatch(word) is None:
        return False
    # 定点 is a word of its own: what the dictionary has must be a verb there
    return not rjieba.has_word(word) or rjieba.tag(word)[0][1] in ("v", "vn")


def asks_with(word: str) -> bool:
    """Whether `word` is a verb of asking that is said twice (说说看, 翻一翻)."""
    match = _FORMED.fullmatch(word)
    return match is not None and match["v"] is not None


def is_light(word: str, text: str, objects: Collection[int]) -> bool:
    """Whether a light verb only takes what begins at one of `objects` as its object.

    办|许可, 办的|许可, 办得最多 say no more than that there are any.
    """
    if word not in light_verbs():
        return False
    ends = (m.end() for m in re.finditer(re.escape(word), text))
    return all(_takes(text, at, objects) for at in ends)


def _takes(text: str, at: int, objects: Collection[int]) -> bool:
    joint = re.match(r"[了过]?的?", text[at:])
    return at + (joint.end() if joint else 0) in objects or text.startswith("得最", at)


def _glued(word: str) -> bool:
    """Whether the cut has joined stop words to one (数是, 还有几)."""
    reached = {0}
    for end in range(1, len(word) + 1):
        parts = (word[start:end] for start in reached)
        if any(p in stop_words() and (len(p) > 1 or p in particles()) for p in parts):
            reached.add(end)
    return len(word) in reached


# ---------------------------------------------------------------- what the number is for

_OCCASION = "总结|材料|汇报|通报|检查|审计|会议?|表格?|稿子?|领导|主任|县长|局长|书记|科长|上级|上面|考核|评估|评议|简报|讲话|台账|督查|巡察|巡视|写|编|起草|答复|研究|宣传|汇编|公示|迎检|存档|备案|备查|参考|核对|统计|工作|发言|调研|课题|论文|答辩|对账|填报|上报"
_FOR = re.compile(
    r"(?:^|(?<=[，；。！]))(?:"
    rf"(?P<who>[一-龥]{{0,12}}?)(?:要用|等着要?用|等着要?|用数|要数据?|要个?数|急用|急需|急要|备用|备查|在催|催着要?|催要|催得?[急紧]?|要得急|(?:里|上|中)?[要得](?:写|讲|说|报|提)|在等|在问|问起来?|问到|问我)"
    rf"|(?P<for>(?:为了?|因为?|给|供|用于|以便|这是)?[一-龥]{{0,8}}?(?:{_OCCASION})[一-龥]{{0,2}}?(?:要|用|用的|所需|所用|需要|使用|需)"
    rf"|(?:为了?|供|用于|用来|以便)[一-龥]{{0,6}}?(?:{_OCCASION})[一-龥]{{0,2}}))"
    r"(?:的|呢|了|哈|呀|啊)?(?:[，：:；;。！!]+|$)"
)
_NO_PURPOSE = re.compile(r"[件年几谁哪没未不无非除只仅各每全的]|所有|多少|申请人|乡镇|街道|合计|最")


def purposes(text: str, measured: Callable[[str], bool]) -> Iterator[Span]:
    """The clauses of `text` that only say what the number is for (审计那边要数，; ，写总结要用).

    A clause that names what is counted (`measured`) is none, whatever it ends with.
    """
    for match in _FOR.finditer(text):
        says = match["who"] or match["for"] or ""
        if len(match[0]) < len(text) and not _NO_PURPOSE.search(says) and not measured(match[0]):
            yield match.span()


# ---------------------------------------------------------------- how many are listed

_TOLD = re.compile(
    r"(?:这|那|上述|以上|以下|下列|前述|该)?(?P<n>[一两二三四五六七八九十]|(?<!\d)[2-9])"
    r"(?P<of>个|种|项|小项|类|大类|小类|样|行|列|栏|格|块|方面|年|家|份(?:年度)?(?:年报|报告))(?:数字?|情况|情形|原因|理由|结果|指标|单位|数)?(?![级季月份度次])"
)


def told_numbers(rest: str, listed: Collection[int], years: int) -> Iterator[Span]:
    """Where the question says itself how many it lists: 这三项, 四种情况, 三年.

    `listed` are the numbers of measures and bodies, `years` that of the years.
    """
    for match in _TOLD.finditer(rest):
        n = value_of(match["n"])
        if n == years or (not match["of"].startswith(("年", "份")) and n in listed):
            yield match.span()
