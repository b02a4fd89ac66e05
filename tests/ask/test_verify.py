"""What a text states, and whether the evidence bears it out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.draft.verify_text import mentions, verify
from assistant.evidence import Evidence
from index.numerals import value_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一百二十三", 123),
        ("两千零五", 2005),
        ("十", 10),
        ("一万二千", 12000),
        ("1.2万", 12000),
        ("1,234", 1234),
        ("十二点五", 12.5),
        ("二〇二三", 2023),
        ("很多", None),
        ("", None),
    ],
)
def test_numerals(text: str, value: float | None) -> None:
    assert value_of(text) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年新收95件", [("year", 2023), ("number", 95)]),
        ("占三成", [("percent", 30)]),
        ("近半为自然人", [("percent", 50)]),
        ("是上年的两倍", [("times", 2)]),
        ("翻了两番", [("times", 4)]),
        ("百分之十二点五", [("percent", 12.5)]),
        ("三分之一", [("percent", 33.3333)]),
        ("增长12.5%", [("percent", 12.5)]),
        ("十余件", [("number", 10)]),
        ("2021—2023年共1,234件", [("year", 2021), ("year", 2023), ("number", 1234)]),
        ("一是进一步统一标准；二是十分重视", []),
        ("建立一个平台[1]", []),
        ("（一）加强培训", []),
    ],
)
def test_numbers_are_found(text: str, expected: list[tuple[str, float]]) -> None:
    assert [(m.kind, m.value) for m in mentions(text)] == expected


def test_bodies_quotations_and_documents_are_found() -> None:
    text = "东湖镇人民政府和青石镇提出“解读形式单一”，依据国办公开办函〔2021〕30号。"
    found = [(m.kind, m.text) for m in mentions(text)]
    assert found == [
        ("body", "东湖镇人民政府"),
        ("body", "青石镇"),
        ("quotation", "解读形式单一"),
        ("document", "〔2021〕30号"),
    ]


EVIDENCE = (
    Evidence(1, "figure", "新收95件", agency="青石镇人民政府", year=2023, cell="a", value=95),
    Evidence(2, "figure", "新收80件", agency="青石镇人民政府", year=2022, cell="a", value=80),
    Evidence(3, "derived", "同比增长18.75%", agency="青石镇人民政府", value=18.75, unit="%"),
    Evidence(
        4, "passage", "我镇解读形式单一，开展培训12次。", agency="河湾县住房和城乡建设局", year=2023
    ),
)


@pytest.mark.parametrize(
    ("text", "struck"),
    [
        ("青石镇2023年新收95件，比2022年的80件增长18.75%。", []),
        ("青石镇2023年新收80件。", ["80"]),
        ("青石镇2023年新收96件。", ["96"]),
        ("同比增长18.8%，约两成。", []),
        ("同比增长近半。", ["近半"]),
        ("青石镇2021年新收95件。", ["2021", "95"]),
        ("县住建局“解读形式单一”，培训12次。", []),
        ("青石镇培训12次。", ["12"]),
        ("青石镇“公开不及时”。", ["公开不及时"]),
        ("东湖镇也有同样问题。", ["东湖镇"]),
        ("共培训十二次。", []),
        ("新收是上年的两倍。", ["两倍"]),
    ],
)
def test_only_what_the_evidence_holds_is_verified(text: str, struck: list[str]) -> None:
    assert [c.text for c in verify(text, EVIDENCE) if c.status == "unverified"] == struck


@given(st.text(alphabet="青石镇年新收件“”0123456789.%三成半近两倍百分之。；[]（）", max_size=60))
def test_mentions_stand_where_they_say_and_do_not_overlap(text: str) -> None:
    end = 0
    for m in mentions(text):
        assert m.text in text[m.start : m.end]
        assert m.start >= end
        end = m.end
