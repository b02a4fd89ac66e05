"""The library's search as a LangChain retriever, for chains that others build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.stores.values import Filter

if TYPE_CHECKING:
    from index.stores.values import Hit


class LibraryRetriever(BaseRetriever):
    """Passages of the library as LangChain documents, under a filter.

    `library` is an open `index.library.library.Library`.  A document's metadata are the report's id,
    agency and year, the part's number and heading, the page or line, and the score.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Any
    filter: Filter = Filter()
    k: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [_document(hit) for hit in self.library.search(query, self.filter, self.k)]


def _document(hit: Hit) -> Document:
    metadata = {
        "report": hit.report,
        "agency": hit.agency,
        "year": hit.year,
        "section": hit.section,
        "heading": hit.chunk.heading,
        "page": hit.at.page,
        "line": hit.at.line,
        "score": hit.score,
    }
    return Document(
        page_content=hit.text, metadata=metadata, id=f"{hit.report}/{hit.chunk.ordinal}"
    )
