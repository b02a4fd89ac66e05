"""The plan as a typed value: flat steps, each with an id, referring only to steps before it.

Whoever understands a question (the grammar, a model, the page) makes one; the executor alone runs
it.  Field names are English, the words that a person chooses between are Chinese, so that a plan
can be read by those whose question it is.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

MOST_STEPS = 16

Group = Literal["全部", "局", "乡镇街道", "乡镇", "街道", "政府", "县区", "地市"]
About = Literal["问题", "措施", "已做", "原文", "各项", "数"]
Function = Literal[
    "差", "和", "比", "百分比", "占合计", "较上年", "增长率", "名次", "比下一名多", "绝对值"
]
Aggregate = Literal["和", "平均", "中位数", "最大", "最小", "极差", "个数"]
Sign = Literal["=", "≠", ">", ">=", "<", "<=", "含", "不含"]
Each = Literal["行", "每年都", "有的年", "从没有"]
How = Literal["并列", "都有", "任一", "去掉"]
Form = Literal["句子", "表", "名单", "归纳"]
Room = Literal["findings", "rules", "inventory", "help", "draft"]


class _Part(BaseModel):
    """Strict and frozen: a field that the plan does not have is an error, never passed over."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Who(_Part):
    """Whose reports: bodies by name, one group (under a place), or those of an earlier step."""

    names: tuple[str, ...] = ()
    group: Group | None = None
    under: str | None = Field(default=None, description="只要这个地方（县、市、区）下面的")
    of: str | None = Field(default=None, description="取前面一步里的单位")
    but: tuple[str, ...] = Field(default=(), description="除去的单位")

    @property
    def several(self) -> bool:
        """Whether more than one body may be meant."""
        return bool(self.group or self.of) or len(self.names) > 1


class When(_Part):
    """Which years: listed, from–to, the last n, or an earlier step's, moved by `shift`."""

    years: tuple[int, ...] = ()
    first: int | None = None
    last: int | None = None
    recent: int | None = Field(default=None, description="最近几年")
    of: str | None = Field(default=None, description="取前面一步里的年份")
    shift: int = Field(default=0, description="of 的年份加几，第二年为1，上一年为-1")
    every: bool = Field(default=False, description="库里所有年份")

    @property
    def said(self) -> frozenset[int]:
        """The years that are said by themselves: listed, or from one to another."""
        if self.first and self.last:
            return frozenset(range(self.first, self.last + 1))
        return frozenset(self.years)

    @property
    def several(self) -> bool:
        """Whether more than one year may be meant."""
        return self.every or bool(self.recent or self.of) or len(self.said) > 1


class Figures(_Part):
    """Cells: a row a body and year, a column a measure."""

    op: Literal["figures"] = "figures"
    id: str
    who: Who
    when: When
    measures: tuple[str, ...]


class Sentences(_Part):
    """Narrative: items of part five (问题, 措施, 已做), sentences (原文), what these list side by side
    (各项), counts stated in words (数).
    """

    op: Literal["sentences"] = "sentences"
    id: str
    who: Who
    when: When
    about: About
    words: tuple[str, ...] = Field(default=(), description="要说到的词；每个都要有")
    any: bool = Field(
        default=False,
        description="没有一句全说到时，说到其中一个的也要；about 为问题时，说到其中一个或意思相近的都要",
    )
    done: bool = Field(
        default=False, description="about 为原文时，只要写明做了、有的；写明没有、为0的不要"
    )
    unit: str | None = Field(default=None, description="about 为数时的量词：次、条、期、人次……")
    part: int | None = Field(default=None, ge=1, le=6, description="只看报告的第几部分")


class Compute(_Part):
    """A further column, worked out of others."""

    op: Literal["compute"] = "compute"
    id: str
    of: str
    fn: Function
    a: str
    b: str | None = None
    name: str


class Agg(_Part):
    fn: Aggregate
    col: str
    name: str


Key = Literal["单位", "年", "要点"]
"""A column that rows are put together by."""


class Grouped(_Part):
    """A row a group, over all rows where `by` is empty."""

    op: Literal["group"] = "group"
    id: str
    of: str
    by: tuple[Key, ...] = ()
    agg: tuple[Agg, ...]


class Condition(_Part):
    """`value` is a number, words, or a column of an earlier step that has one row (`s2.平均数`)."""

    col: str
    is_: Sign = Field(alias="is")
    value: float | str


def holds(col: str, sign: Sign, value: float | str) -> Condition:
    """The condition that a column's value is so: its JSON name `is` is no name in Python."""
    return Condition.model_validate({"col": col, "is": sign, "value": value})


class Keep(_Part):
    """The rows that meet all conditions (`any`: one of them); with `each`, the bodies whose years do.

    With `each` there may be no condition: then a year counts that has a row at all.
    """

    op: Literal["keep"] = "keep"
    id: str
    of: str
    where: tuple[Condition, ...] = ()
    any: bool = False
    each: Each = "行"


class Order(_Part):
    """Rows by a column; the first `take`, or only the `place`-th; ties are kept."""

    op: Literal["order"] = "order"
    id: str
    of: str
    by: str
    desc: bool = True
    take: int | None = Field(default=None, ge=1)
    place: int | None = Field(default=None, ge=1)


class Combine(_Part):
    """Rows of several steps: side by side on `on`, those in all, in any, or in the first only."""

    op: Literal["combine"] = "combine"
    id: str
    of: tuple[str, ...]
    how: How
    on: tuple[Key, ...]


class Lookup(_Part):
    """What the other rooms know: findings of the checks, the rule book, what is kept, help, a draft."""

    op: Literal["lookup"] = "lookup"
    id: str
    room: Room
    text: str = ""
    who: Who | None = None
    when: When | None = None
    count: bool = Field(default=False, description="只要个数")


class Ask(_Part):
    """A question back to the person, with readings to choose from."""

    op: Literal["ask"] = "ask"
    id: str
    about: str
    options: tuple[str, ...] = ()


class Refuse(_Part):
    """Why there is no answer: not understood, not held, not in the form, not said."""

    op: Literal["refuse"] = "refuse"
    id: str
    kind: Literal["not_understood", "not_held", "not_in_form", "not_said"]
    reason: str
    options: tuple[str, ...] = ()


Step = Annotated[
    Figures | Sentences | Compute | Grouped | Keep | Order | Combine | Lookup | Ask | Refuse,
    Field(discriminator="op"),
]


class Plan(_Part):
    """What is asked: the steps, which columns are shown, and in what form.

    `show` names columns as `s2.单位`.  `unit` converts what is shown (万件, %), `decimals` rounds it,
    `length` bounds the answer's characters, `bare` wants the number or name alone.
    """

    steps: tuple[Step, ...] = Field(min_length=1, max_length=MOST_STEPS)
    show: tuple[str, ...] = ()
    form: Form = "句子"
    decimals: int | None = Field(default=None, ge=0, le=4)
    unit: str | None = None
    length: int | None = Field(default=None, ge=10)
    bare: bool = False

    def step(self, id: str) -> Step:
        """The step called `id`.  Raises KeyError."""
        return {s.id: s for s in self.steps}[id]

    def as_json(self) -> dict[str, object]:
        """Without what is unset, as `ask --format json` prints it."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True) | {
            "steps": [
                {"op": s.op, **s.model_dump(mode="json", by_alias=True, exclude_defaults=True)}
                for s in self.steps
            ]
        }


def numbered(steps: tuple[Step, ...]) -> str:
    """The id that the next step takes."""
    return f"s{len(steps) + 1}"
