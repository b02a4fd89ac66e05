"""起草: evidence to tick, a draft with its numbers marked, versions."""
