"""Finding passages: chunks, words, vectors, and how they are fused."""
