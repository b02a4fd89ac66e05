"""The narrative of a report: title, preamble and six parts that agree with its cells."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.formats import FORMS, NOTICE_TITLES, PARTS, REGULATIONS, REPORT_NAME

from . import figures
from .bank import Matter, Topic, fields, matters, speak, topics
from .bodies import Body
from .truth import Fact, Number, TrueSection

NUMERALS = "一二三四五六七八九十"
MATTER_HEADINGS = {
    "disclosure": "[主动公开|主动公开政府信息]",
    "applications": "[依申请公开|依申请公开办理]",
    "management": "[政府信息管理|加强政府信息管理]",
    "platform": "[政府信息公开平台建设|平台建设]",
    "supervision": "[监督保障|监督保障工作]",
}


@dataclass(frozen=True, slots=True)
class Mix:
    """How much of part one is said in words used before, each from 0 to 1.

    `repeated`: the share of its matters that a body tells in the same words every year, `shared`:
    the share told in words that many bodies use.  Clean reports keep both low; `REALISTIC` is
    what published ones are like.
    """

    repeated: float = 0.12
    shared: float = 0.06


REALISTIC = Mix(0.5, 0.25)


@dataclass(slots=True)
class Pen:
    """The state of writing one report: its chance, its fields, what was said."""

    body: Body
    year: int
    seed: int
    rng: random.Random
    mix: Mix
    values: dict[str, object] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)

    def say(self, template: str, rng: random.Random | None = None) -> str:
        return speak(template, rng or self.rng, self.values)

    def source(self, matter: str) -> random.Random:
        """Whose chance decides how `matter` is told: everybody's, this body's, this report's."""
        habit = random.Random(f"{self.seed}/{self.body.name}/{matter}")
        draw = habit.random()
        if draw < self.mix.shared:
            return random.Random(f"{self.seed}/{matter}/{habit.randrange(2)}")
        return habit if draw < self.mix.shared + self.mix.repeated else self.rng


_NAMES = ("self", "reach", "leaders", "agency", "place", "year", "next")


def pen(body: Body, year: int, seed: int, mix: Mix) -> Pen:
    values: dict[str, object] = {
        "self": body.self_word(year),
        "reach": body.reach(year),
        "leaders": body.leaders,
        "agency": body.name_in(year),
        "place": body.place,
        "year": year,
        "next": year + 1,
    }
    return Pen(
        body,
        year,
        seed,
        random.Random(f"{seed}/{body.name}/{year}/prose"),
        mix,
        values,
    )


# ---------------------------------------------------------------- title and preamble

_LISTED = "、".join(p.title for p in PARTS)


def title(body: Body, year: int) -> str:
    return f"{body.name_in(year)}{year}年{REPORT_NAME}"


def preamble(p: Pen, form: str) -> tuple[str, ...]:
    notice = FORMS[form].notice
    basis = p.rng.choice((REGULATIONS, f"{REGULATIONS}和{NOTICE_TITLES[notice]}（{notice}）"))
    period = "本报告[中|]所列数据的统计期限[自|从]{year}年1月1日起[，|]至{year}年12月31日止。"
    contact = (
        f"如[有疑问|对本报告有疑问]，请与{{agency}}联系（地址：{{place}}{p.rng.choice(_ROADS)}"
        f"{p.rng.randint(1, 188)}号，电话：0{p.rng.randint(900, 999)}-{p.rng.randint(2, 8)}"
        f"{p.rng.randint(100000, 999999)}）。"
    )
    consists = p.rng.choice(("", f"本报告由{_LISTED}六部分组成。"))
    lead = f"根据{basis}[要求|规定|有关规定]，[编制|制定]本报告。"
    texts = [lead + consists + period + contact]
    if p.rng.random() < 0.4:
        texts = [lead + consists, period + contact]
    return tuple(p.say(t) for t in texts)


_ROADS = ("人民路", "建设大道", "滨河北路", "文化街", "迎宾路", "解放中路", "府前街")


# ---------------------------------------------------------------- part one


def part_one(
    p: Pen, form: str, cells: Mapping[str, Number], earlier: Mapping[str, Number] | None
) -> TrueSection:
    habit = random.Random(f"{p.seed}/{p.body.name}/headings")
    style = habit.choice(
        ("（{0}）{1}。{2}", "（{0}）{1}情况。{2}", "{3}.{1}。{2}", "（{0}）{1}\n{2}")
    )
    paragraphs: list[str] = []
    if p.rng.random() < 0.6:
        paragraphs.append(p.say(p.rng.choice(_OPENINGS)))
    for index, (matter, heading) in enumerate(MATTER_HEADINGS.items()):
        text = "".join(f"{s}。" for s in _sentences(p, matter, form, cells, earlier))
        paragraphs += style.format(
            NUMERALS[index],
            p.say(heading, random.Random(f"{p.seed}/{p.body.name}/{matter}/heading")),
            text,
            index + 1,
        ).split("\n")
    return TrueSection(1, PARTS[0].heading, tuple(paragraphs))


_OPENINGS = (
    "{year}年，{self}在{leaders}的[坚强领导|正确领导]下，[认真落实|深入贯彻]政务公开各项[要求|部署]，[扎实做好|稳步推进]政府信息公开工作。",
    "{year}年，{self}坚持以公开为常态、不公开为例外，[不断提升|着力提高]公开[质效|实效]。",
)


def _sentences(
    p: Pen,
    matter: str,
    form: str,
    cells: Mapping[str, Number],
    earlier: Mapping[str, Number] | None,
) -> list[str]:
    said: list[str] = []
    if matter == "applications":
        claims = figures.applications(cells, form, p.rng, earlier)
        claims.append(figures.disputes(cells, p.rng))
        said += [_claim(p, 1, c, cells) for c in claims]
    elif matter == "disclosure":
        said += [_claim(p, 1, c, cells) for c in figures.disclosure(cells, form, p.rng)]
    said += _chosen(p, matter)
    if matter == "supervision" and p.body.kind == "government":
        said.append(p.say(p.rng.choice(_ACCOUNTABILITY)))
    return said


def _claim(p: Pen, section: int, claim: figures.Claim, cells: Mapping[str, Number]) -> str:
    template, keys = claim
    text = p.say(template)
    p.facts.append(Fact("number", keys[0], section, text, {k: cells[k] for k in keys}))
    return text


_ACCOUNTABILITY = (
    "[工作考核|考核]方面，政务公开[占年度综合考核的{weight:2-5}分|列入各单位年度目标管理]；[组织|开展]社会评议{surveys:1-3}次；全年未发生[需要|应当]责任追究的情形",
    "[健全|完善]工作考核、社会评议和责任追究[制度|机制]，[本年度|全年]没有因政府信息公开工作受到责任追究的[人员|情况]",
)


def _chosen(p: Pen, matter: str) -> list[str]:
    """Two to four sentences of the bank, each once, of the right kind of body."""
    fit = [m for m in matters().get(matter, ()) if not m.kinds or p.body.kind in m.kinds]
    source = p.source(matter)
    values = p.values if source is p.rng else {k: p.values[k] for k in _NAMES}
    chosen = source.sample(fit, min(len(fit), source.choice((2, 3, 3, 4))))
    return [_matter(p, sentence, source, values) for sentence in chosen]


def _matter(p: Pen, sentence: Matter, source: random.Random, values: dict[str, object]) -> str:
    values["work"] = source.choice(fields().get(p.body.field, fields()["其他"]))
    text = speak(sentence.text, source, values)
    if sentence.ask:
        p.facts.append(_asked(p, "matter", 1, text, sentence))
    return text


def _asked(p: Pen, kind: str, section: int, text: str, source: Topic | Matter) -> Fact:
    def spoken(questions: Sequence[str]) -> tuple[str, ...]:
        return tuple(speak(q, p.rng, p.values) for q in questions)

    return Fact(
        kind,
        source.id,
        section,
        text,
        ask=spoken(source.ask),
        paraphrase=spoken(source.paraphrase),
        reworded=spoken(source.reworded),
    )


# ---------------------------------------------------------------- parts two to six


def part_five(p: Pen, avoid: Sequence[str] = ()) -> TrueSection:
    """Two to four problems and the measure for each; `avoid` are last year's topics, some mended."""
    fit = [t for t in topics() if not t.kinds or p.body.kind in t.kinds]
    fresh = [t for t in fit if t.id not in avoid]
    chosen = p.rng.sample(fresh, min(len(fresh), p.rng.choice((2, 3, 3, 4))))
    pairs = [_pair(p, topic) for topic in chosen]
    texts = p.rng.choice(_LAYOUTS)(p, pairs)
    mended = [t for t in topics() if t.id in avoid]
    if mended and p.rng.random() < 0.5:
        texts += (_followed_up(p, p.rng.choice(mended)),)
    return TrueSection(5, PARTS[4].heading, texts)


def _followed_up(p: Pen, topic: Topic) -> str:
    """What was done about a problem that last year's report told."""
    measure = p.say(p.rng.choice(topic.measures))
    text = p.say(
        f"[针对|对于]上年度[查摆|指出]的“{topic.name}”问题，[已落实整改|整改工作已经完成]：{measure}"
    )
    p.facts.append(Fact("followup", topic.id, 5, text))
    return f"{text}。"


def _pair(p: Pen, topic: Topic) -> tuple[str, str]:
    problem, measure = (p.say(p.rng.choice(side)) for side in (topic.problems, topic.measures))
    p.facts.append(_asked(p, "problem", 5, problem, topic))
    p.facts.append(Fact("measure", topic.id, 5, measure))
    return problem, measure


def _counted(items: Sequence[str]) -> str:
    return "；".join(f"{NUMERALS[i]}是{t}" for i, t in enumerate(items)) + "。"


_PROBLEMS = (
    "{year}年，{self}政府信息公开工作[取得了一定成效|稳步推进]，但[还|仍]存在一些[不足|问题]：",
    "[对照上级要求|从日常检查情况看]，{self}政府信息公开工作[主要|]存在以下[问题|不足]：",
    "[一年来的工作|过去一年]仍有[短板|差距]，存在的主要问题[有|是]：",
)
_MEASURES = (
    "{next}年，{self}将[从以下方面|重点从以下几个方面]改进：",
    "[下一步|针对上述问题]，{self}将[采取以下措施加以改进|着力抓好以下改进]：",
)


def _two_paragraphs(p: Pen, pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    problems, measures = zip(*pairs, strict=True)
    return (
        p.say(p.rng.choice(_PROBLEMS)) + _counted(problems),
        p.say(p.rng.choice(_MEASURES)) + _counted(measures),
    )


def _headed(p: Pen, pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    problems, measures = zip(*pairs, strict=True)
    return (
        "（一）存在的主要问题",
        p.say(p.rng.choice(_PROBLEMS)) + _counted(problems),
        "（二）改进情况",
        p.say(p.rng.choice(_MEASURES)) + _counted(measures),
    )


def _paired(p: Pen, pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    lead = p.say("[梳理|总结]{year}年的工作，[存在的问题和改进打算|主要问题及改进措施]如下。")
    return (
        lead,
        *(
            p.say(f"（{NUMERALS[i]}）{problem}。[改进措施|改进办法]：{measure}。")
            for i, (problem, measure) in enumerate(pairs)
        ),
    )


_LAYOUTS = (_two_paragraphs, _two_paragraphs, _headed, _paired)

_FEES = (
    "{year}年{self}[未|没有]收取政府信息公开信息处理费。",
    "[按照|依据]《政府信息公开信息处理费管理办法》，{year}年[未产生|没有发生]信息处理费[收费|收取]事项。",
    "[本年度|{year}年]收取信息处理费0元。",
)


def part_six(p: Pen) -> TrueSection:
    texts = [p.say(p.rng.choice(_FEES))]
    if p.rng.random() < 0.5:
        texts.append(p.say("[无其他|没有其他][需要|应当]报告的事项。"))
    return TrueSection(6, PARTS[5].heading, tuple(texts))


def bare(number: int) -> TrueSection:
    """A part that holds only its table."""
    return TrueSection(number, PARTS[number - 1].heading)
