"""A question to an answer: understood as a plan, validated, executed, told.

Everything is settled without a model.  With one, the model reads the question (its plan is
validated and executed like any other) and puts what was found into words, each sentence checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from assistant.ask.answer import Answer, Derived, Event, Filters, Turn
from assistant.ask.grammar.understand import understand
from assistant.ask.grammar.understood import EVERYTHING, Understood
from assistant.ask.plan.body_names import roster
from assistant.ask.plan.cells import MOST_NAMED
from assistant.ask.plan.execute import execute
from assistant.ask.plan.plan import Ask, Figures, Lookup, Plan, Refuse, Sentences, Step
from assistant.ask.plan.readback import read_back
from assistant.ask.plan.scope import Holdings, Texts, bodies_of, years_of
from assistant.ask.plan.validate import checked
from assistant.ask.rooms import drafts, help
from assistant.ask.tell.whole_answer import answered
from assistant.model import Model

if TYPE_CHECKING:
    from assistant.ask.plan.rows import Rows
    from index.library.library import Library


LONGEST = 1000
"""Characters of a question: understanding one takes time by its length, some 3 ms a character."""


def answer(
    question: str,
    library: Library,
    *,
    history: Sequence[Turn] = (),
    filters: Filters | None = None,
    model: Model | None = None,
    plan: Plan | None = None,
) -> Answer:
    """The answer to `question` after `history`; with `filters` where it names no body or year.

    `plan` is one that a person made or changed on the page: it is executed as it stands.
    """
    events = list(
        stream(question, library, history=history, filters=filters, model=model, plan=plan)
    )
    return next(e.answer for e in reversed(events) if e.answer is not None)


def stream(
    question: str,
    library: Library,
    *,
    history: Sequence[Turn] = (),
    filters: Filters | None = None,
    model: Model | None = None,
    plan: Plan | None = None,
) -> Iterator[Event]:
    """The same answer step by step: plan, evidence, checked sentences, done.

    Closing the iterator stops a model's call.  A model that fails changes nothing but a notice.
    """
    if len(question) > LONGEST:
        yield Event("done", answer=_too_long(question))
        return
    held = holdings(library)
    if plan is None and (helped := _helped(question, history)) is not None:
        yield Event("done", answer=helped)
        return
    read = _read(question, held, history, filters or EVERYTHING, model, plan)
    asks_rooms = isinstance(read.plan.steps[0], Lookup)
    addressed = "你" in question
    maybe_help = plan is None and read.loose and not history and (addressed or not asks_rooms)
    if maybe_help and (text := help.near_topic(question, library)):
        yield Event("done", answer=_help(question, text))
        return
    unsaid = plan is None and read.no_scope and not history
    if unsaid and (text := help.near_definition(question, library)):
        yield Event("done", answer=_help(question, text))
        return
    yield Event("plan", plan=read.plan)
    found = _found(question, read, library, held, model, filters or EVERYTHING)
    yield Event("evidence", evidence=found.evidence)
    if model is not None:
        from assistant.ask import written

        if written.worth_it(found):
            yield from written.out(found, model, held.roster, library.report)
            return
    yield Event("done", answer=found)


def _too_long(question: str) -> Answer:
    text = f"问题有 {len(question)} 个字，太长了：请用不超过 {LONGEST} 个字说要问的事。"
    asked = f"{question[:40]}…"
    return Answer(question=asked, text=text, kind="none", refusal="not_understood")


def holdings(library: Library) -> Holdings:
    """What the library holds, as far as understanding a question needs it."""
    today, texts = date.today().year, _texts(library)
    return Holdings(roster(library.bodies()), library.years, library.likeness, today, texts)


def _texts(library: Library) -> Texts:
    from index.text import squash

    def texts(bodies: Sequence[int], years: Sequence[int]) -> tuple[str, ...]:
        wanted = bodies if len(bodies) <= MOST_NAMED else ()
        among = set(bodies)
        told = library.sentences(bodies=wanted, years=years)
        return tuple(squash(s.text).lower() for s in told if not among or s.body in among)

    return cache(texts)


# ---------------------------------------------------------------- understanding


def _read(
    question: str,
    held: Holdings,
    history: Sequence[Turn],
    filters: Filters,
    model: Model | None,
    plan: Plan | None,
) -> Understood:
    """The plan: a person's, else the conversation's last one patched, else the question's own."""
    if plan is not None:
        return Understood(plan)
    by_grammar = _by_grammar(question, held, history, filters)
    if model is None or _plain(by_grammar):
        return by_grammar
    from assistant.ask import read_by_model

    asked = read_by_model.Asked(question, tuple(history), held)
    return read_by_model.read(asked, model, by_grammar)


def _plain(read: Understood) -> bool:
    """Cells of bodies and years that are all said: there is nothing a model could read better."""
    step = read.plan.steps[0]
    plain = len(read.plan.steps) == 1 and isinstance(step, Figures) and bool(step.when.years)
    return plain and read.complete and not read.notices and not read.carried


def _by_grammar(
    question: str, held: Holdings, history: Sequence[Turn], filters: Filters
) -> Understood:
    if history and question in history[-1].answer.choices:
        chosen = understand(question, held, filters)
        if chosen.plan.show:
            return chosen
    if (pending := _pending(history)) is not None:
        joined = understand(f"{pending} {question}", held, filters)
        if not isinstance(joined.plan.steps[-1], Ask | Refuse):
            return joined
    if history:
        from assistant.ask.follow import follow

        if (followed := follow(question, history, held)) is not None:
            return Understood(followed.plan, carried=followed.carried)
    return understand(question, held, filters)


def _pending(history: Sequence[Turn]) -> str | None:
    """The question that was asked back last, which the next words complete."""
    if not history or history[-1].answer.kind != "clarify":
        return None
    return history[-1].question


def _helped(question: str, history: Sequence[Turn]) -> Answer | None:
    """Help, and how the last answer was computed: questions about the program, not the reports."""
    asks_how = bool(history) and help.asks_how(question)
    if asks_how and (told := help.how_computed(question, history[-1])) is not None:
        return told
    text = help.helpful(question)
    return None if text is None else _help(question, text)


def _help(question: str, text: str) -> Answer:
    plan = Plan(steps=(Lookup(id="s1", room="help", text=question),))
    return Answer(question=question, text=text, kind="help", plan=plan, understood=read_back(plan))


# ---------------------------------------------------------------- executing


def _found(
    question: str,
    read: Understood,
    library: Library,
    held: Holdings,
    model: Model | None,
    filters: Filters,
) -> Answer:
    """The answer; where no report says all of the words, of those that the reports bear out."""
    told = any(isinstance(s, Sentences) and s.words for s in read.plan.steps)
    if not told or read.by_model or understand(question, held, filters).plan != read.plan:
        return run(question, read, library, held, model)
    found = run(question, read, library, held, model, near=False)
    if found.refusal != "not_said":
        return found
    closer = understand(question, held, filters, closely=True)
    if closer.absent:
        return _absent(question, closer, library, held)
    return run(question, closer, library, held, model)


def _absent(question: str, read: Understood, library: Library, held: Holdings) -> Answer:
    """没有: what other reports say and these do not, with what they say of the rest."""
    found = run(question, read, library, held, near=False)
    words = "、".join(f"“{w}”" for w in read.absent)
    if found.kind == "none":
        looked = found.text.partition("，没有写到")[0]
        none = Derived(f"写到{words}的报告", 0, "份", ())
        text = f"没有：{looked}，没有写到{words}。"
        return replace(found, text=text, kind="figures", refusal=None, derived=(none,))
    return replace(found, text=f"没有写到{words}。相关的内容：\n{found.text}")


def run(
    question: str,
    read: Understood,
    library: Library,
    held: Holdings,
    model: Model | None = None,
    *,
    near: bool = True,
) -> Answer:
    """The answer of an understood question: validated, executed, told; see `execute` for `near`."""
    plan, errors = checked(read.plan, held)
    base: dict[str, Any] = {
        "question": question,
        "plan": plan,
        "understood": read_back(plan),
        "notices": read.notices,
        "carried": read.carried,
    }
    if errors:
        text = f"这样的问法还不能执行：{'；'.join(errors)}"
        return Answer(**base, text=text, kind="none", refusal="not_understood")
    last = plan.steps[-1]
    if isinstance(last, Ask | Refuse | Lookup):
        return _without_rows(last, base, library, held, model)
    done = execute(plan, library, held, near=near)
    found = answered(question, plan, done, held, **_told(read))
    if not near and (found.refusal == "not_said" or _nowhere(plan, done)):
        return replace(found, kind="none", refusal="not_said")
    if read.instead is not None and found.kind != "none":
        back = Plan(steps=(read.instead,))
        return run(question, Understood(back, read.notices, carried=read.carried), library, held)
    if (wider := _all_items(question, plan)) is not None and found.refusal == "not_said":
        words = "、".join(f"“{w}”" for s in plan.steps if isinstance(s, Sentences) for w in s.words)
        note = f"没有写到{words}的，列出的是写到的全部"
        return run(
            question, replace(read, plan=wider, notices=(*read.notices, note)), library, held
        )
    found = replace(found, model=read.by_model)
    found = _with_nearest(_with_odd(found, read), library, held)
    return _with_other(found, read, library, held)


def _nowhere(plan: Plan, done: Mapping[str, Rows]) -> bool:
    """Whether no step found the words that it looked for: who never says them is not told by that."""
    told = [s for s in plan.steps if isinstance(s, Sentences) and s.words]
    return bool(told) and not any(done[s.id].rows for s in told)


_OPEN = re.compile(r"哪些|哪几|什么|啥|怎[么样]|如何|归纳|总结|概括|列")
_YES_OR_NO = re.compile(r"有没有|有无|是否|是不是|吗")


def _all_items(question: str, plan: Plan) -> Plan | None:
    """The plan without its words, where every item is asked for openly and of one body at a time."""
    sources = [s for s in plan.steps if isinstance(s, Sentences)]
    items = sources and all(s.about in ("问题", "措施") and not s.who.group for s in sources)
    if not items or not any(s.words for s in sources) or len(sources) < len(plan.steps) - 3:
        return None
    if not _OPEN.search(question) or _YES_OR_NO.search(question) or plan.form != "归纳":
        return None
    steps = tuple(
        s.model_copy(update={"words": ()}) if isinstance(s, Sentences) else s for s in plan.steps
    )
    return plan.model_copy(update={"steps": steps})


def _told(read: Understood) -> dict[str, Any]:
    return {"notices": read.notices, "carried": read.carried}


def _without_rows(
    step: Step, base: dict[str, Any], library: Library, held: Holdings, model: Model | None
) -> Answer:
    match step:
        case Ask():
            choices = step.options
            text = f"{step.about}{'、'.join(choices)}"
            return Answer(**base, text=text, kind="clarify", choices=choices)
        case Refuse():
            near = f"相近的有：{'、'.join(step.options)}。" if step.options else ""
            return Answer(
                **base,
                text=f"{step.reason}{near}",
                kind="none",
                refusal=step.kind,
                choices=step.options,
            )
        case Lookup(room="draft"):
            return drafts.draft(step, library, held, base, model)
        case Lookup(room="help"):
            text = help.helpful(step.text) or "使用说明里没有写到这个。可以问“你能做什么”。"
            return Answer(**base, text=text, kind="help")
        case Lookup():
            from assistant.ask.rooms.checks_and_shelf import ROOMS

            return ROOMS[step.room](step, library, held, base)
    raise AssertionError(step.op)


NEAREST = 2
"""How many of the nearest sentences stand beside a 没有写到."""


def _with_nearest(found: Answer, library: Library, held: Holdings) -> Answer:
    """Of words that no report says: what in the reports lies nearest, said to be no more than that."""
    if found.refusal != "not_said" or found.plan is None:
        return found
    step = found.plan.steps[0]
    if not isinstance(step, Sentences) or not step.words:
        return found
    from assistant.ask.retriever import LibraryRetriever
    from index.stores.values import Filter

    ids = bodies_of(step.who, held, {})
    years = years_of(step.when, ids, held, {})
    bodies = ids if len(ids) < len(held.roster.bodies) else ()
    retriever = LibraryRetriever(library=library, filter=Filter(bodies, years), k=NEAREST)
    near = [d.page_content.splitlines()[0][:80] for d in retriever.invoke("".join(step.words))]
    if not near:
        return found
    quotes = "".join(f"“{n}”" for n in near)
    return replace(found, text=f"{found.text}意思相近、可以一看的段落：{quotes}")


def _with_other(found: Answer, read: Understood, library: Library, held: Holdings) -> Answer:
    """The other reading of the words beside the model's, where it comes to something else."""
    if read.other is None:
        return found
    plan, errors = checked(read.other, held)
    if errors or not plan.show:
        return found
    second = answered(found.question, plan, execute(plan, library, held), held)
    if _same(found, second):
        return found
    words = f"也可以这样理解：{second.understood}。那样的回答是：{second.text.splitlines()[0]}"
    return replace(found, notices=(*found.notices, words))


def _same(a: Answer, b: Answer) -> bool:
    """Whether two answers come to the same numbers and passages."""
    numbers = {(d.value, d.unit) for d in a.derived} == {(d.value, d.unit) for d in b.derived}
    quotes = {c.quote for c in a.citations} == {c.quote for c in b.citations}
    return set(a.figures) == set(b.figures) and numbers and quotes and a.kind == b.kind


def _with_odd(found: Answer, read: Understood) -> Answer:
    """Of a number asked for whose words were not all known: which, and what could be asked."""
    if read.complete or found.kind != "none" or not read.odd:
        return found
    odd = "".join(f"“{w}”" for w in read.odd)
    near = f"可以问：{'、'.join(read.offered)}。" if read.offered else f"请去掉{odd}再问。"
    text = f"{found.text}年报的表格里没有按{odd}统计的数字；如果要问的就是表格里的数字，{near}"
    return replace(found, text=text, choices=read.offered)
