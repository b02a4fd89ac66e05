"""The productions of the claim grammar: what the items of a clause say, family by family."""
