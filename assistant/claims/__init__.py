"""Claims: what a text says of a report, each sentence proved, contradicted or left unproved.

`check` is the way in.  `clause_items` and `item_rules` read a sentence over the grammar of `statements`,
`productions` make typed claims of it, `facts` looks figures up, `prove` compares.
"""

from __future__ import annotations

from assistant.claims.checking import check
from assistant.claims.claim import Checked, Ground, Kind, Status

__all__ = ["Checked", "Ground", "Kind", "Status", "check"]
