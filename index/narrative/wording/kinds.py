"""Whether words of part five tell a problem, a measure, or a thing done."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from index.narrative.wording.bracketed import masked
from index.numerals import ONE_TO_TEN
from index.text import fold

Kind = Literal["problem", "measure", "done"]
_FILE = Path(__file__).with_name("kinds.toml")
_YEAR = re.compile(r"20\d\d年?")
_PUNCTUATION = re.compile(rf"[\s，,。；;：:、！!？?“”‘’（）()《》【】\[\]…—\-.．0-9{ONE_TO_TEN}]+")
_NUMBERED = re.compile(rf"^[(（]?[{ONE_TO_TEN}\d]{{1,3}}(?:[)）、.．]|是)")
_ABOUT = re.compile(r"对于?[^，,。；;：:]*(?:问题|不足|短板)[，,]")
_SHORTEST = 4
"""Fewer characters are nothing to quote."""
_FEW = 8
"""Longer words that name problems say which."""
_OF_OWN = 1
"""So many characters beside frame words are still nothing of a sentence's own."""


@dataclass(frozen=True)
class _Words:
    """`kinds.toml`, compiled: group.name → pattern."""

    patterns: dict[str, re.Pattern[str]]

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return self.patterns[name]


@cache
def _words() -> _Words:
    groups = tomllib.loads(_FILE.read_text("utf-8"))
    own = groups["frame"]["self"]
    return _Words(
        {
            f"{group}.{name}": re.compile(pattern.replace("@", own))
            for group, patterns in groups.items()
            for name, pattern in patterns.items()
        }
    )


@dataclass(frozen=True, slots=True)
class Named:
    """What a heading or a lead says of what follows; `kind` None where it takes no side.

    `aside`: what follows is no item (原因分析).
    """

    kind: Kind | None
    aside: bool = False


def named(text: str, year: int | None = None) -> Named | None:
    """What kind of items a heading or a lead-in names; None where it names none."""
    words = _words()
    plain = fold(text)
    if _names_last_years(plain, year):
        return Named("problem" if re.search(r"仍|依然|还", plain) else "done")
    against = re.search(r"针对|对于|对照|聚焦|围绕|就", plain)
    if words["names.both"].search(plain) and not against:
        return Named(None)
    if words["names.wanting"].search(plain) and not against:
        return Named("problem")
    measure = words["names.measure"].search(plain)
    problem = words["names.problem"].search(plain)
    if measure and (against or not problem or measure.start() < problem.start()):
        return Named(_measure_or_done(plain))
    if problem:
        return Named(None if measure and not against else "problem")
    if words["names.aside"].search(plain):
        return Named(None, aside=True)
    return Named("measure") if words["language.future"].search(plain) else None


def _names_last_years(text: str, year: int | None) -> bool:
    """Whether last year's problems, or what became of them, are named."""
    words = _words()
    if not _of_last_year(text, year) or words["language.future"].search(text):
        return False
    return bool(words["names.problem"].search(text) or words["names.measure"].search(text))


def _measure_or_done(text: str) -> Kind:
    words = _words()
    future = words["language.future"].search(text)
    return "done" if words["names.finished"].search(text) and not future else "measure"


def _of_last_year(text: str, year: int | None) -> bool:
    said = _words()["names.last_year"].search(text)
    return bool(said) or (year is not None and f"{year - 1}年" in text)


def is_frame(text: str) -> bool:
    """Whether nothing is left of the words once what every lead-in says is taken out."""
    words = _words()
    left = words["frame.self"].sub("", _YEAR.sub("", fold(text)))
    left = _PUNCTUATION.sub("", words["frame.words"].sub("", left))
    return len(left) <= _OF_OWN


def label(text: str, year: int | None = None) -> tuple[Kind | None, int] | None:
    """Labels such as 改进措施： at the start: the last's kind, and where what follows begins."""
    behind = topic(text)
    first = _label(text[behind:], year)
    if first is None:
        return None
    first = (first[0], behind + first[1])
    more = label(text[first[1] :], year)
    return (more[0] or first[0], first[1] + more[1]) if more else first


def _label(text: str, year: int | None) -> tuple[Kind | None, int] | None:
    match = re.match(r"[^。；;：:\n]{2,80}[：:]|[【\[][^】\]\n]{2,16}[】\]][：:]?", fold(text))
    if match is None:
        return None
    if not (is_frame(match[0]) or _in_general(match[0], year) or _counts(match[0])):
        return None
    name = named(match[0], year)
    return (name.kind, match.end()) if name else None


def _counts(text: str) -> bool:
    """Whether a few words begin with the name of problems and say no more (不足有两处：)."""
    name = _words()["names.problem"].match(text)
    return name is not None and len(text) <= _FEW and not lacks(text[name.end() :])


def _in_general(text: str, year: int | None) -> bool:
    """Whether a label speaks of problems, this year's or last year's, and not of one of them."""
    told_of = _words()["names.general"].search(masked(text)) and _of_last_year(text, year)
    return general(text, year) or bool(told_of and not lacks(_nothing_general(text)))


def _nothing_general(text: str) -> str:
    return _words()["names.general"].sub("", masked(text))


def opening(text: str, year: int | None = None, *, clause: bool = False) -> Kind | None:
    """The kind that a sentence turns to by its first words (下一步, 针对上述问题, 存在)."""
    words = _words()
    plain = _last_year_named(_NUMBERED.sub("", fold(text).lstrip()), year)
    plain = plain[begins("so", plain) :]
    plain = plain[lead(plain) :]
    if words["opening.done"].match(plain) and not words["language.future"].search(plain):
        return "done"
    about = _ABOUT.match(plain)
    if about and promises(plain[about.end() :]):
        return "measure"
    if clause and words["opening.sentence_only"].match(plain):
        return None
    if words["opening.measure"].match(plain) or next_year(plain, year):
        return _measure_or_done(plain) if plain.startswith("针对") else "measure"
    return "problem" if words["opening.problem"].match(plain) else None


def _last_year_named(text: str, year: int | None) -> str:
    """The text with the number of last year as 上年."""
    return (
        text
        if year is None
        else text.replace(f"{year - 1}年度", "上年").replace(f"{year - 1}年", "上年")
    )


def next_year(text: str, year: int | None) -> bool:
    return year is not None and text.startswith(f"{year + 1}年")


def told(text: str, year: int | None = None) -> Kind | None:
    """The kind that the language of a sentence tells; None where it tells none."""
    words = _words()
    plain = _NUMBERED.sub("", fold(text).strip("。；;，, \n"))
    plain = plain[topic(plain) :]
    turned = opening(plain, year)
    if turned:
        return turned
    if mended(plain, year):
        return "done"
    if lacks(plain):
        return "problem"
    if finished(plain) or _has_been(plain):
        return "done"
    if _to_come(plain) or words["language.verbs"].match(plain):
        return "measure"
    return "done" if completed(plain) else None


def mended(text: str, year: int | None) -> bool:
    """Whether a sentence says that a problem, or last year's, has been seen to."""
    words = _words()
    if not completed(text) or words["language.future"].search(text):
        return False
    named = "问题" in text or _of_last_year(text, year)
    begun = of_last_year(text, year)  # what became of it, even if not all is done
    return named and (begun or not re.search("仍|依然|尚未", text))


def of_last_year(text: str, year: int | None = None) -> bool:
    """Whether a sentence tells what became of something that last year set out (上年提出…)."""
    first = re.split("[，,]", text)[0]
    return _of_last_year(first[:_FEW], year) and bool(re.search("提出|承诺|列入|计划|安排", first))


def finished(text: str) -> bool:
    """Whether a sentence says that something has been done, and nothing of what is to come."""
    words = _words()
    plain = masked(text)
    return bool(words["language.finished"].search(plain)) and not (
        words["language.future"].search(plain) or lacks(plain)
    )


def _has_been(text: str) -> bool:
    """Whether the first clause says of its subject that it has been done: 名单已做到逐月更新."""
    import rjieba

    first = re.split("[，,。；;]", masked(text))[0]
    subject, _, done = first.partition("已")
    tags = [tag for _, tag in rjieba.tag(subject)]
    return (
        bool(done) and "的" not in done and bool(tags) and tags[-1][0] == "n" and not future(first)
    )


def completed(text: str) -> bool:
    """Whether a sentence tells anything as done, whatever else it says."""
    words = _words()
    return bool(words["language.done"].search(words["clause.denied"].sub("", masked(text))))


def lacks(text: str) -> bool:
    """Whether a clause says that something is wanting, and not that it is to be mended."""
    words = _words()
    clauses = re.split(r"[，,。；;]", words["language.mending"].sub("", masked(text)))
    lacking = [n for n, clause in enumerate(clauses) if words["language.lack"].search(clause)]
    return bool(lacking) and not (words["language.verbs"].match(clauses[0]) and lacking[0] > 0)


def general(text: str, year: int | None = None) -> bool:
    """Whether a sentence says that there are problems, and not which."""
    words = _words()
    plain = masked(text)
    if (
        mended(plain, year)
        or opening(text) in ("measure", "done")
        or words["language.future"].search(plain)
    ):
        return False
    if words["names.doubly"].search(plain):
        return True
    named = words["names.general"].search(plain)
    return bool(named) and not lacks(_nothing_general(text))


def listed(text: str) -> int:
    """Where the listed things begin after 主要是, 如, 表现在; 0 where nothing is listed."""
    for match in _words()["names.listing"].finditer(masked(text)):
        before = text[: match.start()]
        if re.search("[，,]", match[0]):
            before = text[: match.end()]
        if is_frame(before) or general(before) or _names_place(before):
            return match.end()
    return 0


def _names_place(text: str) -> bool:
    """Whether a few words before 主要是 say where something is wanting (薄弱之处)."""
    return len(text) <= _FEW and text.endswith(("处", "地方")) and lacks(text)


def lead(text: str) -> int:
    """Where the sentence begins behind a clause that only says that there are problems (要说不足，)."""
    match = re.match(r"[^，,。；;：:]{2,12}[，,]", masked(text))
    if match is None or re.match("针?对", match[0]):
        return 0
    if re.fullmatch("要[^，,]{1,4}[，,]", match[0]):
        return match.end()
    if not is_frame(match[0]):
        return 0
    return match.end() if named(match[0]) == Named("problem") else 0


def _to_come(text: str) -> bool:
    """Whether a future stands in the text; 将公开视为负担 is none."""
    match = _words()["language.future"].search(text)
    if match is None:
        return False
    return match[0] != "将" or not _words()["clause.taken"].search(text)


def promises(text: str) -> bool:
    """Whether a clause begins with its own future (我局将健全程序); 将公开视为负担 does not."""
    match = _words()["clause.promise"].match(masked(text))
    if match is None:
        return False
    return not (match[0].endswith("将") and _words()["clause.taken"].search(text))


def acts(text: str) -> bool:
    """Whether a clause begins with what is to be done (加强…, 依托…)."""
    return bool(_words()["language.verbs"].match(masked(text)))


def tells_manner(text: str) -> bool:
    """Whether a clause begins with how or where a thing is to be done (通过…, 对…)."""
    return bool(_words()["clause.manner"].search(masked(text)))


def compared(text: str) -> bool:
    """Whether a clause only holds the work against a standard (与要求相比还有差距)."""
    return bool(_words()["clause.compared"].match(masked(text)))


def announces(text: str, after: str) -> bool:
    """Whether a sentence only says that there is something wanting, and `after` what (主要是…,
    两个薄弱点。一个是…).
    """
    words = _words()
    plain, follows = masked(text), fold(after)
    if words["clause.counted"].search(plain) and words["clause.first"].match(follows):
        return lacks(after)
    listing = words["names.listing"].match(follows)
    return bool(listing) and bool(words["clause.existential"].search(plain))


def sums_up(clause: str) -> bool:
    """均有待加以解决: a clause without a subject that is of all before it."""
    return bool(_words()["clause.of_all"].match(clause))


def without_lead(text: str) -> str:
    """The words behind what only leads in or promises: 下一步，我们将加强培训 → 加强培训.

    将 with nothing before it may be 把 (将条例纳入学习内容).
    """
    ends = re.finditer("[，,：:]|(?<!^)将(?!来)|拟(?!定)|计划|打算|准备|力争|争取", masked(text))
    leads = [m.end() for m in ends if is_frame(text[: m.start()])]
    behind = text[leads[0] :].lstrip() if leads else text
    return text if behind == text or len(behind) < _SHORTEST else without_lead(behind)


def against(text: str) -> tuple[int, int, int] | None:
    """The span of the problem in 针对甲的问题，乙, and where 乙 begins; None where none is named."""
    match = _words()["clause.against"].match(fold(text))
    if match is None or is_frame(match[1]) or not lacks(match[1]):
        return None
    return *match.span(1), match.end()


def topic(text: str) -> int:
    """Where the sentence begins behind a clause that only says what it is about (从全年看，)."""
    match = _words()["clause.topic"].match(masked(text))
    return match.end() if match else 0


def begins(name: str, clause: str) -> int:
    """How long the function word is with which a clause begins: 0 where with none of `name`."""
    match = _words()[f"clause.{name}"].match(fold(clause))
    return match.end() if match else 0


def future(text: str) -> bool:
    """Whether a sentence speaks of what is to come."""
    return bool(_words()["language.future"].search(masked(text)))
