"""P02: another body's name or kind where this one's is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from assistant.checks.paragraph_scan import Hit, hit_verdict
from assistant.checks.paragraphs import narrative
from assistant.checks.rule import ANY, NOT_ASSESSABLE, PASS, Context, Rule, Verdict
from index.bodies.bureaus import DEPARTMENTS
from index.bodies.names import kind_of, level_of, parts, same_body, self_words, short_names
from index.formats import NOTICE_2021
from index.numerals import ONE_TO_TEN
from index.report import Outcome, Report


def other_bodies(report: Report, context: Context) -> Iterator[Verdict]:
    """The body's own kind and name, or another's where its own is meant: one verdict a word."""
    if not report.agency:
        yield NOT_ASSESSABLE
        return
    found: dict[str, list[Verdict]] = {}
    for section, paragraph in narrative(report):
        yield PASS
        text = _QUOTED.sub(lambda m: "　" * len(m[0]), paragraph.text)
        for hit in (*_wrong_kind(report, text), *_wrong_name(report, text, context)):
            verdict = hit_verdict(section, paragraph, hit)
            found.setdefault(verdict.found, []).append(verdict)
    for first, *others in found.values():
        more = f"（全文共 {len(others) + 1} 处）" if others else ""
        yield replace(first, message=f"{first.message}{more}")


RULE = Rule(
    id="P02",
    title="留有其他机关的名称或自称",
    severity="warning",
    basis=f"{NOTICE_2021}“明确责任”",
    what="自称与机关性质相符，主语是本机关；区县报告中的“我市”可指上级市，街道办事处可称“我办”。",
    good="青石镇人民政府：我镇高度重视……",
    bad="青石镇人民政府：我局高度重视……",
    check=other_bodies,
    formats=ANY,
)
_SELF = re.compile(
    r"(?<!自)[我本](街道|省|市(?![场民])|县|区(?![域间别块分划位])|旗|州|镇|乡(?![村镇])|局(?![部面势限])"
    r"|委(?![托派任])|办(?![法理公事学案结])|厅)"
)
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|‘[^’]*’")
_AREAS = ("省", "市", "县", "区", "旗", "州")
_AREAS_BELOW: dict[str, tuple[str, ...]] = {
    "province": ("市", "县", "旗", "州"),
    "prefecture": ("县", "旗"),
}
_HOUSE = re.compile(r"局(?:机关|党组|党委|领导班子|属各|属单位)")
_STEMS = tuple(sorted({*DEPARTMENTS, *(s for v in DEPARTMENTS.values() for s in v)}))
_GOVERNING = ("government", "town", "street", "zone")


def _wrong_kind(report: Report, text: str) -> Iterator[Hit]:
    kind = kind_of(report.agency)
    if kind == "other" or level_of(report.agency) == "unknown":
        return
    own = "、".join(self_words(report.agency)[:1])
    for found in _SELF.finditer(text):
        outcome = _calls_itself(report, kind, found[1])
        if outcome != "pass":
            why = f"{report.agency}的报告中出现“{found[0]}”，疑为其他机关的文字"
            yield Hit(found.start(), found.end(), why, own, outcome)
    if kind in _GOVERNING:
        for found in _HOUSE.finditer(text):
            if not text[: found.start()].endswith((*_STEMS, *_AREAS, "总", "分", "部门", "各")):
                why = f"{report.agency}不是局，“{found[0]}”疑为其他机关的文字"
                yield Hit(found.start(), found.end(), why, own)


def _calls_itself(report: Report, kind: str, word: str) -> Outcome:
    """Whether a body of this kind may say 我 + `word`.

    我市 in a district's report may mean the city above; the office of a government writes its
    report and may say 我办 of itself.
    """
    if any(own[1:] == word for own in self_words(report.agency)):
        return "pass"
    if word in _AREAS:
        if kind == "government" and word in _AREAS_BELOW.get(report.level, ()):
            return "fail"
        if report.level in ("province", "prefecture") and word == "区":
            return "uncertain"
        return "pass"
    if kind == "government" and word in ("办", "委"):
        return "uncertain"
    if kind == "zone" and word in ("办", "街道", "镇"):
        return "uncertain"
    return "fail"


_SUBJECT = re.compile(
    rf"(?:^|(?<=[。；;！\n]))\s*(?:[（(]?[{ONE_TO_TEN}\d]+[）)、.．]\s*)?"
    r"(?:(?:20\d\d年度?|今年(?:以来)?|本年度|近年来|全年|[一过]年来|过去一年|下一步|今后)[，,]?)?"
    r"(?P<name>(?![一-鿿]{0,4}[我本](?:镇|乡|街道|局|委|办|县|区|单位))[一-鿿]{2,22}?(?:镇|乡|街道|局|委员会|委|办公室|县|区|人民政府|办事处))"
    r"(?:党委政府|人民政府|党委、政府|办事处)?[，,]?"
    r"(?=认真|高度重视|严格|主动公开|共|未|没有|收到|积极|坚持|深入|按照|政府信息公开|政务公开|将|结合"
    r"|制定|成立|加强|全面|无其他|始终|切实|不断|进一步|持续|着力|扎实|围绕|依托|通过)"
)
_STRANGE_SUBJECTS = {(a, b) for a in ("town", "street") for b in ("bureau", "commission")} | {
    (a, "town") for a in ("bureau", "commission", "office")
}
"""Kinds of body, and those that are never the subject where the body speaks of itself."""
_ABOUT = re.compile(r"公开|申请|信息|报告")
_CONTACT = re.compile(r"请(?:与|向|联系)(?P<name>[一-鿿]{3,24}?)(?:联系|咨询|反映|（|\()")
_LEADERS = re.compile(r"在(?P<name>[一-鿿]{2,4}[县市区旗])(?:委|党委)")


def _wrong_name(report: Report, text: str, context: Context) -> Iterator[Hit]:
    for pattern in (_SUBJECT, _CONTACT):
        for found in pattern.finditer(text):
            name = found["name"]
            clause = text[found.start() : text.find("。", found.end())]
            if (
                _ABOUT.search(clause)
                and not _is_phrase(name)
                and _is_another(report.agency, name, tuple(context.bodies))
            ):
                yield _named(report, found)
    for found in _LEADERS.finditer(text):
        if _other_place(report.agency, found["name"]):
            yield _named(report, found)


@lru_cache(maxsize=4096)
def _is_phrase(name: str) -> bool:
    """Whether a town's supposed name is the end of a phrase: 依托镇, 维护好镇."""
    import rjieba

    if not re.search(r"(?:镇|乡|街道)$", name):
        return False
    word, tag = rjieba.tag(name)[0]
    return tag in ("v", "p", "d", "a", "r") or word in ("利用", "由镇", "定期")


def _named(report: Report, found: re.Match[str]) -> Hit:
    start, end = found.span("name")
    why = f"这里写的是“{found['name']}”，不是{report.agency}"
    return Hit(start, end, why, report.agency)


@lru_cache(maxsize=65536)
def _is_another(agency: str, name: str, bodies: tuple[str, ...]) -> bool:
    """Whether `name` is a body of this one's kind and rank that it cannot be itself."""
    own, other = parts(agency), parts(name)
    if name in short_names(agency) or same_body(agency, name) or _shortens(name, agency):
        return False
    kinds = (kind_of(agency), kind_of(name))
    if kinds in _STRANGE_SUBJECTS:
        return kinds[1] == "town" or _known_work(other.work)
    if kinds[0] != kinds[1] or level_of(name) != level_of(agency):
        return False
    if level_of(agency) in ("prefecture", "province"):
        return name in bodies
    if other.work and own.work:
        return _known_work(other.work) and other.work != own.work
    return bool(other.places) and other.place not in own.places and len(other.place) <= 6


_SHORTENED = ("zone", "bureau", "commission", "office")


def _shortens(name: str, agency: str) -> bool:
    """经开区 is 经济技术开发区: a short name leaves characters of the full one out, in order."""
    rest = iter(agency)
    return kind_of(agency) in _SHORTENED and all(character in rest for character in name)


def _known_work(work: str) -> bool:
    return any(work.startswith(stem) for stem in _STEMS)


def _other_place(agency: str, place: str) -> bool:
    """Whether `place` is a county where the body belongs to another."""
    own = [p for p in parts(agency).places if p[-1] in "县区旗"]
    return bool(own) and place[-1] in "县区旗" and all(not p.endswith(place) for p in own)
