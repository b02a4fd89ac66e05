"""Questions read without a model: bodies, years, measures and operations, word by word."""
