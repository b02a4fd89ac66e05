"""How much of a text is empty phrases."""

from __future__ import annotations

import pytest

from assistant.draft.emptiness import emptiness


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("", 0),
        ("全年新收申请三十件。", 0),
        ("进一步提高认识", 1),
        ("进一步加强解读工作", 5 / 9),
    ],
)
def test_emptiness_is_a_share_of_characters(text: str, share: float) -> None:
    assert emptiness(text) == pytest.approx(share)
