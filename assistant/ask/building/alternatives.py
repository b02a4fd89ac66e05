"""甲、乙或丙一类的问题: what a question lists side by side, each of which will do, made whole.

The members of such a list share what only one of them says (征求意见、群众互动做得不够): one that
tells nothing wanting takes what is said of the next, one that names nothing takes what the last names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.ask.building.topic import WHICH, tagged
from assistant.ask.grammar.groups import blanked
from assistant.ask.grammar.reading import Parse
from assistant.ask.grammar.words import asking_words
from assistant.ask.placing.nearness import asks_only
from assistant.ask.plan.scope import Holdings
from index.narrative.wording import kinds, turns

_BETWEEN = re.compile(r"、|或者?是?|以及|还是")
_KIND = re.compile(
    r"(?:等|之类|这[一类样些种]+|一类|那样|方面|这方面)*(?:(?:写成|当[成作]|作为|看[成作]|列[为入作])了?|有|的)?(?:问题|情况|毛病|(?<=[的有等类面了])不足|事)?(?:的(?:[有是]|(?:单位|局|部门)?有谁)?)?$"
)
_REPORT = re.compile("在?(?:年度?)?(?:报告|年报)[里中上]?")
_HAVE = re.compile("(?:有|写成|当[成作]|作为|看[成作]|列[为入作])了?(?:问题|毛病|不足)")
"""公众号或者网站有毛病: of each that is listed something is wanting."""
_WANTING = re.compile(r"[不没未无缺差欠弱慢乱空闲]|(?<!多)少")
_SPECIFIC = 3
"""So many characters name something that few speak of."""
_LONGEST = 6
"""So many members are listed, and no sentence is told."""


def listed(p: Parse, holdings: Holdings) -> tuple[str, ...]:
    """The members of the list of what is wanting that the question asks for; () where it lists none."""
    text = blanked(p.text, [*p.bodies.spans, *p.years.spans])
    text = _REPORT.sub("_", WHICH.sub(lambda m: "_" * len(m[0]), text))
    for clause in re.findall(r"[^，。；：:？?！_]+", text):
        if not _BETWEEN.search(clause):
            continue
        members = [m for m in _BETWEEN.split(_bare(clause, holdings)) if len(m) > 1]
        lists = any(map(wants, members)) or _HAVE.search(clause)
        if 1 < len(members) <= _LONGEST and lists:
            return tuple(dict.fromkeys(_whole(members)))
    return ()


def subject(words: Sequence[str]) -> tuple[str, ...]:
    """法律顾问 of 法律顾问把关、会签或参与办理: what all the members of a list are said of, where only
    the first names anything.
    """
    first, *others = words
    return _specific(first) if others and not any(map(_specific, others)) else ()


def _specific(phrase: str) -> tuple[str, ...]:
    return tuple(w for w, tag in tagged(phrase) if tag[0] == "n" and len(w) >= _SPECIFIC)


def wants(phrase: str) -> bool:
    """Whether a phrase says that something is wanting."""
    told = any(tag[0] in "vadz" and tag != "vn" for _, tag in tagged(phrase))
    return kinds.lacks(phrase) or told and turns.wants(phrase)


def _bare(clause: str, holdings: Holdings) -> str:
    """The clause without the words before it that only say who says so, and the name of its kind."""
    clause = _KIND.sub("", clause)
    words = list(tagged(clause))
    while words and _reports(*words[0], holdings):
        words.pop(0)
    return "".join(w for w, _ in words)


def _reports(word: str, tag: str, holdings: Holdings) -> bool:
    """Whether a word only says that something is said or thought (提到, 觉得), or by whom (自家)."""
    if _WANTING.search(word):
        return False
    if tag[0] in "rucdmqpt" or word in asking_words():
        return True
    return tag[0] == "v" and bool(asks_only((word,), holdings))


def _whole(members: Sequence[str]) -> Iterator[str]:
    """Each member with what it shares with those beside it."""
    named = ""
    for n, member in enumerate(members):
        head = member[: m.start()] if (m := _WANTING.search(member)) else member
        if not wants(member):
            said = next((t for o in members[n + 1 :] if wants(o) and (t := _said_of(o))), "")
            yield member + said
        elif not _names(member) and named:
            yield named + member
        else:
            yield member
        named = head if _names(head) else named


def _said_of(member: str) -> str:
    """What a member says of what it names: from its last word on that may name something, where it
    has several, else from where something is wanting on.
    """
    match = _WANTING.search(member)
    if match is None:
        return ""
    places: list[int] = []
    at = 0
    for word, tag in tagged(member[: match.start()]):
        if len(word) == 1 and tag[0] in "vu":
            break  # 管|得|不好
        places += [at] if len(word) > 1 else []
        at += len(word)
    return member[places[-1] :] if len(places) > 1 else member[at:]


def _names(phrase: str) -> bool:
    return any(tag[0] in "nj" or tag in ("vn", "l") for _, tag in tagged(phrase))
