"""Groups of bodies in words: 各乡镇, 县直部门, 谁; and stretches that read like a body's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from assistant.ask.grammar.scaffold import is_scaffold
from assistant.ask.grammar.words import asking_words
from assistant.ask.plan.body_names import Known
from index.bodies.bureaus import DEPARTMENTS
from index.numerals import ONE_TO_TEN

Span = tuple[int, int]


# ---------------------------------------------------------------- groups


@dataclass(frozen=True, slots=True)
class Group:
    """A way to mean many bodies at once: which levels and kinds it takes in."""

    label: str
    phrases: str
    levels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def takes(self, body: Known) -> bool:
        return (not self.levels or body.level in self.levels) and (
            not self.kinds or body.kind in self.kinds
        )


_EACH = "(?:(?:全部|所有|这|县直|县里的?)?(?:[二两三四五六七八九十]{1,3}|\\d{1,3})(?:个|家(?=单位)|(?=家))|(?:(?<![一-龥])|(?<=[年度的里在对和与及直到]))[两三四五六七八九十](?=[局区县镇乡](?![一-龥]{0,2}[镇乡街路村区]))|一个(?=镇|乡镇|街道|部门|单位)|各个|各|所有的?|全部的?|每个|每一个|哪一?个|哪几?个|哪几?家|哪些|几个|几家|多少个?|全县|全市|全区|下辖|下属|所辖|辖区内?)?(?:的)?"


GROUPS: tuple[Group, ...] = (
    Group(
        "各乡镇（街道）",
        rf"(?:[{ONE_TO_TEN}两\d]+个?(?:镇|乡|街道|街|办)[、和]?){{2,}}|[乡镇]街|街[乡镇](?!政府)|镇办|乡镇街道|乡镇[、和与（(及]街道(?:办事处)?(?!不|也不|除外)[）)]?|镇[、和]街道|乡镇[、和]街办|镇街道|乡镇办",
        ("township",),
    ),
    Group("各街道", "街道办事处|街道办|街道|办事处", ("township",), ("street",)),
    Group("各乡镇", "乡镇政府|乡镇人民政府|乡镇|镇乡|镇", ("township",), ("town",)),
    Group(
        "各部门",
        "(?:县|市|区|省)?直(?:属)?(?:各)?(?:部门|单位|机关|局)|委办局|(?:县|市|区|省)?(?:政府)?(?:工作)?部门|局委办|县级部门|市级部门|区级部门|局",
        ("department",),
    ),
    Group(
        "各县（市、区）政府",
        "(?:县市区|区县|县区|下辖县|县|区)(?:人民)?政府",
        ("county",),
        ("government",),
    ),
    Group(
        "各县（市、区）",
        "县[（(]市[、,]?区[）)]|县市区|区县|县区|县[、和]区|市县|下辖县|县|区",
        ("county",),
    ),
    Group("各市", "地级市|设区市|地市|市政府|市", ("prefecture",)),
    Group(
        "各级政府",
        "(?:人民)?政府(?!信息|采购|网|部门|工作|[和与、]部门)",
        ("province", "prefecture", "county"),
        ("government",),
    ),
    Group(
        "全部单位",
        "单位|机关|家单位|公开主体|主体|报告单位|报告|政府和部门|部门和乡镇|乡镇和部门|乡镇、部门|地方|家",
        (),
    ),
)


UNNAMED: tuple[tuple[Group, str], ...] = (
    (GROUPS[1], r"(?:某|这个|那个)街道|街道(?:办)?[里上]|街道(?:办(?:事处)?)?"),
    (GROUPS[2], r"(?:某|这个|那个)[乡镇]|[乡镇][里上](?!报|级|述)"),
    (GROUPS[3], r"(?<![一-龥])[县市区]局|(?:某|这个|那个)局|(?<![一-龥])局[里上](?!级|报|述)"),
)
"""Ways to speak of one body without saying which."""


OWN: tuple[tuple[Group, str], ...] = (
    (GROUPS[1], "街道(?:办事处|办)?"),
    (GROUPS[2], "乡镇|[乡镇](?:政府)?"),
    (GROUPS[3], "部门|局|委(?!托|员)"),
    (GROUPS[-1], "单位"),
)


_MARKED = re.compile(
    r"[\d二两三四五六七八九十](?:[个家]|(?=[镇乡街局区县]))|各|所有|全部|每|哪|几|多少|下辖|下属|所辖|辖区|全县|全市|全区|全省|全国"
)


_STANDING = re.compile(
    r"乡镇(?!人民政府)|[乡镇]街|街[乡镇](?!政府)|街道办?(?:事处)?|(?:县|市|区|省)直(?:属)?(?:部门|单位|机关|局)|直(?:属)?(?:部门|单位|机关|局)|委办局|县市区|区县|县区"
)
"""Group words that need no 各 to mean the group."""


_BARE = re.compile(
    r"(?<!有关)(?<!相关)(?<!上级)(?:部门|乡镇|街道|单位(?!时间|[:：]))(?!之间|间(?!_))|(?<=[的个])[乡镇](?!里|上|级|政府|人民)|(?<=的)局(?![里上长面势])|(?:^|(?<=[年，]))局(?=里|的)"
    r"|(?<=[和与及、])政府(?!信息|采购|网|工作)|政府(?=[和与及、]部门)"
)


_OF_MANY = re.compile(
    rf"第[{ONE_TO_TEN}](?![{ONE_TO_TEN}条项])|的(?:部门|乡镇|街道|单位|镇|局)(?=[？?。，]|$)|(?:部门|乡镇|街道|单位)的?(?:数|个数)(?![据字值])"
    rf"|分别|各|所有|全[部县市区省]|有没有(?=单位|部门|乡镇|街道)|最|垫底|倒数|靠[前后]|合计|总|平均|一共|加起来|相加|共|排|哪|谁|几[个家]|多少[个家]|列出|列一|列个|统计|名单|[前后][0-9{ONE_TO_TEN}]"
)
"""Questions of which, how many, who most: there a bare 部门 or 单位 is the group, too."""


_ON_AVERAGE = re.compile(r"平均|摊")


_EVERYONE = re.compile(r"(?:全部|全体|所有)(?!年)|全库|各家|谁")


def ends_in_name(run: str) -> bool:
    """Whether the last word of `run` may be a place's name, not a verb or a word of asking."""
    import rjieba

    word, kind = rjieba.tag(run)[-1]
    asks = is_scaffold(word) or word in asking_words()
    return not asks and kind[0] not in "vadpcurmfqy"


def groups_said(masked: str, named: bool) -> list[tuple[Group, Span]]:
    """The group words of the text; 谁, 全部 alone mean everyone where nobody is named."""
    found: list[tuple[Group, Span]] = []
    for group, pattern in _group_patterns():
        for match in pattern.finditer(blanked(masked, [span for _, span in found])):
            on_average = match[0].startswith("一个") and _ON_AVERAGE.search(masked)
            before = masked[: match.start()]
            of_all = match[0].startswith("的") or not of_one(before)
            one = _ONE_OF_THEM.fullmatch(match[0]) or before.endswith(("某", "这个", "那个"))
            many = of_all and (not one or _OF_MANY.search(masked.replace("总计", "")))
            standing = _STANDING.search(match[0]) and many
            if on_average or _MARKED.search(match[0]) or standing:
                found.append((group, match.span()))
    if found:
        general = all(g is GROUPS[-1] for g, _ in found)
        return [*found, *(_bare(masked) if general else _listed_beside(masked, found))]
    if bare := _bare(masked):
        return bare
    everyone = None if named else _EVERYONE.search(masked)
    return [(GROUPS[-1], everyone.span())] if everyone else []


def _bare(masked: str) -> list[tuple[Group, Span]]:
    """部门 or 单位 alone, in a question of which, how many, who most."""
    words = [*_BARE.finditer(masked)] if _OF_MANY.search(masked) else []
    rows = blanked(masked, [w.span() for w in words])
    return [
        (_group_called(w[0]), w.span())
        for w in words
        if w[0] == words[0][0] or _BESIDE.search(rows[: w.start()])
    ]


_BESIDE = re.compile(r"_(?:[、和与及或]|以及|还是)$")
"""部门和政府: two bare group words in a row."""


def _group_called(word: str) -> Group:
    return next(g for g in GROUPS if re.fullmatch(g.phrases, word))


_ONE_OF_THEM = re.compile(r"街道(?:办(?:事处)?)?")
"""One office, not which, where nothing asks of many."""


_WITH = r"(?:[、和与及或]|以及|还是)"


def _listed_beside(
    masked: str, found: Sequence[tuple[Group, Span]]
) -> Iterator[tuple[Group, Span]]:
    """Bare group words that stand in a row with a group: 部门还是乡镇街道."""
    plain = blanked(masked, [span for _, span in found])
    for lone in _LONE.finditer(plain):
        yield _group_called(lone[0]), lone.span()
    for match in _BARE.finditer(plain):
        if re.match(rf"{_WITH}_", plain[match.end() :]) or re.search(
            rf"_{_WITH}$", plain[: match.start()]
        ):
            yield _group_called(match[0]), match.span()


_LONE = re.compile(
    r"(?:^|(?<=[年的，_和与]))局(?=[和与及、跟]_)|(?<=_[和与及、跟])局(?=的|谁|哪|，|各|分)"
)


def of_one(before: str) -> bool:
    """Whether a name stands right before a group word and makes it one body's: 滨河|街道."""
    run = re.search(r"[一-龥]+$", before)
    rest = BEFORE_NAME.sub("", run[0]) if run else ""
    return bool(rest) and ends_in_name(rest)


@cache
def _group_patterns() -> tuple[tuple[Group, re.Pattern[str]], ...]:
    return tuple((g, re.compile(f"{_EACH}(?:{g.phrases})")) for g in GROUPS)


_BODY_LIKE = re.compile(
    r"[一-龥]{1,12}?(?:人民政府|街道办事处|管理委员会|管委会|委员会|街道|(?<!结|格|布|全|大|当|时|政|出|终|开)局|委(?!托|员|会|派)|(?<!大|餐|客)厅|[县镇乡省]|市(?!场|民|政)|区(?!别|分|域|块))"
)


_DEPARTMENT = re.compile(
    rf"[一-龥]{{0,6}}?(?:{'|'.join((*DEPARTMENTS, *(s for short in DEPARTMENTS.values() for s in short)))})(?:局|委(?!托|员|派))"
)
"""What a department is called, even one whose name reads otherwise (财政|局)."""


_NO_BODY = re.compile(
    r".*(?:社区|小区|地区|辖区|片区|园区|景区|城区|市区|灾区|山区|专区|误区|盲区|禁区|城镇|乡镇|集镇|城市|城乡|下乡|返乡|超市|上市|门市|各县|本县|我县|该县|全县|全市|全区|全省|各市|各区|县直|市直|区直)|(?:各|本|该|我|其他)?(?:省|市|县|区|镇|乡|街道|局|厅|委员会|人民政府)"
)


BEFORE_NAME = re.compile(
    r"^(?:历年来?|列[明出举]|给出|报送?|计算|算出?|找出|求|写|起草|整理|汇总|请问|请|那么|那|和|与|跟|同|比|及|对|查询|查一下|查查|查|看看|看|帮我|我想知道|想知道|告诉我|关于|在|为|是|从|由|按照?|依|到|给|的|了|有|把|将|说|问|统计|列出|年|度|年度|月|日|以及|还有|或|或者|当中|其中)+"
)


def unknown_names(masked: str) -> tuple[str, ...]:
    """What reads like a body's name in the text that known names have left; no part of a word (查|阅区)
    is one.
    """
    import rjieba

    found = []
    for piece in re.findall(r"[一-龥]+", masked.replace("的", " ")):
        begins = {*accumulate((len(w) for w in rjieba.cut(piece)), initial=0)}
        rest = BEFORE_NAME.sub("", piece)
        match = _DEPARTMENT.match(rest) or _BODY_LIKE.match(rest)
        within = len(piece) - len(rest) not in begins
        if match and not within and len(match[0]) >= 2 and not _NO_BODY.fullmatch(match[0]):
            found.append(match[0])
    return tuple(dict.fromkeys(found))


_JOINS = re.compile("[、和与跟同及或比，。；？]|还是|以及")


def told_by(text: str, at: int, leaves: Iterable[Span]) -> bool:
    """Whether what reads like a name at `at` stands behind a body that no other is under (`leaves`),
    with nothing that joins it to that (教育局和林业局): then it is of what that body tells (学区).
    """
    return any(end <= at and not _JOINS.search(text[end:at]) for _, end in leaves)


def blanked(text: str, spans: Iterable[Span]) -> str:
    """`text` with the characters of `spans` made `_`, so that places stay the same."""
    marks = list(text)
    for start, end in spans:
        marks[start:end] = "_" * (end - start)
    return "".join(marks)
