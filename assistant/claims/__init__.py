"""Claims: what a text says of a report, each sentence proved, contradicted or left unproved.

`check` is the way in.  `clause_items` and `item_rules` read a sentence over the grammar of `statements`,
`productions` make typed claims of it, `facts` looks figures up, `prove` compares.  What only a report's
text tells is a measure of the same grammar (`narrated`), a problem or measure named (`part_five`), or
words that stand there in another order (`retold`).
"""

from __future__ import annotations

from assistant.claims.checking import check
from assistant.claims.claim import Checked, Ground, Kind, Status

__all__ = ["Checked", "Ground", "Kind", "Status", "check"]
