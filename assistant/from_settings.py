"""The library and the chat model that the settings name, opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.model import Model
    from index.library.library import Library


def library_of(s: Settings) -> Library:
    """The office's library, made where there is none.  Raises LibraryError."""
    from index.library.library import Library
    from index.stores.values import EmbeddingsEndpoint

    key = s.embeddings_api_key.get_secret_value()
    endpoint = EmbeddingsEndpoint(s.embeddings_base_url, s.embeddings_model, key)
    return Library.open(
        s.home / "library",
        database_url=s.database_url or None,
        chroma_url=s.chroma_url or None,
        embedder=s.embedder,
        embeddings=endpoint if s.embeddings_base_url else None,
        rerank_url=s.rerank_url or None,
    )


def model_of(s: Settings) -> Model | None:
    """The configured chat model; None where none is configured."""
    from assistant.model import ModelSettings, open_model

    key = s.llm_api_key.get_secret_value()
    return open_model(
        ModelSettings(s.llm_base_url, s.llm_model, api_key=key, timeout=s.llm_timeout)
    )
