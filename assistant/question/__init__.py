"""A question to a typed query: bodies, years, measure, operation; deterministic throughout.

What the words settle is settled here; what they leave open becomes a `clarify` with choices, and
what they ask beyond the form and the library a `passages` search or a `none`.
"""

from __future__ import annotations

from assistant.question.query import Filters, Query
from assistant.question.reading import Holdings
from assistant.question.resolving import resolve

__all__ = ["Filters", "Holdings", "Query", "resolve"]
