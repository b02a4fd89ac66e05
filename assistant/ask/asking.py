"""A question to an answer: understood as a plan, validated, executed, told.

Everything is settled without a model.  With one, the model reads the question (its plan is
validated and executed like any other) and puts what was found into words, each sentence checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from assistant.ask.answer import Answer, Derived, Event, Filters, Turn
from assistant.ask.beside_answer import (
    FEW_BODIES,
    all_items,
    bodies_counted,
    same,
    with_nearest,
    with_number,
    with_odd,
)
from assistant.ask.building.topic import WHICH
from assistant.ask.conversation import gave_rows, sources_of, with_name
from assistant.ask.grammar.reading import parse
from assistant.ask.grammar.understand import understand
from assistant.ask.grammar.understood import EVERYTHING, Understood, only
from assistant.ask.grammar.who_when import which_body, which_year
from assistant.ask.placing import intents
from assistant.ask.placing.roles import classifier
from assistant.ask.plan.body_names import roster
from assistant.ask.plan.cells import MOST_NAMED
from assistant.ask.plan.execute import execute
from assistant.ask.plan.plan import Ask, Figures, Lookup, Plan, Refuse, Sentences, Step
from assistant.ask.plan.readback import read_back
from assistant.ask.plan.rows import COUNT, YEAR
from assistant.ask.plan.scope import Holdings, Texts, bodies_of, years_of
from assistant.ask.plan.validate import checked
from assistant.ask.rooms import drafts, help
from assistant.ask.rooms.helped import helped, helped_in_other_words
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
    if plan is None and (told := helped(question, history, held)) is not None:
        yield Event("done", answer=told)
        return
    read = _read(question, held, history, filters or EVERYTHING, model, plan)
    if plan is None and read.no_scope:
        told = helped_in_other_words(question, history, library, held)
        if told is not None:
            yield Event("done", answer=told)
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
    return Holdings(
        roster(library.bodies()),
        library.years,
        library.likeness,
        this_year=date.today().year,
        texts=_texts(library),
        vectors=_vectors(library),
    )


def _vectors(library: Library) -> Callable[[Sequence[str]], Any]:
    """The vectors of wordings, each embedded once a question: what it asks is looked at again and again."""
    once = cache(lambda wordings: library.vectors_by(classifier().embedder, wordings))
    return lambda wordings: once(tuple(wordings))


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
        return Understood(plan, by_grammar=False)
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
        chosen = understand(question, held, filters, chosen=True)
        if chosen.plan.show and not chosen.loose:
            return chosen
    if (pending := _pending(history)) is not None:
        joined = understand(f"{pending} {question}", held, filters)
        if not _open(joined):
            return joined
        if isinstance(joined.plan.steps[-1], Ask) and _open(understand(question, held, filters)):
            return joined
    if history:
        from assistant.ask.follow import follow

        if (followed := follow(question, history, held)) is not None:
            return Understood(followed.plan, carried=followed.carried)
    read = understand(with_name(question, history), held, filters)
    return _within(question, read, history, held) if history else read


def _within(question: str, read: Understood, history: Sequence[Turn], held: Holdings) -> Understood:
    """A question about what is written that names no bodies: of those spoken of last."""
    told = all(isinstance(s, Sentences) for s in read.plan.steps)
    if not told or WHICH.search(question) or parse(question, held).bodies.said:
        return read
    last = next((t.answer.plan for t in reversed(history) if gave_rows(t)), None)
    source = sources_of(last)[0] if last else None
    if source is None or not source.who.names or source.when.of:
        return read
    ids = bodies_of(source.who, held, {})
    scope = Filters(agencies=source.who.names, years=years_of(source.when, ids, held, {}))
    within = understand(question, held, scope)
    carried = ("单位", "年度") if read.no_scope else ("单位",)
    return replace(within, carried=carried, within=scope)


def _open(read: Understood) -> bool:
    return isinstance(read.plan.steps[-1], Ask | Refuse)


def _pending(history: Sequence[Turn]) -> str | None:
    """The questions that were asked back last, which the next words complete."""
    asked = [*takewhile(lambda turn: turn.answer.kind == "clarify", reversed(history))]
    return " ".join(turn.question for turn in reversed(asked)) or None


# ---------------------------------------------------------------- executing


def _found(
    question: str,
    read: Understood,
    library: Library,
    held: Holdings,
    model: Model | None,
    filters: Filters,
) -> Answer:
    """The answer to the question's words; where they find nothing, to what it surely asks for."""
    found = with_number(_by_words(question, read, library, held, model, filters), read, held)
    unclear = found.kind == "clarify" and not read.complete
    if read.by_model or not (unclear or found.refusal in ("not_said", "not_understood")):
        return found
    put = intents.reworded(parse(question, held), held)
    if put is None:
        return found
    again = understand(put.question, held, read.within or filters)
    if _open(again):
        return found
    note = f"按“{put.words}”理解"
    again = replace(again, notices=(*again.notices, note), carried=read.carried)
    told = run(question, again, library, held, model)
    return found if told.kind in ("none", "clarify") else told


def _by_words(
    question: str,
    read: Understood,
    library: Library,
    held: Holdings,
    model: Model | None,
    filters: Filters,
) -> Answer:
    """The answer; where no report says all of the words, of those that the reports bear out."""
    told = any(isinstance(s, Sentences) and s.words for s in read.plan.steps)
    filters = read.within or filters
    if not told or read.by_model:
        return run(question, read, library, held, model)
    found = run(question, read, library, held, model, near=False)
    if found.refusal != "not_said":
        return found
    if understand(question, held, filters).plan != read.plan:
        return run(question, read, library, held, model)
    closer = understand(question, held, filters, closely=True)
    closer = replace(closer, carried=read.carried)
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
    if errors and read.by_grammar and read.by_model is None:
        text = "没有看懂这个问题要怎么算，请换个说法，或者分成几个问题问。"
        return Answer(**base, text=text, kind="clarify")
    if errors:
        text = f"这样的问法还不能执行：{'；'.join(errors)}"
        return Answer(**base, text=text, kind="none", refusal="not_understood")
    last = plan.steps[-1]
    if isinstance(last, Ask | Refuse | Lookup):
        return _without_rows(last, base, library, held, model)
    done = execute(plan, library, held, near=near)
    if read.any_year and len(years := years_counted(plan, done)) > 1:
        asked = Understood(Plan(steps=(which_year(years),)), read.notices)
        return run(question, asked, library, held)
    if read.any_body and len(bodies_counted(plan, done)) > FEW_BODIES:
        asked = replace(only(which_body(held)), notices=read.notices)
        return run(question, asked, library, held)
    found = answered(question, plan, done, held, **_told(read))
    if not near and (found.refusal == "not_said" or _nowhere(plan, done)):
        return replace(found, kind="none", refusal="not_said")
    if read.instead is not None and found.kind != "none":
        back = Plan(steps=(read.instead,))
        return run(question, Understood(back, read.notices, carried=read.carried), library, held)
    if (wider := all_items(question, plan)) is not None and found.refusal == "not_said":
        words = "、".join(f"“{w}”" for s in plan.steps if isinstance(s, Sentences) for w in s.words)
        note = f"没有写到{words}的，列出的是写到的全部"
        return run(
            question, replace(read, plan=wider, notices=(*read.notices, note)), library, held
        )
    found = replace(found, model=read.by_model)
    found = with_nearest(with_odd(found, read), library, held)
    return _with_other(found, read, library, held)


def _nowhere(plan: Plan, done: Mapping[str, Rows]) -> bool:
    """Whether no step found the words that it looked for: who never says them is not told by that."""
    told = [s for s in plan.steps if isinstance(s, Sentences) and s.words]
    return bool(told) and not any(done[s.id].rows for s in told)


def years_counted(plan: Plan, done: Mapping[str, Rows]) -> list[int]:
    """The years of which the plan's last step gives a number."""
    rows = done[plan.steps[-1].id]
    held = (row for row in rows.rows if rows.has(COUNT) and row[COUNT].number is not None)
    return sorted({int(row[YEAR].number or 0) for row in held})


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


def _with_other(found: Answer, read: Understood, library: Library, held: Holdings) -> Answer:
    """The other reading of the words beside the model's, where it comes to something else."""
    if read.other is None:
        return found
    plan, errors = checked(read.other, held)
    if errors or not plan.show:
        return found
    second = answered(found.question, plan, execute(plan, library, held), held)
    if same(found, second):
        return found
    words = f"也可以这样理解：{second.understood}。那样的回答是：{second.text.splitlines()[0]}"
    return replace(found, notices=(*found.notices, words))
