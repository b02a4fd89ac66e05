"""The plan: one typed value for what a question asks; validated, run over the library, read back."""
