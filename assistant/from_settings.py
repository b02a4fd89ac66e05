"""The library, the chat model and the cluster that the settings name, opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.model import Model
    from index.cluster import Cluster
    from index.library.library import Library


def library_of(s: Settings, cluster: Cluster | None = None) -> Library:
    """The office's library, made where there is none; `cluster` embeds.  Raises LibraryError."""
    from index.library.library import Library
    from index.search.embedders import open_embedder
    from index.stores.values import EmbeddingsEndpoint

    key = s.embeddings_api_key.get_secret_value()
    given = EmbeddingsEndpoint(s.embeddings_base_url, s.embeddings_model, key)
    endpoint = given if s.embeddings_base_url else None
    embedder = open_embedder(s.embedder, endpoint)
    return Library.open(
        s.home / "library",
        database_url=s.database_url or None,
        chroma_url=s.chroma_url or None,
        embedder=cluster.embedding(embedder) if cluster else embedder,
        embeddings=endpoint,
        rerank_url=s.rerank_url or None,
    )


def cluster_of(s: Settings) -> Cluster | None:
    """The Dask cluster that is set.  Raises UsageError where it cannot be reached."""
    if not s.dask:
        return None
    from index.cluster import connect

    return connect(s.dask)


def model_of(s: Settings) -> Model | None:
    """The configured chat model; None where none is configured."""
    from assistant.model import ModelSettings, open_model

    key = s.llm_api_key.get_secret_value()
    return open_model(
        ModelSettings(s.llm_base_url, s.llm_model, api_key=key, timeout=s.llm_timeout)
    )
