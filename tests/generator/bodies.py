"""Invented bodies: names, ranks, what they deal with, how large their figures are."""

from __future__ import annotations

from dataclasses import dataclass

from index.report import Level


@dataclass(frozen=True, slots=True)
class Scale:
    """Mean figures of a body: applications, normative documents, decisions, fees (万元)."""

    applications: float
    documents: float
    decisions: tuple[float, float, float]
    fees: float


@dataclass(frozen=True, slots=True)
class Body:
    """A body that reports.

    `kind`: government, township, street or bureau.  `field` is a bureau's line of work (住建),
    `parent` the government above it.  `former` are (name, last year of that name), oldest first.
    """

    name: str
    level: Level
    kind: str
    place: str
    parent: str | None = None
    field: str = ""
    aliases: tuple[str, ...] = ()
    former: tuple[tuple[str, int], ...] = ()

    def name_in(self, year: int) -> str:
        """The name that the body bore in `year`'s report."""
        return next((name for name, last in self.former if year <= last), self.name)

    @property
    def makes_regulations(self) -> bool:
        return self.kind == "government" and self.level in ("province", "prefecture")

    @property
    def scale(self) -> Scale:
        return (
            _SCALES.get(self.field)
            or _SCALES[self.level if self.kind == "government" else self.kind]
        )

    def self_word(self, year: int) -> str:
        """How the body calls itself in `year`'s report: 我县, 我镇, 我局, 我委, 我办, 我街道."""
        name = self.name_in(year)
        if self.kind == "street":
            return "我街道"
        for tail, word in (("人民政府", ""), ("委员会", "我委"), ("办公室", "我办")):
            if name.endswith(tail):
                return word or f"我{name.removesuffix(tail)[-1]}"
        return f"我{name[-1]}"

    def reach(self, year: int) -> str:
        """How it calls its whole area or house: 全县, 全镇, 全街道, 全系统."""
        return "全系统" if self.kind == "bureau" else "全" + self.self_word(year)[1:]

    @property
    def leaders(self) -> str:
        """Whose leadership it names."""
        rank = self.place[-1] if self.kind in ("bureau", "township", "street") else ""
        return f"{rank}委、{rank}政府" if rank else "上级党委、政府"


_SCALES: dict[str, Scale] = {
    "province": Scale(6000, 60, (900000, 600000, 30000), 200000),
    "prefecture": Scale(1800, 40, (200000, 300000, 8000), 30000),
    "county": Scale(320, 14, (30000, 20000, 900), 4000),
    "township": Scale(6, 0.6, (30, 12, 3), 0),
    "street": Scale(9, 0.4, (20, 15, 4), 0),
    "bureau": Scale(14, 1.5, (300, 60, 3), 20),
    "住建": Scale(90, 3, (1500, 120, 6), 300),
    "自然资源": Scale(160, 3, (2200, 90, 4), 900),
    "公安": Scale(70, 1, (60000, 9000, 900), 120),
    "市场监管": Scale(30, 2, (9000, 700, 60), 30),
    "教育": Scale(18, 2, (90, 4, 0), 600),
    "卫健": Scale(14, 2, (900, 160, 2), 20),
    "城管": Scale(40, 1, (260, 900, 90), 30),
}

# field, name, what it deals with is in the bank (bank/matters.yaml, `fields`)
BUREAUS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("住建", "住房和城乡建设局", ("住建局",)),
    ("教育", "教育局", ()),
    ("卫健", "卫生健康局", ("卫健局",)),
    ("市场监管", "市场监督管理局", ("市场监管局", "市监局")),
    ("自然资源", "自然资源和规划局", ("自然资源局", "资规局")),
    ("人社", "人力资源和社会保障局", ("人社局",)),
    ("财政", "财政局", ()),
    ("农业", "农业农村局", ("农业局",)),
    ("民政", "民政局", ()),
    ("公安", "公安局", ()),
    ("交通", "交通运输局", ("交通局",)),
    ("水利", "水利局", ()),
    ("应急", "应急管理局", ("应急局",)),
    ("文旅", "文化和旅游局", ("文旅局",)),
    ("发改", "发展和改革委员会", ("发改委",)),
    ("司法", "司法局", ()),
    ("医保", "医疗保障局", ("医保局",)),
    ("审计", "审计局", ()),
    ("城管", "综合行政执法局", ("城管局", "执法局")),
    ("统计", "统计局", ()),
    ("退役", "退役军人事务局", ("退役军人局",)),
    ("工信", "工业和信息化局", ("工信局",)),
    ("商务", "商务局", ()),
    ("审批", "行政审批局", ("审批局",)),
)

RENAMED: dict[str, str] = {
    "农业": "农业局",
    "卫健": "卫生和计划生育局",
    "自然资源": "国土资源局",
    "应急": "安全生产监督管理局",
}
"""What reform renamed: the field's bureau under its name before."""

PREFECTURES = ("云州市", "澜江市", "宁川市", "远安市", "清河市")
COUNTIES = (
    "临溪县", "河湾县", "松岭县", "南浦县", "白沙县", "安平县", "龙潭县", "东塘区", "西陵县",
    "望江县", "凤鸣县", "桐山县", "石桥区", "长渚县", "永泉县", "竹溪县", "北麓县", "新浦区",
)  # fmt: skip
TOWNS = (
    "青石镇", "白塔镇", "柳河镇", "双桥镇", "古渡镇", "枫林镇", "大湾镇", "石门镇", "龙泉镇",
    "南屏镇", "红岩镇", "沙溪镇", "云岭镇", "金坪镇", "杨家庄镇", "三汊河镇", "花田乡", "上坝乡",
    "梅坑乡", "野鹤乡", "黄泥岗乡", "月亮湾乡", "城关镇", "马鞍镇", "桃源镇", "东风镇",
)  # fmt: skip
STREETS = ("城东街道", "城西街道", "滨河街道", "北苑街道", "文昌街道", "新华街道")


def county(name: str, parent: str | None = None) -> Body:
    return Body(f"{name}人民政府", "county", "government", name, parent, "", (name, f"{name}政府"))


def prefecture(name: str) -> Body:
    return Body(
        f"{name}人民政府", "prefecture", "government", name, None, "", (name, f"{name}政府")
    )


def township(name: str, place: str) -> Body:
    full = f"{place}{name}人民政府"
    return Body(
        full, "township", "township", place, f"{place}人民政府", "", (name, f"{name}人民政府")
    )


def street(name: str, place: str) -> Body:
    full = f"{place}人民政府{name}办事处"
    return Body(full, "township", "street", place, f"{place}人民政府", "", (name, f"{name}办事处"))


def bureau(
    field: str, name: str, short: tuple[str, ...], place: str, renamed: int | None = None
) -> Body:
    """A bureau of `place`; `renamed` is the last year of its name before reform, if it had one."""
    rank = place[-1]
    aliases = tuple(a for n in (name, *short) for a in (f"{place}{n}", f"{rank}{n}", n))
    former = ((f"{place}{RENAMED[field]}", renamed),) if renamed and field in RENAMED else ()
    return Body(
        f"{place}{name}",
        "department",
        "bureau",
        place,
        f"{place}人民政府",
        field,
        aliases[1:],
        former,
    )
