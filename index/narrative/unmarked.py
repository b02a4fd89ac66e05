"""Sentences that nothing numbers: of which kind each is, and which of them are one item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from index.narrative import kinds
from index.narrative.kinds import Kind
from index.narrative.levels import Wording
from index.narrative.outline import Sentence, masked

_CLAUSE = re.compile(r"[^，,、：:。；;]+")


@dataclass(frozen=True, slots=True)
class Part:
    """An unmarked stretch of one kind; `opens` at a paragraph's start, `labelled` by a label."""

    kind: Kind
    start: int
    end: int
    opens: bool
    labelled: bool = False


@dataclass(frozen=True, slots=True)
class Unmarked:
    """Reads runs of unmarked sentences of one part."""

    wording: Wording

    def parts(self, run: Sequence[Sentence], mode: Kind | None) -> tuple[list[Part], Kind | None]:
        """The items that a run of sentences holds, and the mode that it leaves."""
        parts: list[Part] = []
        for line in by_paragraph(run):
            mode = self._line(line, mode, parts)
        return _joined(parts), mode

    def _line(self, line: Sequence[Sentence], mode: Kind | None, parts: list[Part]) -> Kind | None:
        """One unmarked paragraph's sentences with their kinds; the mode after it."""
        for n, sentence in enumerate(line):
            start, words = sentence.start, self.wording.said(sentence)
            labelled = kinds.label(words)
            if labelled:
                mode = labelled[0] or mode
                start, words = start + labelled[1], words[labelled[1] :].strip()
            if not words or kinds.is_frame(words) or kinds.general(words):
                named = kinds.named(words, self.wording.year) if words else None
                mode = named.kind if named and named.kind else mode
                continue
            parallel = bool(n) and self.wording.said(line[n - 1])[-1] in "；;"
            kind = self._kind(words, mode, first=n == 0 and not labelled)
            kind = mode if kind is None and (parallel or sentence.opens) else kind
            if kind is None and parts and not sentence.opens:
                parts[-1] = replace(parts[-1], end=sentence.end)
            elif kind is not None:
                mode = kind
                parts.append(Part(kind, start, sentence.end, sentence.opens, bool(labelled)))
        return mode

    def _kind(self, words: str, mode: Kind | None, *, first: bool) -> Kind | None:
        turned = kinds.opening(words, self.wording.year)
        if turned and turned != "problem":
            return turned
        told = kinds.told(words, self.wording.year)
        if mode in ("measure", "done"):
            if told == "problem" and (first or turned or mode == "done"):
                return "problem"
            return "done" if kinds.finished(words) else mode
        if mode == "problem":
            return told if told in ("problem", "done") else None
        return told if told in ("problem", "measure") or told and "问题" in words else None

    def problems(self, part: Part, *, alone: bool) -> list[tuple[int, int]]:
        """The span of a part's problem, or several where it lists clauses that each lack something."""
        start, end = part.start, part.end
        words = self.wording.text[start:end]
        if enumerated := kinds.enumerated(words):
            return [(start + a, start + b) for a, b in enumerated]
        begins = kinds.listed(words)
        clauses = [
            (start + m.start(), start + m.end()) for m in _CLAUSE.finditer(masked(words), begins)
        ]
        ends = next(
            (n for n, (_, b) in enumerate(clauses, 1) if self.wording.text[b - 1] == "等"), None
        )
        clauses = clauses[:ends]
        while clauses and kinds.is_frame(self.wording.text[slice(*clauses[-1])]):
            clauses.pop()
        least = 2 if begins or part.labelled else 3
        lacking = all(kinds.lacks(self.wording.text[a:b]) for a, b in clauses)
        if alone and len(clauses) >= least and lacking and "。" not in words[:-1]:
            last, stop = clauses[-1]
            whole = self.wording.text[last:stop].rstrip("等")
            return [*clauses[:-1], (last, last + len(whole))]
        return [(start + begins, end)]


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
        if opening.count("problem") < 2 and len(alternate) < 3:
            return list(parts)
    joined: list[Part] = []
    for part in parts:
        if joined and joined[-1].kind == part.kind and not part.opens:
            joined[-1] = replace(joined[-1], end=part.end)
        else:
            joined.append(part)
    return joined


def each_answered(parts: Sequence[Part]) -> bool:
    """Whether every problem is followed by its own measures."""
    runs = [(kind, len(list(run))) for kind, run in groupby(p.kind for p in parts)]
    problems = [size for kind, size in runs if kind == "problem"]
    return len(runs) > 1 and all(size == 1 for size in problems)
