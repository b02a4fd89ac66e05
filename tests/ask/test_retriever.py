"""The library's search inside a LangChain chain."""

from assistant.ask.retriever import LibraryRetriever
from index.stores.values import Filter
from tests.ask.conftest import County


def test_documents_keep_where_they_are_from(county: County) -> None:
    retriever = LibraryRetriever(library=county.library, filter=Filter(years=(2023,)), k=3)
    found = (retriever | (lambda documents: documents)).invoke("政策解读形式单一")
    assert 0 < len(found) <= 3
    assert {d.metadata["year"] for d in found} == {2023}
    assert all(d.metadata["agency"] and d.page_content for d in found)
