"""Automatic numbers of a Word document's paragraphs: `一、` and `（二）` that stand in no text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from index.numerals import ONE_TO_TEN

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = f"零{ONE_TO_TEN}"


def chinese(number: int) -> str:
    """1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    if number <= 10:
        return _CHINESE[number]
    return ("" if tens == 1 else _CHINESE[tens]) + "十" + (_CHINESE[ones] if ones else "")


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02}",
    "decimalFullWidth": lambda n: str(n).translate({c: c + 0xFEE0 for c in range(0x30, 0x3A)}),
    "decimalEnclosedCircle": lambda n: chr(0x2460 + n - 1) if n <= 20 else str(n),
    "decimalEnclosedCircleChinese": lambda n: chr(0x2460 + n - 1) if n <= 20 else str(n),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": chinese,
    "lowerLetter": _letter,
    "upperLetter": lambda n: _letter(n).upper(),
}


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """Counts a document's numbered paragraphs in reading order."""

    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    counts: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Any | None) -> Numbering:
        """The lists that `word/numbering.xml` defines."""
        found = cls()
        if root is None:
            return found
        for abstract in root.iterfind(f"{W}abstractNum"):
            name = abstract.get(f"{W}abstractNumId")
            for level in abstract.iterfind(f"{W}lvl"):
                found.levels[name, int(level.get(f"{W}ilvl"))] = _Level(
                    _value(level, "numFmt") or "decimal",
                    _value(level, "lvlText"),
                    int(_value(level, "start") or 1),
                )
        for number in root.iterfind(f"{W}num"):
            name = number.get(f"{W}numId")
            found.lists[name] = _value(number, "abstractNumId")
            found.restarts[name] = {
                int(override.get(f"{W}ilvl")): int(_value(override, "startOverride"))
                for override in number.iterfind(f"{W}lvlOverride")
                if _value(override, "startOverride")
            }
        return found

    def next(self, number: str, depth: int) -> str:
        """What is printed before the next paragraph of list `number` at `depth`, "" for bullets."""
        abstract = self.lists.get(number, "")
        level = self.levels.get((abstract, depth))
        if level is None or level.format in {"bullet", "none"}:
            return ""
        counts = self.counts.setdefault(abstract, [self._start(abstract, d) - 1 for d in range(9)])
        for restarted, start in self.restarts.pop(number, {}).items():
            counts[restarted] = start - 1
        counts[depth] += 1
        for deeper in range(depth + 1, 9):
            counts[deeper] = self._start(abstract, deeper) - 1
        text = level.text
        for d in range(depth + 1):
            own = self.levels.get((abstract, d), level)
            text = text.replace(f"%{d + 1}", _FORMATS.get(own.format, str)(max(counts[d], 1)))
        return text

    def _start(self, abstract: str, depth: int) -> int:
        level = self.levels.get((abstract, depth))
        return level.start if level else 1


def _value(parent: Any, name: str) -> str:
    child = parent.find(f"{W}{name}")
    return "" if child is None else child.get(f"{W}val") or ""
