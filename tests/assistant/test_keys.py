"""A key goes to its service and nowhere else: not into errors, not into what a value shows."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from assistant.model import ModelSettings, open_model
from index.report import LibraryError
from index.search.embedders import open_embedder
from index.stores.values import EmbeddingsEndpoint, RerankEndpoint
from tests.stand_in import Reply, StandIn

KEY = "sk-the-office-s-own-key"
ECHO = Reply(status=422, body=json.dumps({"error": {"message": f"wrong key: {KEY}"}}))


def test_no_value_shows_its_key() -> None:
    held = (
        ModelSettings("http://a/v1", "m", api_key=KEY),
        EmbeddingsEndpoint("http://a/v1", "m", KEY),
        RerankEndpoint("http://a/v1", api_key=KEY),
    )
    assert all(KEY not in repr(value) for value in held)
    assert all(value.api_key == KEY for value in held)


def test_a_service_that_says_the_key_back_is_not_repeated() -> None:
    with StandIn(ECHO) as service:
        settings = ModelSettings(service.url, "m", api_key=KEY, retries=0)
        model = open_model(settings)
        assert model
        said = model.probe().message
        assert "wrong key" in said and KEY not in said
        endpoint = EmbeddingsEndpoint(service.url, "m", KEY)
        with pytest.raises(LibraryError, match="向量服务出错") as failed:
            open_embedder("endpoint", endpoint).embed(["政务公开"])
    assert KEY not in failed.value.message
    assert replace(settings, api_key="").masked(said) == said
