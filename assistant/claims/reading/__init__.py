"""A sentence read: its words and numbers as items, and the items of a clause drawn together."""
