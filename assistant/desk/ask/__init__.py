"""问答: a conversation over the library."""
