"""Sentences that nothing numbers: of which kind each is, and which of them are one item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from index.narrative.clauses import measures, own_start, problems
from index.narrative.levels import Wording
from index.narrative.outline import Sentence
from index.narrative.seams import Way
from index.narrative.wording import kinds, listing, turns
from index.narrative.wording.kinds import Kind


@dataclass(frozen=True, slots=True)
class Part:
    """An unmarked stretch of one kind; `opens` at a paragraph's start, `labelled` by a label,
    `beside` the one before it behind a semicolon.
    """

    kind: Kind
    start: int
    end: int
    opens: bool
    labelled: bool = False
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Unmarked:
    """Reads runs of unmarked sentences of one part."""

    wording: Wording

    def parts(self, run: Sequence[Sentence], mode: Kind | None) -> tuple[list[Part], Kind | None]:
        """The items that a run of sentences holds, and the mode that it leaves."""
        parts: list[Part] = []
        halves = sum(map(self._is_half, run))
        for line in by_paragraph(run):
            mode = self._line(line, mode, parts, halves)
        return _joined(parts), mode

    def _line(
        self, line: Sequence[Sentence], mode: Kind | None, parts: list[Part], halves: int
    ) -> Kind | None:
        """One unmarked paragraph's sentences with their kinds; the mode after it.

        `halves` are the sentences of all paragraphs that turn to what is done.
        """
        under = False
        for n, sentence in enumerate(line):
            last = line[n - 1] if n else None
            start, words = sentence.start, self.wording.said(sentence)
            labelled = kinds.label(words, self.wording.year)
            if labelled:
                mode = labelled[0] or mode
                start, words = start + labelled[1], words[labelled[1] :].strip()
            after = self.wording.said(line[n + 1]) if n + 1 < len(line) else ""
            if words and kinds.announces(words, after):
                mode = "problem"
                continue
            if not words or self._leads(words):
                named = kinds.named(words, self.wording.year) if words else None
                mode = named.kind if named and named.kind else mode
                continue
            beside = last is not None and self.wording.said(last)[-1] in "；;"
            under = bool(labelled and labelled[0]) or under and beside
            kind = mode if under and beside and not labelled and not kinds.promises(words) else None
            if labelled and labelled[0] == "done" and not kinds.begins("contrast", words):
                kind = "done"
            if self._is_half(sentence) and self._turns(
                words, mode, halves, bool(labelled and labelled[0])
            ):
                kind = self._half(words, None if halves > 1 else mode)
            rest = last is not None and self._is_half(last)
            first, led = n == 0 and not labelled, bool(labelled) or not parts
            kind = kind or self._kind(words, mode, first=first, beside=beside, led=led)
            joined = words[-1] in "；;" or kinds.begins("adds", after)
            if kind is None and joined and kinds.told(after) == "problem":
                kind = "problem"  # as what is joined to it
            open_ = kind is None or kind == mode == "measure" and not kinds.promises(words)
            if open_ and kinds.begins("answers", after):
                kind = "problem"  # what 对此 speaks of
            if rest and kind not in ("measure", "done"):
                kind = "measure"  # that is what the sentence was cut for
            if kind is None and (beside or sentence.opens or led):
                kind = mode
            part = (
                Part(kind, start, sentence.end, sentence.opens, bool(labelled), beside)
                if kind
                else None
            )
            mode = self._keep(parts, part, sentence, mode, rest=rest)
        return mode

    def _keep(
        self,
        parts: list[Part],
        part: Part | None,
        sentence: Sentence,
        mode: Kind | None,
        *,
        rest: bool,
    ) -> Kind | None:
        """Add a part, or what is none of its own to the one before; the mode after it."""
        if part and not (parts and rest and _goes_on(mode, part.kind)):
            parts.append(part)
            return part.kind
        if part or parts and not sentence.opens:
            kind = part.kind if part else parts[-1].kind
            parts[-1] = replace(parts[-1], kind=kind, end=sentence.end)
        return part.kind if part else mode

    def _is_half(self, sentence: Sentence) -> bool:
        """Whether a sentence was cut where it turns to what is done about it."""
        return self.wording.said(sentence)[-1] in "，,"

    def _turns(self, words: str, mode: Kind | None, halves: int, labelled: bool) -> bool:
        """Whether what stands before a turn is taken for a problem by its place."""
        if mode in (None, "measure"):
            if kinds.listed(words) or listing.enumerated(words):
                return True
            aims = kinds.begins("answers", words) or words.startswith(("为", "按", "围绕", "根据"))
            return (halves > 1 or mode is None and not aims) and not labelled
        return True

    def _half(self, words: str, mode: Kind | None) -> Kind | None:
        """What stands before a turn is the problem, if it is not told as done or to be done."""
        told = kinds.told(words[kinds.begins("matter", words) :], self.wording.year)
        return "problem" if told == "problem" or told is None and mode != "done" else None

    def _leads(self, words: str) -> bool:
        if kinds.is_frame(words) or words.endswith(("：", ":")):
            return True
        return kinds.general(words, self.wording.year) and not self._names(words)

    def _names(self, words: str) -> bool:
        """Whether a sentence says that there are problems, and which."""
        begins = kinds.listed(words)
        return bool(begins) and not kinds.is_frame(words[begins:])

    def _kind(
        self, words: str, mode: Kind | None, *, first: bool, beside: bool, led: bool
    ) -> Kind | None:
        """A sentence's kind after `mode`; what stands `beside` another is of its kind unless it turns."""
        turned = kinds.opening(words, self.wording.year)
        if mode == "done" and beside and not kinds.future(words):
            return mode
        if turned and turned != "problem":
            return turned
        if mode and mode != "measure" and beside:
            to_do = kinds.promises(words) or turns.leans_to_doing(words)
            return "measure" if mode == "problem" and to_do else mode
        if kinds.general(words, self.wording.year) and self._names(words):
            return "problem"
        told = kinds.told(words, self.wording.year)
        if mode == "done" and kinds.topic(words) or mode is None and kinds.begins("cause", words):
            return told or "problem"
        if mode in ("measure", "done"):
            if told == "problem" and (first or turned or mode == "done" or kinds.listed(words)):
                return "problem"
            return "done" if self._was_done(words) else mode
        if mode == "problem":
            return self._after_problem(words, told, led=led)
        mended = told == "done" and kinds.mended(words, self.wording.year)
        return told if told in ("problem", "measure") or mended else None

    def _after_problem(self, words: str, told: Kind | None, *, led: bool) -> Kind | None:
        """What a sentence tells behind a problem, or `led` in by what names problems; None if more
        of the one before.
        """
        if kinds.promises(words) or not led and turns.leans_to_doing(words):
            return "measure"
        if told == "done":  # 了 in what is told as a problem
            least = turns.CLEAR if led else 0.0
            wanting = turns.leans(words) >= least or not self._was_done(words)
            told = "problem" if wanting else told
        if told is not None:
            return told if told != "measure" else None
        return "problem" if turns.leans(words) >= turns.CLEAR else None

    def _was_done(self, words: str) -> bool:
        """Whether a sentence tells what was done, or what became of last year's promise."""
        year = self.wording.year
        kept = kinds.of_last_year(words, year) and not kinds.future(words)
        return kept or kinds.finished(words) or kinds.mended(words, year)

    def ways(self, part: Part, *, alone: bool) -> list[Way]:
        """The ways in which a part may be cut into items, positions of the whole text.

        `alone`: it is all that is told of problems, so that it may tell several.
        """
        words = self.wording.text[part.start : part.end]
        if part.kind == "measure":
            found = measures(words)
        elif part.kind == "problem" and (alone and "。" not in words[:-1]):
            found = problems(words, led=part.labelled)
        else:
            found = [Way(0.0, ((own_start(words) if part.kind == "problem" else 0, len(words)),))]
        return [w.moved(part.start) for w in found]


def _goes_on(mode: Kind | None, kind: Kind) -> bool:
    """Whether the second half of a sentence is of the first one's kind, or tells it as done."""
    return kind == mode or mode == "measure" and kind == "done"


def by_paragraph(run: Sequence[Sentence]) -> list[list[Sentence]]:
    lines: list[list[Sentence]] = []
    for sentence in run:
        if sentence.opens or not lines:
            lines.append([])
        lines[-1].append(sentence)
    return lines


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Paragraphs in a row of one kind are one item each; else every sentence is one."""
    opening = [p.kind for p in parts if p.opens]
    if not any(len(list(run)) > 1 for _, run in groupby(opening)):
        alternate = [k for k, _ in groupby(p.kind for p in parts)]
        if opening.count("problem") < 2 and alternate.count("problem") < 2:
            return list(parts)
    joined: list[Part] = []
    for part in parts:
        if joined and joined[-1].kind == part.kind and not (part.opens or part.beside):
            joined[-1] = replace(joined[-1], end=part.end)
        else:
            joined.append(part)
    return joined


def each_answered(parts: Sequence[Part]) -> bool:
    """Whether every problem is followed by its own measures."""
    runs = [(kind, len(list(run))) for kind, run in groupby(p.kind for p in parts)]
    problems = [size for kind, size in runs if kind == "problem"]
    return len(runs) > 1 and all(size == 1 for size in problems)
