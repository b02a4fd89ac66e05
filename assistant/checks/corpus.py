"""Narratives by their sentences: what one report's text shares with another's."""

from __future__ import annotations


class Corpus:
    """The narratives of many reports, asked which others share most with one of them."""
