"""What a question about the narrative looks for: the stretches of it that name something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.ask.grammar.groups import blanked
from assistant.ask.grammar.reading import Parse
from assistant.ask.grammar.scaffold import asks_with, is_scaffold
from assistant.ask.grammar.words import TERMS, asking_words
from index.numerals import ONE_TO_TEN
from index.search import thesaurus

PROBLEMS = re.compile(r"问题|不足|短板|薄弱(?:环节)?|困难|难点|差距|欠缺|弱项|毛病")


HOW = r"(?:怎么|怎样|如何|咋)(?:去|来|才能)?(?![说写讲提表描样算回个看变评规了着])[一-龥]{1,2}(?=[，。？?]|$)"
"""怎么治, 咋弄 at the end of a clause: what is done about it, and not how it is told."""


MEASURES = re.compile(
    r"改进(?:措施|举措|办法|打算|计划|思路)?|整改|措施|举措|对策|打算|计划|下一步|怎么改|如何改|怎样改|怎么解决|如何解决|怎么办|怎么做(?!的)"
    rf"|{HOW}"
)


COUNTED = re.compile(
    r"(?<!哪)(?:多少|几)(?:个(?=工作日))?(?P<unit>人次|场次|批次|班次|次|回|场|期|条|篇|份|个(?!单位|局|部门|乡|街|镇|县|区|工作日)|项|部|人|名|万条|户|批|轮|处"
    r"|台|卷|辆|座|张|册|本|块|堂|节|讲|例|笔|种|通|枚|套|款|幅|分(?![之类别钟])|工作日|元"
    r"|家(?=[一-龥]{2})(?!单位|部门|乡镇|街道|机关|政府|[一-龥]?局))"
)


def count_asked(text: str) -> re.Match[str] | None:
    """Where a count of something is asked; 几家 is one only of what is named after it, and no body."""
    found = (m for m in COUNTED.finditer(text) if m["unit"] != "家" or _thing_next(text[m.end() :]))
    return next(found, None)


def _thing_next(text: str) -> bool:
    piece = re.match("[一-龥]+", text)
    tag = next(tagged(piece[0]))[1] if piece else "x"
    return tag[0] in "nbj"


UNITLESS = re.compile(
    r"多少(?=(?![件起宗]|钱|元|单位|家|局|部门|乡|镇|街道|县|年|月|号|天|成|倍|百分)[一-龥]{2})"
)
"""接了多少电话: a count that no measure word is said with."""


OVERVIEW = re.compile(r"摘要|概要|综述|总体情况|概况|基本情况|整体情况|工作情况|总的情况")


_QUOTED = re.compile(r"[“\"「『]([^”\"」』]{2,})[”\"」』]")


WHICH = re.compile(
    rf"哪些(?!年)(?:单位|局|部门|乡镇|街道|镇|县|区|地方|机关)?|哪[几两\d{ONE_TO_TEN}]+[个家]|哪家|哪个(?:单位|局|部门|乡镇|街道|镇)?|谁|几家|多少[个家]单位|有几[个家]|单位有|的(?:单位|局|部门|乡镇|街道)(?:有谁|名单|有吗|有没有|是谁)?[？?。]?$"
)


_NOT = "(?:(?<!有)没有?|未曾|不曾|并未|未)"
NEVER = re.compile(
    rf"(?:从来?|一直|始终|历来|向来|一[次回条]|[\d{ONE_TO_TEN}几两]年|年年)(?:里|间|以来)?(?:都|也|就|均)?{_NOT}"
    rf"(?:能|有|再)?(?:把|将)?(?:提[到及过]?|说过?|写[到过]?|讲到?|谈到?|出现过?)?"
    rf"|{_NOT}(?:能|有|再)?(?:把|将|提[到及过]?|说过?|写[到过]?|讲到?|谈到?|列[入为进]|出现过?)"
)


COMMON = re.compile(
    r"共性|共同|普遍|反复(?!申请|、|来信)(?:出现|提|在提)?|重复(?:出现|提)|老问题|(?:连着|连续|接连)[几两三四五\d]+年|多次出现|都有的|常见|相同的"
)


MOST = re.compile(r"最[爱常多勤][写提说讲]|最(?:多|常|普遍|突出|集中|频繁|主要)|频率最高|次数最多")


COMPARE = re.compile(
    r"异同|对照|比一[比下]|[相不]同|不?一样|区别|差[异别]|比较|对比|相比|变化|重合|重叠|重复|交集|两家|二者|新[增添冒出]|[多少]了哪|消失"
)


STILL = re.compile(
    r"(?:还|仍(?:然|旧)?|又|依[然旧]|照旧|[没不未]?再)(?:在)?[一-龥]{0,2}?(?:存在|有|在|写|提|出现|冒|喊|当|列|犯|没改|没解决)"
    r"|是否(?:还|仍)|重复(?:出现|提)|老问题"
)


PROMISED = re.compile(r"承诺|答应|许诺|保证|表态|说[要过会]|打算|计划|要改|准备")


LATER = re.compile(r"后来|之后的|此后|往后的|以后的报告")
"""What later reports say of it is asked, too."""


DONE_YET = re.compile(r"(?:没有?|吗|么|冇|没)[？?。]?$")
"""出台了没, 上线没有: whether it was done."""


def undone(words: Sequence[str]) -> tuple[str, ...]:
    """The matters alone, without the verbs of which it is asked whether that was done (目录|出台,
    争取|公开专岗)."""
    kept = [_without_verbs(w) for w in words]
    return tuple(w for w in kept if w) or tuple(words)


def _without_verbs(word: str) -> str:
    tags = [*tagged(word)]
    end = len(tags)
    while end and tags[end - 1][1] == "v":
        end -= 1
    start = 0
    while end - start > 2 and tags[start][1] == "v":
        start += 1
    named = any(tag[0] in "nj" for _, tag in tags[start:end])
    alone = not end and len(tags) == 1
    return "".join(w for w, _ in tags[start:end]) if named or alone else word


def named_kinds(text: str) -> dict[str, list[tuple[int, int]]]:
    """Where the text names problems (没做好, 软肋) or measures (解决办法), as the thesaurus has them."""
    plain = text.lower()
    found: dict[str, list[tuple[int, int]]] = {}
    for kind, concept in _KINDS.items():
        words = thesaurus.wordings(concept)
        spans = [m.span() for w in words for m in re.finditer(re.escape(w), plain)]
        if spans:
            found[kind] = spans
    return found


_KINDS = {"措施": "§改进措施", "问题": "§存在的问题"}


def topic(p: Parse) -> tuple[str, ...]:
    """The stretches of the question that say what is to be found; quoted words as they stand."""
    if told := quoted(p):
        return told
    text = blanked(p.text, [*p.bodies.spans, *p.years.spans])
    if (said := AGAINST.search(text)) is not None:
        return stretches(said["what"])
    if _MADE.search(text):
        return ("报告", "编制")
    text = re.sub(r"没有?(?=[？?。]?$)", "", text)
    if (said := _SAID.search(text)) is not None:
        return (said["what"],)
    return stretches(framed(p))


def said_span(text: str) -> tuple[int, int] | None:
    """Where what reports are asked to say stands in the text (提到甲、乙的单位)."""
    match = _SAID.search(text)
    return match.span("what") if match else None


def quoted(p: Parse) -> tuple[str, ...]:
    """The words that the question quotes."""
    return tuple(_QUOTED.findall(p.text))


def framed(p: Parse) -> str:
    """The question with `_` for the bodies, years, operations and words of its frame."""
    text = blanked(p.text, [*p.bodies.spans, *p.years.spans])
    for pattern in (
        _SOME_YEARS,
        _EACH_YEAR,
        WHICH,
        NEVER,
        LATER,
        _OR_NOT,
        STILL,
        OVERVIEW,
        COMMON,
        MOST,
        _COMPARED,
        COMPARE,
        _ASKS,
    ):
        text = pattern.sub(lambda m: "_" * len(m[0]), text)
    text = blanked(text, [s for spans in named_kinds(text).values() for s in spans])
    return blanked(text, [s for s in p.asked.spans if _plain(p.text, s)])


_OR_NOT = re.compile(r"[还又]?([一-龥])不\1")
"""提不提, 还有不有."""
_COMPARED = re.compile(
    r"(?<=[，；])[一-龥]{2}(?=(?:是否|是不是|都)?(?:不?一样|[相不]同|一致|有(?:什么|何|啥)?(?:变化|区别|不同)))"
)
"""，口径一样吗: what is compared of what was said before it."""
_SOME_YEARS = re.compile(
    r"(?<![\d一二两三四五六七八九十第])[两三四五六七八九十]个?年度?(?:来|里|间|下来|内)?(?![级前后期])"
)
"""四年, 五年里: over so many years, which are no part of what is sought."""
_EACH_YEAR = re.compile(r"连续|连着|一直|始终|每一?年|年年|[两三四五]年(?=都|均)|都(?=[提说写讲])")


def _plain(text: str, span: tuple[int, int]) -> bool:
    """Whether the words of an operation stand by themselves, and are no part of what is sought."""
    said = text[span[0] : span[1]]
    return said.startswith("最") or not re.search(r"变化|增|减|升|降|涨|少|多|差", said)


_MADE = re.compile(
    r"(?:依据|根据|按照?|依照|依)[^，。？]{0,8}(?:什么|哪|啥)[^，。？]{0,8}(?:编[制写]?的?|[撰所]?写|起草|制作|发布)的?[？?。]?$"
    r"|(?:编[制写]|撰写|起草)[^，。？]{0,4}(?:依据|根据|按照?|依照)(?:的|是)*(?:什么|哪|啥)"
)
"""What the report itself was made by, which its first sentence says."""
AGAINST = re.compile(
    r"针对(?P<what>[^，。？]{2,}?)(?:的|等|这[个类种]|一类)*(?:问题|不足|短板|毛病)[^，。？]*?(?:什么|哪些|哪几|怎|啥|如何)"
)
"""针对甲的问题立了什么规矩: what is done about it is asked."""
_SAID = re.compile(
    r"(?:提到|提及|提过|说到|说过|写到|写明|反映|讲到|谈到|指出|承认|坦言)(?:了|过)?+(?:的)?+(?P<what>(?:(?!什么|哪|最)[一-龥A-Za-z0-9，、]){2,}?)"
    r"(?=的(?:单位|局|部门|乡镇|街道|镇|机关|有)|这个?(?:问题|情况)|(?:的)?(?:问题|情况)?[？?。]?$)"
)
"""哪些单位提到X: what comes after is what is sought, as it stands."""


_ASKS = re.compile(
    r"没有?(?=[，。？?]|$)|哪一?[条项个点种]|是?什么样?|怎么样?|如何|有没有|是否|是不是|有哪些|哪些|情况|方面|(?<!申)请|总结|概括|归纳|介绍|说明|一下"
    r"|下一?年|明年|来年|了个?|摘要|概要|综述|[一二三两四五六七八九十\d]+[条项个点遍句]|地方|(?<=的)事(?:[情儿]|项(?!清单|目录))|[一-龥]{1,2}出(?:来)?了?的?(?=什么|哪|啥|多少|问题|不足|毛病|短板)|这类|哪一?类|反复|这事|库[里中]|存在|出现|提出|(?:被)?提得|年度?报告?|(?<!工作)报告|是?(?:多少|几)[件个家]?|单位"
)


def stretches(text: str) -> tuple[str, ...]:
    """Runs of words that name something, as the tagger tells; asking words and particles break them."""
    runs: list[str] = []
    for piece in re.findall(r"[一-龥A-Za-z0-9]+", text):
        run, names = "", False
        for word, tag in (*tagged(piece), ("", "x")):
            if word and _names_something(word, tag, bool(run)):
                run, names = run + word, names or not _AMOUNT.match(tag)
                continue
            runs += [run.rstrip("不未没无")] if names or run.isdigit() else []
            run, names = "", False
    told = (r for r in runs if len(r) > 1)
    return tuple(dict.fromkeys(r for r in told if not GENERIC.fullmatch(r)))


GENERIC = re.compile(
    r"(?:政府信息公开|政务公开|信息公开|政府信息|公开)?(?:工作|内容)?|[份次条个家篇期场年项件]数"
)
"""What every report is about says nothing of what is sought in it."""


_AMOUNT = re.compile(r"m|q|r")
"""Numbers and measure words, which alone name nothing (12份, 那条)."""


def tagged(piece: str) -> Iterator[tuple[str, str]]:
    """Words with their parts of speech; the field's own words (约|谈过 is 约谈) put together."""
    import rjieba

    for part in TERMS.split(piece):
        if TERMS.fullmatch(part):
            yield part, "n"
        elif part:
            yield from _mended(rjieba.tag(part))


def _mended(words: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """A character that with the next one is a word of the thesaurus is that word."""
    left = list(words)
    while left:
        word, tag = left.pop(0)
        after = left[0][0] if left else ""
        if (
            len(word) == 1
            and len(after) == 2
            and tag[0] in "dng"
            and thesaurus.concepts(word + after[0])
        ):
            yield word + after[0], "vn"
            left[0] = (after[1:], "ul")
        else:
            yield word, tag


_NAMING = re.compile(r"n|v|a|b|j|l|i|eng|x|z|m")
"""Nouns, verbs, adjectives, set phrases, foreign words, numbers; not pronouns, adverbs, particles."""


def _names_something(word: str, tag: str, within: bool) -> bool:
    if within and len(word) == 1 and (tag[0] in "nabjkqgh" or word in "不未没无"):
        return True
    if (
        word in asking_words()
        or asks_with(word)
        or PROBLEMS.fullmatch(word)
        or MEASURES.fullmatch(word)
    ):
        return False
    if tag[0] == "v" and len(word) == 1:
        return False
    doubtful = len(word) > 1 and tag[0] in "dcpft" and not is_scaffold(word)  # 更新, 及时
    return _NAMING.match(tag) is not None or doubtful


def counted(p: Parse) -> tuple[str, ...]:
    """What is counted: 几次|业务培训, else what stands before: 培训了|几次; then the words around it."""
    text = blanked(p.text, [*p.bodies.spans, *p.years.spans])
    match = count_asked(text) or UNITS.search(text) or UNITLESS.search(text)
    if match is None:
        return tuple(thing(w) for w in topic(p))
    for pattern in (_SOME_YEARS, _ASKS):
        text = pattern.sub(lambda m: "_" * len(m[0]), text)
    text = blanked(text, p.asked.spans)
    after = stretches(text[match.end() :]) or _noun(text[match.end() :])
    before = stretches(text[: match.start()])
    head = after[:1] or before[-1:]
    return tuple(dict.fromkeys(thing(w) for w in (*head, *before[-2:])))


def _noun(text: str) -> tuple[str, ...]:
    """The noun that the text begins with, however short or general (多少个|村, 多少|问题)."""
    piece = re.match("[一-龥]+", text)
    word, tag = next(tagged(piece[0])) if piece else ("", "x")
    named = tag[0] == "n" or tag[0] == "q" and piece is not None and len(piece[0]) == 1
    return (word,) if named and word not in asking_words() - {"问题"} else ()


def thing(word: str) -> str:
    """信息条数, 信息多 as what is counted: 信息."""
    return re.sub(
        r"(?<=..)(?:(?:场次|[条次个篇件场期份]?(?:数量?|量))|[总多少]|总[数量额]|合计)$", "", word
    )


def counts_said(text: str) -> Iterator[str]:
    """The text with `_` but for one clause that asks a count of its own, for each such clause."""
    for start, end in _asking(text):
        alone = "_" * start + text[start:end] + "_" * (len(text) - end)
        if count_asked(alone) or UNITS.search(alone) or UNITLESS.search(alone):
            yield alone


def _asking(text: str) -> Iterator[tuple[int, int]]:
    """The clauses, one in which two counts are asked side by side (播了几期、覆盖多少村) in two."""
    for clause in re.finditer(r"[^，。；？！]+", text):
        start, end = clause.span()
        for joint in re.finditer("[、和]", clause[0]):
            at = start + joint.start()
            if all(re.search("多少|几", part) for part in (text[start:at], text[at:end])):
                yield start, at
                start = at + 1
        yield start, end


UNITS = re.compile(
    r"(?P<unit>人次|次|场|期|条|篇|份|个|家|户|人|台)数|(?P<unit3>场次|批次|人次)(?=[？?。，]|$|相加|合计|总)|(?<=[一-龥]{2})量(?=[？?。，]|$|合计|相加)|(?<=[一-龥]{2})(?P<rate>率)(?=[各分别是为达有]*(?:多少|几))|[\d一二两三四五六七八九十]+(?P<unit2>人次|次|场|期|条|篇|份)(?=以[上下]|及以|或以|的)"
)
